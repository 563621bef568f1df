"""A second process on the same database: `python -m tests.storage.other_process ERRAND URL [WORD]`."""

from __future__ import annotations

import resource
import sys
import time

from assistant.domain.archive import ArchiveItem
from assistant.domain.journal import Entry
from assistant.domain.proposal import Content
from assistant.errors import StorageUnavailable
from assistant.storage.database import Database
from assistant.storage.records import Records
from tests.storage.samples import CARE, NINE

LONGEST_S = 120


def say(word: object) -> None:
    print(word, flush=True)


def put_pair(records: Records, name: str) -> None:
    """Two rows that are only whole together."""
    records.archive.put_many([ArchiveItem(name, Content(title=name))])
    records.journal.add(Entry(NINE, "nobody", "put", name, {}))


def migrate(database: Database, _: str) -> None:
    """Make the tables at the moment the other side says so."""
    sys.stdin.readline()
    database.migrate()
    say("done")


def write(database: Database, word: str) -> None:
    """Twenty transactions, one after another, at the moment the other side says so."""
    sys.stdin.readline()
    for number in range(20):
        with database.write() as records:
            put_pair(records, f"{word} {number}")
    say("done")


def write_on(database: Database, word: str) -> None:
    """One transaction after another until killed; tells each once it is committed."""
    until = time.monotonic() + LONGEST_S
    number = 0
    while time.monotonic() < until:
        with database.write() as records:
            put_pair(records, f"{word} {number}")
        say(number)
        number += 1


def stop_in_the_middle(database: Database, _: str) -> None:
    """Change and add a great deal, say so, and neither commit nor roll back."""
    with database.write() as records:
        for number in range(50):
            put_pair(records, f"half {number}")
        records.archive.put_many([ArchiveItem(f"big {n}", CARE.changed(body="가" * 5_000)) for n in range(500)])
        say("in the middle")
        time.sleep(LONGEST_S)


def hold(database: Database, _: str) -> None:
    """Hold the writers' lock until the other side says so."""
    with database.write():
        say("holding")
        sys.stdin.readline()


def fill(database: Database, _: str) -> None:
    """Run out of room in the middle of a transaction, then find everything as it was before."""
    with database.write() as records:
        put_pair(records, "before")
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
    try:
        with database.write() as records:
            much = [ArchiveItem(f"big {n}", CARE.changed(body="가" * 5_000)) for n in range(500)]
            records.archive.put_many(much)
    except StorageUnavailable as exc:
        say(f"refused: {exc}")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    with database.write() as records:
        put_pair(records, "after")


if __name__ == "__main__":
    errand, url, *words = sys.argv[1:]
    {f.__name__: f for f in (migrate, write, write_on, stop_in_the_middle, hold, fill)}[errand](
        Database(url), "".join(words)
    )
