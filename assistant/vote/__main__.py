"""`python -m assistant.vote HOST PORT`: what `assistant vote-server` becomes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.metadata import version

from assistant import logs, pulse
from assistant.config import load_settings
from assistant.documents.programme import read_tracks
from assistant.services.observing import Observing
from assistant.vote.hall import hall_routes
from assistant.vote.server import serve
from assistant.wiring_contest import PACKAGE, open_contest

if __name__ == "__main__":
    settings = load_settings()
    names = {track.code: track.label("ko") for track in read_tracks(settings.tracks_file)}
    database, contest = open_contest(settings)
    seen = Observing(database, settings.data_dir, version(PACKAGE), lambda: datetime.now(UTC))
    screens = [
        *hall_routes(lambda: contest.staging, settings.vote_url, names),
        *pulse.routes(seen.ready, seen.figures, settings.watchers),
    ]
    logs.begin()
    try:
        serve(contest.voting, sys.argv[1], int(sys.argv[2]), screens)
    finally:
        database.close()
