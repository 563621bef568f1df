"""The one door to everything stored: transactions that read, and transactions that write one after another.

Law: what `write` was left with is on the disk; what an error left it with never happened.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from assistant.errors import StorageUnavailable
from assistant.meters import STORAGE_FAULTS
from assistant.storage.copying import Filling, Snapshot, filling, snapshot
from assistant.storage.engine import for_reading, for_writing, open_engine, parse, writing_mark
from assistant.storage.faults import told_plainly
from assistant.storage.migrating import known_revisions, make_room, migrate, newest, revision
from assistant.storage.records import Records

PATIENCE_S = 30.0
"""Longest wait for other writers, for a connection, and for a server."""

_WRITE_LOCKS: dict[str, threading.Lock] = {}
"""One lock for each database of this process, however many `Database` values stand before it."""


class Database:
    """A database by its address; holds connections until `close`.

    Raises ConfigurationError for an address that is none. Every method raises StorageUnavailable where the database
    cannot be reached, read or written, or is kept busy by others for longer than `patience_s`.
    """

    def __init__(self, url: str, *, patience_s: float = PATIENCE_S) -> None:
        self._url = parse(url)
        self._patience_s = patience_s
        self._engine = open_engine(self._url, patience_s)
        self._reading = for_reading(self._engine)
        self._write_lock = _WRITE_LOCKS.setdefault(self._url.render_as_string(), threading.Lock())
        self._writer: int | None = None
        self.trouble = ""
        """"read_only" or "full" since a write was refused for it, until one succeeds."""

    def migrate(self) -> None:
        """Bring the tables to what this program needs; safe at every start and by several processes at once."""
        with told_plainly():
            make_room(self._url)
            migrate(self._engine, until=time.monotonic() + self._patience_s)

    @contextmanager
    def read(self) -> Iterator[Records]:
        """A transaction that sees one unchanging state and cannot write."""
        with told_plainly(), self._reading.begin() as connection:
            yield Records.over(connection)

    @contextmanager
    def write(self) -> Iterator[Records]:
        """The only writing transaction: committed on exit, undone by any error. Not to be begun inside another."""
        until = time.monotonic() + self._patience_s
        has_written = False
        with (
            self._watched(),
            told_plainly(),
            self._sole_writer(),
            for_writing(self._engine, until).begin() as connection,
        ):
            before = writing_mark(connection) if self.trouble else None
            yield Records.over(connection)
            has_written = bool(self.trouble) and writing_mark(connection) != before
        if has_written:
            self.trouble = ""

    def try_writing(self) -> None:
        """Begin to write and leave it; `trouble` says afterwards what stands in the way."""
        with suppress(StorageUnavailable), self.write() as records:
            records.facts.require_writable()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One unchanging state, to be copied out while others write; the tables may be of any revision."""
        with told_plainly(), self._reading.begin() as connection:
            yield snapshot(connection)

    @contextmanager
    def filling(self, revision: str) -> Iterator[Filling]:
        """One transaction that fills an empty database as it was at `revision`. Raises InstallationNotEmpty."""
        with told_plainly(), self._sole_writer():
            make_room(self._url)
            with filling(self._engine, revision, until=time.monotonic() + self._patience_s) as found:
                yield found

    def knows(self, revision: str) -> bool:
        """Whether this program ever had tables of that revision."""
        return revision in known_revisions()

    def is_whole(self) -> bool:
        """Whether the database itself finds its file sound; only SQLite can be asked."""
        with told_plainly(), self._reading.begin() as connection:
            return connection.dialect.name != "sqlite" or (
                connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
            )

    def clock(self) -> datetime | None:
        """The server's own clock; None where the database is a file and has none."""
        with told_plainly(), self._reading.begin() as connection:
            if connection.dialect.name == "sqlite":
                return None
            found: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
            return found

    def is_newest(self) -> bool:
        """Whether the tables are those this program needs."""
        with told_plainly():
            return revision(self._engine) == newest()

    def close(self) -> None:
        """Give the connections back; the value may be used again afterwards."""
        self._engine.dispose()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except StorageUnavailable as fault:
            STORAGE_FAULTS.add(kind=fault.kind)
            if fault.kind in ("read_only", "full"):
                self.trouble = fault.kind
            raise

    @contextmanager
    def _sole_writer(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._writer == me:
            raise RuntimeError("a write transaction was begun inside another one of the same thread")
        if not self._write_lock.acquire(timeout=self._patience_s):
            raise StorageUnavailable("other writers of this process kept the database busy")
        self._writer = me
        try:
            yield
        finally:
            self._writer = None
            self._write_lock.release()
