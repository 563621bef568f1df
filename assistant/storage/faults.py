"""What the database said, turned into this application's own error at the edge of the room.

Law: no SQL and no parameters in the message, for those are people's texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError

from assistant.errors import StorageUnavailable

_READ_ONLY = {"25006", "42501"}
"""SQLSTATEs of PostgreSQL: a transaction that may only read (a standby, a server set so); no right to the table."""
_FULL = {"53100"}


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raise StorageUnavailable for whatever the database refused: locked, full, read-only, gone, not a database."""
    try:
        yield
    except DBAPIError as exc:
        said = str(exc.orig).strip().partition("\n")[0]
        raise StorageUnavailable(said, kind_of(exc.orig)) from exc
    except TimeoutError as exc:
        raise StorageUnavailable("every connection to the database is in use") from exc


def kind_of(fault: BaseException | None) -> str:
    """What a driver's error means to people: "read_only", "full", else "gone"."""
    if isinstance(fault, sqlite3.Error):
        # the low byte is SQLite's primary code; a disk that is full shows as a failed write where it is a quota
        code = getattr(fault, "sqlite_errorcode", 0)
        if code & 0xFF == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_WRITE:
            return "full"
        return "read_only" if code & 0xFF in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM} else "gone"
    state = getattr(fault, "sqlstate", None)
    if state in _FULL:
        return "full"
    return "read_only" if state in _READ_ONLY else "gone"
