"""Who did what when. Law: entries are added; triggers refuse to change or delete one on both databases."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from assistant.domain.journal import Entry
from assistant.storage.tables import journal


class Journal:
    """The journal of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: Entry) -> None:
        """Write one entry at the end."""
        row = {"at": entry.at, "person_id": entry.person_id, "act": entry.act, "subject": entry.subject}
        self._connection.execute(insert(journal), {**row, "facts": entry.facts})

    def of(self, subject: str) -> list[Entry]:
        """Everything written about one subject, oldest first."""
        rows = self._connection.execute(select(journal).where(journal.c.subject == subject).order_by(journal.c.seq))
        return [Entry(row.at, row.person_id, row.act, row.subject, row.facts) for row in rows]
