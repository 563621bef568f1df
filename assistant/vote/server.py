"""The ballot alone, for the hall: the same routes, one process, nothing of the rest of the application."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.pulse import Pulse
from assistant.services.voting import Voting
from assistant.vote.routes import routes


def ballot_app(voting: Voting, screens: Sequence[BaseRoute] = ()) -> Starlette:
    """An ASGI application with the ballot, a sign of life, and the big screen's routes where they are given."""

    async def home(request: Request) -> Response:
        return RedirectResponse("/vote", 303)

    async def health(request: Request) -> Response:
        return PlainTextResponse("ok")

    shown = [*routes(lambda: voting), *screens, Route("/", home), Route("/health", health)]
    return Starlette(routes=shown, middleware=[Middleware(Pulse)])


def serve(voting: Voting, host: str, port: int, screens: Sequence[BaseRoute] = ()) -> None:
    """Serve until stopped; requests under way are finished. No access log: it would tell who voted when."""
    import uvicorn

    uvicorn.run(
        ballot_app(voting, screens),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=32 * 1024,
    )
