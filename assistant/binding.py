"""A request to a model as it leaves: bare, and bound to the address that was looked at.

No second answer of the name service leads elsewhere. Law: the name stays in the Host header and in the TLS handshake;
only where the connection goes is settled here.
"""

from __future__ import annotations

from typing import Final

import httpx2

_SENT_HEADERS: Final = frozenset({"host", "connection", "accept", "user-agent", "content-type", "content-length"}) | {
    "authorization"
}


def bound(request: httpx2.Request, address: str) -> httpx2.Request:
    """A copy of `request` that goes to the IP `address`."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers={**request.headers, "host": request.url.netloc.decode("ascii")},
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
    )


def bare(request: httpx2.Request) -> httpx2.Request:
    """The request without organisation, machine details and whatever headers the environment asked for.

    A copy: the library reads its own headers again later. No compression, so that the bytes counted are the bytes read.
    """
    headers = {name: value for name, value in request.headers.items() if name in _SENT_HEADERS}
    headers["accept-encoding"] = "identity"
    return httpx2.Request(
        request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
    )
