"""The headers every answer carries, and the content policies of the kinds of pages there are.

Law: standard library only; what a page may do beyond nothing at all is named here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

NOTHING = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"}


def policy(**allowed: str) -> str:
    """A content security policy: nothing but `allowed`. `script_src="'self'"` becomes `script-src 'self'`."""
    directives = NOTHING | {name.replace("_", "-"): sources for name, sources in allowed.items()}
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


PLAIN = policy()
"""Whatever is no page: pictures, scripts, files, refusals."""

WORDS = policy(style_src="'unsafe-inline'", img_src="data:")
"""A page of words with its style in it."""

SCREENS = policy(
    # Our components' scripts come inside a message and are loaded as blobs; the long numbers of Streamlit's messages
    # are a WebAssembly module of 300 bytes, without which every page would start with a violation.
    script_src="'self' blob: 'wasm-unsafe-eval'",
    style_src="'self' 'unsafe-inline'",  # emotion writes its styles while it runs
    img_src="'self' data: blob:",
    font_src="'self' data:",
    media_src="'self' blob:",
    connect_src="'self'",
    manifest_src="'self'",
    form_action="'self'",
)
"""Streamlit's document: no inline script, no eval, no frame, nothing from anywhere else."""

BALLOT = policy(style_src="'self'", script_src="'self'", connect_src="'self'", img_src="data:", form_action="'self'")
"""Pages of the ballot, and of the big screen."""

COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
"""On every answer, of whatever kind."""

TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""Only where the reader came over TLS: elsewhere it is ignored at best."""


def of_page(content_policy: str) -> dict[str, str]:
    """Everything an HTML page of ours carries; it is kept nowhere."""
    return {"Content-Security-Policy": content_policy, "Cache-Control": "no-store", **COMMON}
