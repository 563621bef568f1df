"""What a database's tables look like from outside: names and plain kinds of columns, the same on both databases.

Tables are read from the database itself and not from this program's own description, so that a copy made by an older
or a newer program is understood too. Law: every value has one spelling in JSON, and reading it back gives the same.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

from assistant.errors import StorageUnavailable

Value = str | int | float | bool | None
Row = dict[str, Value]

NOT_COPIED = ("alembic_version",)
EMPTIED = ("visits",)
"""Tables whose rows stay where they are: whoever is signed in here is not signed in on a copy."""

_KINDS: tuple[tuple[type, str], ...] = (
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "number"),
    (DateTime, "moment"),
    (LargeBinary, "bytes"),
    (Text, "text"),
)

_JSON: dict[str, tuple[type, ...]] = {"text": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float)}


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its name and the kind of each column, in order of names of columns as the table has them."""

    name: str
    columns: Mapping[str, str]


def reflect(connection: Connection) -> Sequence[Table]:
    """Every table of the database but Alembic's, those that others point at first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in NOT_COPIED]


def shape(table: Table) -> Shape:
    """The shape of a reflected table. Raises StorageUnavailable for a column of a kind nobody makes here."""
    return Shape(table.name, {column.name: _kind(column) for column in table.columns})


def outward(kind: str, value: object) -> Value:
    """A value as it comes from the database, in its spelling for JSON: moments in UTC, bytes in base64."""
    if value is None:
        return None
    if kind == "moment":
        assert isinstance(value, datetime)
        at = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return at.isoformat(timespec="microseconds")
    if kind == "bytes":
        assert isinstance(value, bytes)
        return base64.b64encode(value).decode("ascii")
    assert isinstance(value, str | int | float | bool)
    return value


def inward(kind: str, value: Value, dialect: str) -> object:
    """The value for the database. Raises ValueError where it is none of its kind."""
    if value is None:
        return None
    if kind == "moment":
        at = datetime.fromisoformat(str(value))
        return at.astimezone(UTC).replace(tzinfo=None) if dialect == "sqlite" else at
    if kind == "bytes":
        return base64.b64decode(str(value), validate=True)
    wanted = _JSON[kind]
    if not isinstance(value, wanted) or (kind == "integer" and isinstance(value, bool)):
        raise ValueError(f"{value!r} is no {kind}")
    return value


def _kind(column: Column[object]) -> str:
    of = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    for known, kind in _KINDS:
        if isinstance(of, known):
            return kind
    raise StorageUnavailable(f"{column.table.name}.{column.name} is of a kind this program does not know")
