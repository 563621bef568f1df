"""Every minute's state of a proposal's text.

Law: a text saved as a landmark, and the last text of every minute and every person, is never overwritten.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from assistant.domain.proposal import Content, Version
from assistant.storage.contents import from_row, to_columns
from assistant.storage.tables import versions

_OPEN_FOR = timedelta(seconds=60)
"""So long after it was begun, a version takes later saves of the same person."""

# Built once: making and hashing a statement anew costs more than running it, and this is done at every autosave.
_OF = versions.c.proposal_id == bindparam("of")
_LAST = (
    select(versions.c.number, versions.c.begun_at, versions.c.saved_by, versions.c.is_landmark)
    .where(_OF)
    .order_by(versions.c.number.desc())
    .limit(1)
)
_CHANGE = update(versions).where(_OF, versions.c.number == bindparam("at_number"))


class Versions:
    """The versions of one database, over one transaction; used by `Proposals` alone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, proposal_id: str, content: Content, *, by: str, at: datetime, is_landmark: bool) -> None:
        """Append a version, or put `content` into the last one while that is open for `by`."""
        last = self._last(proposal_id)
        if last is None or is_landmark or not _is_open(last.begun_at, last.saved_by, last.is_landmark, by, at):
            number = 1 if last is None else last.number + 1
            row = {"proposal_id": proposal_id, "number": number, "begun_at": at, "saved_at": at, "saved_by": by}
            self._connection.execute(insert(versions), {**row, "is_landmark": is_landmark, **to_columns(content)})
        else:
            self._update(proposal_id, last.number, saved_at=at, **to_columns(content))

    def close(self, proposal_id: str) -> None:
        """Make the last version a landmark."""
        if last := self._last(proposal_id):
            self._update(proposal_id, last.number, is_landmark=True)

    def of(self, proposal_id: str) -> list[Version]:
        """All of them, oldest first."""
        query = select(versions).where(versions.c.proposal_id == proposal_id).order_by(versions.c.number)
        return [Version(r.number, from_row(r), r.saved_at, r.saved_by) for r in self._connection.execute(query)]

    def _last(self, proposal_id: str) -> Row[int, datetime, str, bool] | None:
        return self._connection.execute(_LAST, {"of": proposal_id}).one_or_none()

    def _update(self, proposal_id: str, number: int, **new: object) -> None:
        self._connection.execute(_CHANGE, {"of": proposal_id, "at_number": number, **new})


def _is_open(begun_at: datetime, saved_by: str, is_landmark: bool, by: str, at: datetime) -> bool:
    """Whether a version still takes saves; never after a clock was set back."""
    return not is_landmark and saved_by == by and timedelta(0) <= at - begun_at <= _OPEN_FOR
