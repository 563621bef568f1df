"""The app object: Streamlit with our document, our doors and a warm start. As a script, it runs the frame."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from assistant.ui import frame

if __name__ == "__main__":
    frame.run()
else:
    from assistant.config import load_settings
    from assistant.documents.programme import read_tracks
    from assistant.guard import Guard
    from assistant.ui.doors import PAGES, doors
    from assistant.ui.errors import unforeseen
    from assistant.ui.gate import Gate
    from assistant.ui.leaving import end_visit
    from assistant.ui.lost import handlers
    from assistant.ui.provider import secrets_for_streamlit
    from assistant.ui.record import record
    from assistant.ui.session import application, settle
    from assistant.ui.shell import Shell
    from assistant.vote.hall import hall_routes
    from assistant.vote.routes import routes as ballot_routes
    from assistant.wiring import Application

    settings = load_settings()
    track_names = {track.code: track.label("ko") for track in read_tracks(settings.tracks_file)}
    held: list[Application] = []

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
        """Load everything before the first visitor, give it back at the end."""
        opened = application()
        held.append(opened)
        settle()
        yield {}
        opened.close()

    app = st.App(
        "streamlit_app.py",
        secrets=secrets_for_streamlit(settings),
        lifespan=lifespan,
        routes=[
            *doors(
                settings,
                leave=lambda request: end_visit(settings, held[-1].admitting, request),
                record=lambda to: record(held[-1], to),
            ),
            *ballot_routes(lambda: held[-1].contest.voting),
            *hall_routes(lambda: held[-1].contest.staging, settings.vote_url, track_names),
        ],
        middleware=[
            Middleware(Guard, hosts=settings.known_hosts),
            Middleware(Gate, settings=settings),
            Middleware(Shell, pages=PAGES),
        ],
        exception_handlers=handlers(),
        on_script_error=unforeseen,
    )
