"""Notices to people, as stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, select, update

from assistant.domain.notice import Notice
from assistant.storage.review_tables import notices


class Notices:
    """The notices of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, told: Sequence[Notice]) -> None:
        """Write notices down."""
        rows = [
            {"id": n.id, "person_id": n.person_id, "at": n.at, "kind": n.kind, "subject": n.subject, "facts": n.facts}
            for n in told
        ]
        if rows:
            self._connection.execute(insert(notices), rows)

    def of(self, person_id: str) -> list[Notice]:
        """Everything a person was told, the newest first."""
        query = select(notices).where(notices.c.person_id == person_id).order_by(notices.c.seq.desc())
        return [
            Notice(row.id, row.person_id, row.at, row.kind, row.subject, row.facts, row.read_at)
            for row in self._connection.execute(query)
        ]

    def unread(self, person_id: str) -> int:
        """How many she has not read."""
        mine = and_(notices.c.person_id == person_id, notices.c.read_at.is_(None))
        return self._connection.scalar(select(func.count()).select_from(notices).where(mine)) or 0

    def mark_read(self, person_id: str, at: datetime) -> None:
        """Everything she was told so far counts as read."""
        mine = and_(notices.c.person_id == person_id, notices.c.read_at.is_(None))
        self._connection.execute(update(notices).where(mine).values(read_at=at))
