"""Visits, and where a person's roles come from, as stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from assistant.domain.person import Role
from assistant.domain.visit import Visit
from assistant.storage.visit_tables import role_sources, visits
from assistant.storage.writing import upsert

_ONE = select(visits).where(visits.c.key == bindparam("of"))  # built once: every act of everybody reads it


class Visits:
    """The visits of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Visit | None:
        """The visit of that key, None where there is none."""
        row = self._connection.execute(_ONE, {"of": key}).one_or_none()
        return Visit(row.key, row.person_id, row.began_at, row.seen_at, row.left_at) if row else None

    def put(self, visit: Visit) -> None:
        """Store a visit, or replace the one with that key."""
        row = {"key": visit.key, "person_id": visit.person_id, "began_at": visit.began_at}
        upsert(self._connection, visits, [{**row, "seen_at": visit.seen_at, "left_at": visit.left_at}])

    def touch(self, key: str, at: datetime) -> None:
        """Something was done at that moment."""
        self._connection.execute(update(visits).where(visits.c.key == key).values(seen_at=at))

    def forget_before(self, moment: datetime) -> None:
        """Delete what was last seen before; whatever opened those has expired by itself."""
        self._connection.execute(delete(visits).where(visits.c.seen_at < moment))

    def roles(self, person_id: str) -> tuple[frozenset[Role], frozenset[Role]] | None:
        """The roles people gave and those by groups, None where nobody wrote them down yet."""
        query = select(role_sources).where(role_sources.c.person_id == person_id)
        row = self._connection.execute(query).one_or_none()
        return (frozenset(map(Role, row.granted)), frozenset(map(Role, row.by_group))) if row else None

    def put_roles(self, person_id: str, granted: Iterable[Role], by_group: Iterable[Role]) -> None:
        """Write down where the roles come from."""
        row = {"person_id": person_id, "granted": tuple(sorted(granted)), "by_group": tuple(sorted(by_group))}
        upsert(self._connection, role_sources, [row])
