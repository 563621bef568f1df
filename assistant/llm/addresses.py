"""Where texts may go: nowhere, inside the house only, or anywhere, as the organisation's data grades say.

Inside means loopback and the private ranges of RFC 1918 and RFC 4193. A name counts as inside only if every address it
stands for does, and the connection is made to the address that was looked at, so that no second answer of the name
service leads elsewhere. Law: a link-local address (metadata services answer there) is never inside.
"""

from __future__ import annotations

import asyncio
import socket
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

import httpx2

from assistant.errors import AdvisorFailed

_INSIDE: Final = tuple(
    map(ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)


class Reach(StrEnum):
    """The setting ADVICE_ENDPOINTS."""

    OFF = "off"
    INTERNAL = "internal"
    ANY = "any"


def is_inside(address: str) -> bool:
    """Whether an IP address is loopback or private."""
    found: IPv4Address | IPv6Address = ip_address(address.split("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found.version == net.version and found in net for net in _INSIDE)


async def allowed(request: httpx2.Request, reach: Reach) -> httpx2.Request:
    """The request as it may go out; under INTERNAL bound to an address inside. Raises AdvisorFailed (off, refused)."""
    if reach is Reach.ANY:
        return request
    if reach is Reach.OFF:
        raise AdvisorFailed("off", "no text may leave")
    host = request.url.host
    try:
        told = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AdvisorFailed("refused", "the endpoint's name is unknown") from None
    addresses = [str(entry[4][0]) for entry in told]
    if not addresses or not all(map(is_inside, addresses)):
        raise AdvisorFailed("off", "the endpoint is not inside")
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=addresses[0]),
        headers={**request.headers, "host": request.url.netloc.decode("ascii")},
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )
