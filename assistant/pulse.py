"""Whether it lives, whether it can serve, and what it counts: `/healthz`, `/readyz`, `/metrics`, and a line a request.

Figures are for the machine itself and for listed addresses; a request that came through a proxy is never one of them,
for then everybody has the proxy's address. Law: no address and no name of a page a person chose is written down.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from ipaddress import ip_address, ip_network

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import logs
from assistant.meters import REQUEST_SECONDS, REQUESTS, Reading, exposition

_NO_STORE = {"Cache-Control": "no-store"}
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
AREAS = {
    "_stcore": "stream",
    "static": "static",
    "component": "static",
    "media": "media",
    "vote": "ballot",
    "hall": "hall",
    "healthz": "health",
    "readyz": "health",
    "metrics": "health",
    "health": "health",
}
"""By the first part of a path; everything else is "screens"."""
_QUIET = {"static", "media", "stream", "health", "ballot", "hall"}
"""Areas without a line a request: they are many, or they would tell who voted when."""

Ready = Callable[[], Mapping[str, str]]
"""How every part is: "ok", or one word for what is wrong. A part in FATAL that is not ok takes no visitors."""
FATAL = ("database", "disk")


def routes(ready: Ready, figures: Callable[[], Iterable[Reading]], listed: Iterable[str]) -> list[BaseRoute]:
    """The three addresses; `listed` are addresses or networks besides this machine's own."""
    networks = [ip_network(each.strip()) for each in ("127.0.0.0/8", "::1/128", *listed) if each.strip()]

    def is_near(request: Request) -> bool:
        if request.client is None or any(name in request.headers for name in _FORWARDED):
            return False
        try:
            address = ip_address(request.client.host)
        except ValueError:
            return False
        return any(address in network for network in networks)

    async def alive(request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_NO_STORE)

    def can_serve(request: Request) -> Response:  # not async: it asks the database
        found = ready()
        is_ready = all(found.get(part, "ok") == "ok" for part in FATAL)
        said: Mapping[str, str] = found if is_near(request) else {}
        status = 200 if is_ready else 503
        return JSONResponse({"ready": is_ready, **said}, status, headers=_NO_STORE)

    def metrics(request: Request) -> Response:  # not async: it asks the database
        if not is_near(request):
            return PlainTextResponse("", 404)
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return PlainTextResponse(exposition(figures()), media_type=kind, headers=_NO_STORE)

    return [Route("/healthz", alive), Route("/readyz", can_serve), Route("/metrics", metrics)]


class Pulse:
    """ASGI middleware that counts requests and gives each an id, which its answer carries as X-Request-ID."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, begun, status = secrets.token_hex(8), time.perf_counter(), 500
        area = AREAS.get(scope["path"].split("/", 2)[1], "screens")
        logs.know(request=request)

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request.encode())]
            await send(message)

        try:
            await self.app(scope, receive, marked)
        finally:
            took = time.perf_counter() - begun
            REQUESTS.add(area=area, status=f"{status // 100}xx")
            REQUEST_SECONDS.add(took, area=area)
            if area not in _QUIET:
                method = scope["method"] if scope["method"] in {"GET", "HEAD", "POST"} else "other"
                logs.note("request", area=area, method=method, status=status, ms=round(took * 1000))
