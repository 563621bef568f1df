"""Statements that both databases need in their own words.

Law: a refused row rolls back alone (a savepoint), so that the caller may catch the refusal and go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

from sqlalchemy import Column, Connection, Insert, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from assistant.errors import NotFound
from assistant.storage.tables import counters

_MOST_AT_ONCE = 500
"""Values in one IN list; SQLite older than 3.32 takes 999."""

_NOUNS = {"people": "person", "proposals": "proposal", "advice": "advice"}
"""What one row of a table is called."""

_COUNT = select(counters.c.value).where(counters.c.name == bindparam("of"))

_T = TypeVar("_T")


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert `rows`, or replace those with the same primary key, in one executemany."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table), rows)


@cache
def _upsert(dialect: str, table: Table) -> Insert:
    keys = [column.name for column in table.primary_key]
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    new = {column.name: insert.excluded[column.name] for column in table.c if column.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=new)


def advance(connection: Connection, name: str, by: int = 1) -> int:
    """Raise a counter by `by` and return it; no gaps, because a rollback takes it back and writers come one by one."""
    value = count(connection, name) + by
    upsert(connection, counters, [{"name": name, "value": value}])
    return value


def count(connection: Connection, name: str) -> int:
    """Where a counter stands; 0 before its first use."""
    return connection.scalar(_COUNT, {"of": name}) or 0


def portions(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """`values` in order, few enough at a time for one IN list."""
    for start in range(0, len(values), _MOST_AT_ONCE):
        yield values[start : start + _MOST_AT_ONCE]


@contextmanager
def refusing(connection: Connection, *references: tuple[Column[str], str]) -> Iterator[None]:
    """Where a row is refused, raise NotFound for the first of `references` (key column, key) that is not there."""
    try:
        with connection.begin_nested():
            yield
    except IntegrityError as exc:
        for column, key in references:
            if connection.scalar(select(column).where(column == key)) is None:
                raise NotFound(_NOUNS[column.table.name], key) from exc
        raise
