"""Small settings of the installation, by name."""

from __future__ import annotations

from sqlalchemy import Connection, select

from assistant.storage.tables import facts
from assistant.storage.writing import upsert


class Facts:
    """The facts of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """The value, or None where nothing was put."""
        return self._connection.scalar(select(facts.c.value).where(facts.c.name == name))

    def put(self, name: str, value: str) -> None:
        """Set or replace the value."""
        upsert(self._connection, facts, [{"name": name, "value": value}])

    def require_writable(self) -> None:
        """Write a fact and take it back; the database refuses where it can only be read."""
        kept = self._connection.begin_nested()
        self.put("writable", "yes")
        kept.rollback()
