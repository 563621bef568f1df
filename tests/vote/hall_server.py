"""A ballot server that can be killed and is back at once, in the true build and in builds broken on purpose.

`python -m tests.vote.hall_server BUILD URL PORT` loads everything once; each line "go" it reads makes it fork a server
and answer with its pid. Killing that pid loses all a server holds in memory, as `kill -9` of the real one does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

import uvicorn

from assistant.domain.person import Person
from assistant.domain.poll import PollState
from assistant.services.closing import Closing
from assistant.services.polling import Contest, contest_of
from assistant.storage.database import Database
from assistant.storage.records import Records
from assistant.vote.server import ballot_app
from assistant.wiring_contest import build_contest

TRUE, NO_UNIQUE, EARLY_RECEIPT, NO_LOCK = "true", "no-unique", "early-receipt", "no-lock"
LATE_S = 0.05


class LateDatabase(Database):
    """Commits a moment after the receipt was given."""

    @contextmanager
    def write(self) -> Iterator[Records]:
        stack = ExitStack()
        records = stack.enter_context(super().write())
        try:
            yield records
        except BaseException:
            if not stack.__exit__(*sys.exc_info()):
                raise
            return

        def late() -> None:
            time.sleep(LATE_S)
            stack.close()

        self._writer = None
        threading.Thread(target=late).start()


class CarelessClosing(Closing):
    """Reads the box first and closes the poll a moment later, as if nobody could cast in between."""

    def close(self, person: Person, poll_id: str) -> Contest:
        with self.database.read() as records:
            contest = contest_of(records.polls.get(poll_id))
            salted = replace(contest.poll, salt=self.new_salt(), open_ids=(), state=PollState.CLOSED)
            papers = [paper for _, paper, _ in records.box.chained(poll_id)]
            link = (records.box.last(poll_id) or (0, salted.first_link))[1]
            record = self._record(contest_of(salted), records, papers, link)
        time.sleep(LATE_S)
        with self.database.write() as records:
            records.polls.put(closed := replace(salted, closing=record))
        return contest_of(closed)


def forget_uniqueness(path: Path) -> None:
    """Make the box of an SQLite file anew without UNIQUE and without what repeats it in triggers."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        made = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'papers'").fetchone()[0]
        columns = [line for line in made.split("\n") if "UNIQUE" not in line and "PRIMARY KEY" not in line]
        text = "\n".join(columns).replace("WITHOUT ROWID", "")
        connection.execute("DROP TABLE papers")
        connection.execute(text)
        assert "UNIQUE" not in text


class Hall:
    """The forking process, seen from a test. `serve` starts a server, `kill` ends it with SIGKILL."""

    def __init__(self, build: str, url: str, port: int) -> None:
        program = [sys.executable, "-m", "tests.vote.hall_server", build, url, str(port)]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._pid = 0

    def __enter__(self) -> Self:
        self.serve()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def serve(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        self._pid = int(self._process.stdout.readline())

    def kill(self) -> None:
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
        self._pid = 0


def _serve(build: str, url: str, port: int) -> None:
    database = LateDatabase(url) if build == EARLY_RECEIPT else Database(url)
    app = ballot_app(build_contest(database).voting)
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="critical")


def main(build: str, url: str, port: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _serve(build, url, port)
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
