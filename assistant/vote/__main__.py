"""`python -m assistant.vote HOST PORT`: what `assistant vote-server` becomes."""

from __future__ import annotations

import sys

from assistant.config import load_settings
from assistant.vote.server import serve
from assistant.wiring_contest import open_contest

if __name__ == "__main__":
    database, contest = open_contest(load_settings())
    try:
        serve(contest.voting, sys.argv[1], int(sys.argv[2]))
    finally:
        database.close()
