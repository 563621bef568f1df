"""A request bound to the address that was looked at, so that no second answer of the name service leads elsewhere.

Law: the name stays in the Host header and in the TLS handshake; only where the connection goes is settled here.
"""

from __future__ import annotations

import httpx2


def bound(request: httpx2.Request, address: str) -> httpx2.Request:
    """A copy of `request` that goes to the IP `address`."""
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers={**request.headers, "host": request.url.netloc.decode("ascii")},
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
