"""Binding a request for advice to an address its organisation lets texts go to."""

from __future__ import annotations

import asyncio
import socket

import httpx2

from assistant.binding import bound
from assistant.domain.reach import Reach, one_inside
from assistant.errors import AdvisorFailed


async def allowed(request: httpx2.Request, reach: Reach) -> httpx2.Request:
    """The request as it may go out; under INTERNAL bound to an address inside. Raises AdvisorFailed (off, refused)."""
    if reach is Reach.ANY:
        return request
    if reach is Reach.OFF:
        raise AdvisorFailed("off", "no text may leave")
    try:
        told = await asyncio.get_running_loop().getaddrinfo(request.url.host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AdvisorFailed("refused", "the endpoint's name is unknown") from None
    address = one_inside([str(entry[4][0]) for entry in told])
    if address is None:
        raise AdvisorFailed("off", "the endpoint is not inside")
    return bound(request, address)
