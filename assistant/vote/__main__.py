"""`python -m assistant.vote HOST PORT`: what `assistant vote-server` becomes."""

from __future__ import annotations

import sys

from assistant.config import load_settings
from assistant.documents.programme import read_tracks
from assistant.vote.hall import hall_routes
from assistant.vote.server import serve
from assistant.wiring_contest import open_contest

if __name__ == "__main__":
    settings = load_settings()
    names = {track.code: track.label("ko") for track in read_tracks(settings.tracks_file)}
    database, contest = open_contest(settings)
    screens = hall_routes(lambda: contest.staging, settings.vote_url, names)
    try:
        serve(contest.voting, sys.argv[1], int(sys.argv[2]), screens)
    finally:
        database.close()
