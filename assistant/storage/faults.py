"""What the database said, turned into this application's own error at the edge of the room.

Law: no SQL and no parameters in the message, for those are people's texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError

from assistant.errors import StorageUnavailable


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raise StorageUnavailable for whatever the database refused: locked, full, read-only, gone, not a database."""
    try:
        yield
    except DBAPIError as exc:
        said = str(exc.orig).strip().partition("\n")[0]
        raise StorageUnavailable(said) from exc
    except TimeoutError as exc:
        raise StorageUnavailable("every connection to the database is in use") from exc
