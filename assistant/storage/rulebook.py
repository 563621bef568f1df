"""Every saved text of the contest rules. Law: a version is added, never changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, Table, insert, select

from assistant.domain.rulebook import RulesVersion
from assistant.storage.columns import Moment, Words
from assistant.storage.tables import metadata

rules_versions = Table(
    "rules_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Words, nullable=False),
    Column("saved_by", Words, nullable=False),
    Column("saved_at", Moment, nullable=False),
)


class Rulebook:
    """The rules of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: RulesVersion) -> None:
        """Write one version at the end."""
        row = {"number": version.number, "text": version.text}
        self._connection.execute(
            insert(rules_versions), {**row, "saved_by": version.saved_by, "saved_at": version.saved_at}
        )

    def latest(self) -> RulesVersion | None:
        """The text that counts, None where nothing was saved yet."""
        row = self._connection.execute(select(rules_versions).order_by(rules_versions.c.number.desc()).limit(1)).first()
        return None if row is None else _version(row)

    def all(self) -> list[RulesVersion]:
        """Every version, newest first."""
        rows = self._connection.execute(select(rules_versions).order_by(rules_versions.c.number.desc()))
        return [_version(row) for row in rows]


def _version(row: Row[Any]) -> RulesVersion:
    return RulesVersion(row.number, row.text, row.saved_by, row.saved_at)
