"""Who may act, as stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from assistant.domain.person import Person, Role
from assistant.errors import NotFound
from assistant.storage.tables import people
from assistant.storage.writing import upsert

_ONE = select(people).where(people.c.id == bindparam("of"))  # built once: every act of everybody reads it


class People:
    """The people of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, person: Person) -> None:
        """Store a person, or replace the one with that id."""
        roles = tuple(sorted(role.value for role in person.roles))
        row = {"id": person.id, "name": person.name, "department": person.department, "roles": roles}
        upsert(self._connection, people, [row])

    def get(self, person_id: str) -> Person:
        """Raises NotFound."""
        row = self._connection.execute(_ONE, {"of": person_id}).one_or_none()
        if row is None:
            raise NotFound("person", person_id)
        return _person(row)

    def all(self) -> list[Person]:
        """Everybody, in the order of their ids."""
        return [_person(row) for row in self._connection.execute(select(people).order_by(people.c.id))]


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.department, frozenset(map(Role, row.roles)))
