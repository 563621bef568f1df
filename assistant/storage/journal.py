"""Who did what when, in a hash chain.

Law: entries are added; triggers refuse to change or delete one on both databases, and `chained` shows whoever did.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from assistant.domain.journal import FIRST_LINK, Entry, next_link
from assistant.storage.columns import storable
from assistant.storage.tables import journal

_LAST = select(journal.c.link).order_by(journal.c.seq.desc()).limit(1)


class Journal:
    """The journal of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: Entry) -> None:
        """Write one entry at the end; writers come one by one, so nobody else links to the same entry."""
        entry = _stored_form(entry)
        link = next_link(self._connection.scalar(_LAST) or FIRST_LINK, entry)
        row = {"at": entry.at, "person_id": entry.person_id, "act": entry.act, "subject": entry.subject}
        self._connection.execute(insert(journal), {**row, "facts": entry.facts, "link": link})

    def of(self, subject: str) -> list[Entry]:
        """Everything written about one subject, oldest first."""
        rows = self._connection.execute(select(journal).where(journal.c.subject == subject).order_by(journal.c.seq))
        return [_entry(row) for row in rows]

    def chained(self) -> Iterator[tuple[Entry, str]]:
        """Every entry with its stated link, oldest first."""
        for row in self._connection.execute(select(journal).order_by(journal.c.seq)):
            yield _entry(row), row.link

    def has_link(self, link: str) -> bool:
        """Whether an entry with this link is in the journal."""
        return self._connection.scalar(select(journal.c.seq).where(journal.c.link == link).limit(1)) is not None

    def latest(self) -> datetime | None:
        """When the newest entry was written."""
        found: datetime | None = self._connection.scalar(select(func.max(journal.c.at)))
        return found


def _stored_form(entry: Entry) -> Entry:
    """The entry as it will be read back: a link is made over what is stored."""
    facts = {storable(name): storable(value) for name, value in entry.facts.items()}
    return Entry(entry.at, storable(entry.person_id), storable(entry.act), storable(entry.subject), facts)


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.at, row.person_id, row.act, row.subject, row.facts)
