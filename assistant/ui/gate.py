"""Before everything else: who may speak for people, how often somebody may knock, and how signing in ends.

Streamlit's own routes sign people in (`/auth/login`, `/oauth2callback`, `/auth/logout`); they answer every failure by
leading home without a word. Here a failure gets its word, the cookie its life, and she is led where she wanted to go.
Law: a header that names a person passes only when it comes once, from a listed address.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import secrets
from urllib.parse import parse_qs, unquote

from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors_doors import TooOften
from assistant.services.pacing import ALL_SIGN_INS, SIGN_INS, Pace
from assistant.sign_in_settings import CALLBACK, SignInSettings
from assistant.ui.doors import VISIT_COOKIE, WANTED_COOKIE, chosen_language, own_address, plain_page
from assistant.ui.text import mark, translate

log = logging.getLogger(__name__)

LOGIN, LOGOUT = "/auth/login", "/auth/logout"
KNOCKS = (LOGIN, CALLBACK, "/enter", "/demo/enter/")
_TOKENS = re.compile(rb"_streamlit_user_tokens(_\d+)?=")
_SIGNED = re.compile(rb'_streamlit_user(_\d+)?="?[^";]')
_MAX_AGE = re.compile(rb"Max-Age=[1-9]\d*", re.IGNORECASE)

Headers = list[tuple[bytes, bytes]]


class Gate:
    """ASGI middleware for http and websocket; the outermost one."""

    def __init__(
        self, app: ASGIApp, settings: SignInSettings, one: Pace | None = None, everybody: Pace | None = None
    ) -> None:
        self.app, self.settings = app, settings
        self.one, self.everybody = one or Pace(SIGN_INS), everybody or Pace(ALL_SIGN_INS)
        named = (settings.proxy_header, settings.proxy_name_header)
        also = (settings.proxy_department_header, settings.proxy_groups_header)
        self.claims = frozenset(name.lower().encode("latin-1") for name in (*named, *also) if name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        peer = scope["client"][0] if scope.get("client") else ""
        is_trusted = self._is_trusted(peer)
        scope["headers"] = self._believed(scope["headers"], is_trusted)
        told = [value for name, value in scope["headers"] if name == b"x-forwarded-proto"]
        if is_trusted and told == [b"https"]:
            scope["scheme"] = "https" if scope["type"] == "http" else "wss"
        if scope["type"] == "http":
            path = scope["path"]
            if self.settings.sign_in != "oidc" and path in (LOGIN, LOGOUT, CALLBACK):
                await PlainTextResponse("Not Found", status_code=404)(scope, receive, send)
                return
            if path.startswith(KNOCKS):
                try:
                    self.everybody.take("")
                    self.one.take(self._from(scope, peer))
                except TooOften as refusal:
                    await _slow_down(refusal, _cookies(scope))(scope, receive, send)
                    return
            send = self._answering(scope, send)
        await self.app(scope, receive, send)

    def _is_trusted(self, peer: str) -> bool:
        if self.settings.sign_in != "proxy":
            return False
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        plain = getattr(address, "ipv4_mapped", None) or address
        return any(plain in network for network in self.settings.proxy_addresses)

    def _believed(self, headers: Headers, is_trusted: bool) -> Headers:
        named = [name for name, _ in headers if name.lower() in self.claims]
        if is_trusted and len(named) == len(set(named)):
            return headers
        if named:
            log.warning("headers that name a person were taken away: not from a listed proxy, or given twice")
        return [pair for pair in headers if pair[0].lower() not in self.claims]

    def _from(self, scope: Scope, peer: str) -> str:
        """Whom to count: behind a listed proxy the address it saw, the last one it added itself."""
        told: list[bytes] = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        if told and self._is_trusted(peer):
            return told[-1].decode("latin-1").rsplit(",", 1)[-1].strip()[:64]
        return peer

    def _answering(self, scope: Scope, send: Send) -> Send:
        path = scope["path"]
        if path in (LOGIN, CALLBACK):
            return self._telling(scope, send)
        if path == LOGOUT or self.settings.sign_in != "proxy" or VISIT_COOKIE in _cookies(scope):
            return send
        if not any(name.lower() == self.settings.proxy_header.lower().encode() for name, _ in scope["headers"]):
            return send

        async def with_visit(message: Message) -> None:
            if message["type"] == "http.response.start" and (b"content-type", b"text/html") in _kinds(message):
                message["headers"] = [*message["headers"], self._cookie(VISIT_COOKIE, secrets.token_urlsafe(24))]
            await send(message)

        return with_visit

    def _telling(self, scope: Scope, send: Send) -> Send:
        """Streamlit's answer with the word for a failure, a cookie that lives as long as a visit, and no tokens."""
        cookies, query = _cookies(scope), parse_qs(scope["query_string"].decode("latin-1"))
        is_led = False

        async def tell(message: Message) -> None:
            nonlocal is_led
            if message["type"] != "http.response.start":
                await send({**message, "body": b""} if is_led else message)
                return
            headers: Headers = message["headers"]
            kept = [pair for pair in headers if not (pair[0] == b"set-cookie" and _TOKENS.match(pair[1]))]
            kept = [(n, self._lived(v)) if n == b"set-cookie" else (n, v) for n, v in kept]
            status, to = message["status"], ""
            if scope["path"] == LOGIN:
                if status >= 400:
                    to = "/?sign_in=provider"
            elif any(n == b"set-cookie" and _SIGNED.match(v) for n, v in kept):
                to = own_address(unquote(cookies.get(WANTED_COOKIE, "")))
                kept.append(self._cookie(WANTED_COOKIE, "", life_s=0))
            elif "error" in query:
                to = "/?sign_in=" + ("denied" if query["error"] == ["access_denied"] else "provider")
            elif "code" in query:
                to = "/?sign_in=failed"
            else:  # where a provider leads after signing out
                to = "/?sign_in=out"
            if to:
                status = 302
                kept = [pair for pair in kept if pair[0] not in (b"location", b"content-length", b"content-type")]
                kept += [(b"location", to.encode("ascii")), (b"content-length", b"0"), (b"cache-control", b"no-store")]
                is_led = True
            await send({**message, "status": status, "headers": kept})

        return tell

    def _lived(self, cookie: bytes) -> bytes:
        lived = _MAX_AGE.sub(b"Max-Age=%d" % (self.settings.most_min * 60), cookie)
        return lived + b"; Secure" if self.settings.is_https and b"secure" not in lived.lower() else lived

    def _cookie(self, name: str, value: str, *, life_s: int | None = None) -> tuple[bytes, bytes]:
        life = "" if life_s is None else f"; Max-Age={life_s}"
        secure = "; Secure" if self.settings.is_https else ""
        return b"set-cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{life}{secure}".encode("ascii")


def _kinds(message: Message) -> list[tuple[bytes, bytes]]:
    return [(name.lower(), value.split(b";")[0].strip()) for name, value in message["headers"]]


def _cookies(scope: Scope) -> dict[str, str]:
    read: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            read |= cookie_parser(value.decode("latin-1"))
    return read


def _slow_down(refusal: TooOften, cookies: dict[str, str]) -> HTMLResponse:
    language = chosen_language(cookies)
    wait = max(1, round(refusal.wait_s + 0.5))
    told = mark("Too many people are signing in at this moment. Please try again in {seconds} seconds.")
    return plain_page(translate(told, language, seconds=wait), language, status=429, headers={"Retry-After": str(wait)})
