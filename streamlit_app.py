"""The app object: Streamlit with our document, our doors and a warm start. As a script, it runs the frame."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from assistant.ui import frame

if __name__ == "__main__":
    frame.run()
else:
    from streamlit import logger as streamlit_logger

    from assistant import logs, pulse
    from assistant.config import load_settings
    from assistant.documents.programme import read_tracks
    from assistant.errors import AssistantError
    from assistant.guard import Guard
    from assistant.ui.doors import PAGES, doors
    from assistant.ui.errors import unforeseen
    from assistant.ui.gate import Gate
    from assistant.ui.leaving import end_visit
    from assistant.ui.lost import handlers
    from assistant.ui.provider import refuse_hidden_proxy, secrets_for_streamlit
    from assistant.ui.record import record
    from assistant.ui.session import application, settle
    from assistant.ui.shell import Shell
    from assistant.vote.hall import hall_routes
    from assistant.vote.routes import routes as ballot_routes
    from assistant.wiring import Application

    streamlit_logger.setup_formatter = logs.adopt  # it would give each of its loggers a handler of its own
    logs.begin()
    settings = load_settings()
    refuse_hidden_proxy(settings)
    track_names = {track.code: track.label("ko") for track in read_tracks(settings.tracks_file)}
    held: list[Application] = []

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
        """Load everything before the first visitor, give it back at the end."""
        try:
            held.append(application())
            settle()
        except AssistantError as fault:  # the pages say what is wrong, and every visit tries again
            logging.getLogger("assistant").error("started without its parts: %s", fault)
        yield {}
        for each in held:
            each.close()

    def opened() -> Application:
        """The application, also where it could only be opened after the start. Raises what `wiring.build` raises."""
        if not held:
            held.append(application())
        return held[-1]

    def ready() -> dict[str, str]:
        """How every part is; not ready while nothing could be opened."""
        try:
            return opened().keeping.observing.ready()
        except AssistantError as fault:
            return {"database": type(fault).__name__}

    app = st.App(
        "streamlit_app.py",
        secrets=secrets_for_streamlit(settings),
        lifespan=lifespan,
        routes=[
            *doors(
                settings,
                leave=lambda request: end_visit(settings, opened().doors.admitting, request),
                record=lambda to: record(opened(), to),
            ),
            *ballot_routes(lambda: opened().contest.voting),
            *pulse.routes(ready, lambda: opened().keeping.observing.figures(), settings.watchers),
            *hall_routes(lambda: opened().contest.staging, settings.vote_url, track_names),
        ],
        middleware=[
            Middleware(pulse.Pulse),
            Middleware(Guard, hosts=settings.known_hosts),
            Middleware(Gate, settings=settings),
            Middleware(Shell, pages=PAGES),
        ],
        exception_handlers=handlers(),
        on_script_error=unforeseen,
    )
