"""A whole database out and in again: one unchanging state read while others write, one transaction that fills.

Law: `filling` puts in everything or nothing, whenever the process dies; triggers that guard the journal and the boxes
sleep inside it and are awake again before anybody else sees a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table, insert, select, text

from assistant.errors import StorageUnavailable
from assistant.errors_keeping import InstallationNotEmpty
from assistant.storage import shapes
from assistant.storage.migrating import known_revisions, rebuilding, revision, upgrade
from assistant.storage.records import Records
from assistant.storage.shapes import Row, Shape

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a database, whatever others write meanwhile; of no use after its transaction."""

    connection: Connection
    revision: str
    records: Records
    tables: Mapping[str, Table]

    def shapes(self) -> list[Shape]:
        """Every table, those that others point at first."""
        return [shapes.shape(table) for table in self.tables.values()]

    def rows(self, name: str) -> Iterator[Row]:
        """A table's rows in the order of their keys; none where rows are not to be copied."""
        table = self.tables[name]
        if name in shapes.EMPTIED:
            return
        kinds = shapes.shape(table).columns
        found = self.connection.execute(
            select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": AT_ONCE}
        )
        for row in found:
            yield {name: shapes.outward(kinds[name], value) for name, value in row._mapping.items()}


def snapshot(connection: Connection) -> Snapshot:
    """The state that a reading transaction sees. Raises StorageUnavailable where there are no tables."""
    found = revision(connection)
    if found is None:
        raise StorageUnavailable("there are no tables in the database yet")
    tables = {table.name: table for table in shapes.reflect(connection)}
    return Snapshot(connection, found, Records.over(connection), tables)


@dataclass(frozen=True, slots=True)
class Filling:
    """A database being filled; `finish` brings it to the newest tables and gives its records to be looked at."""

    connection: Connection
    tables: Mapping[str, Table]
    asleep: Sequence[str]
    """SQLite's way of waking a trigger is making it again: the statements."""

    def put(self, wanted: Shape, rows: Iterable[Row]) -> int:
        """Fill a table; how many rows. Raises StorageUnavailable for another shape, ValueError for a wrong value."""
        table = self.tables.get(wanted.name)
        if table is None or dict(shapes.shape(table).columns) != dict(wanted.columns):
            raise StorageUnavailable(f"the table {wanted.name} is not as it was when the copy was made")
        put, dialect = 0, self.connection.dialect.name
        for some in _portions(rows):
            if any(row.keys() != wanted.columns.keys() for row in some):
                raise ValueError(f"a row of {wanted.name} has other columns than its table")
            inside = [
                {name: shapes.inward(kind, row[name], dialect) for name, kind in wanted.columns.items()} for row in some
            ]
            self._insert(table, inside)
            put += len(some)
        return put

    def _insert(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """PostgreSQL takes a stream of rows several times as fast as statements."""
        if self.connection.dialect.name != "postgresql":
            self.connection.execute(insert(table), rows)
            return
        names = ", ".join(f'"{name}"' for name in rows[0])
        cursor = self.connection.connection.cursor()
        try:
            with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as stream:
                for row in rows:
                    stream.write_row(tuple(row.values()))
        finally:
            cursor.close()

    def finish(self) -> Records:
        """Count on where the numbers end, wake the triggers, make the newest tables."""
        if self.connection.dialect.name == "postgresql":
            for table in self.tables.values():
                self._count_on(table)
                self.connection.execute(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))
        for statement in self.asleep:
            self.connection.exec_driver_sql(statement)
        upgrade(self.connection)
        return Records.over(self.connection)

    def _count_on(self, table: Table) -> None:
        for column in table.primary_key.columns:
            asked = text("SELECT pg_get_serial_sequence(:of, :column)")
            counter = self.connection.execute(asked, {"of": f'"{table.name}"', "column": column.name}).scalar()
            last = self.connection.execute(text(f'SELECT max("{column.name}") FROM "{table.name}"')).scalar()  # noqa: S608
            if counter and last is not None:
                self.connection.execute(text("SELECT setval(:counter, :last)"), {"counter": counter, "last": last})


@contextmanager
def filling(engine: Engine, to: str, *, until: float) -> Iterator[Filling]:
    """An empty database with the tables of revision `to` and sleeping triggers.

    Raises InstallationNotEmpty; StorageUnavailable for a revision this program does not know.
    """
    if to not in known_revisions():
        raise StorageUnavailable(f"the tables are of another program's revision {to}")
    with rebuilding(engine, until=until) as connection:
        _refuse_rows(connection)
        if revision(connection) != to:
            _clear(connection)
            upgrade(connection, to)
        tables = {table.name: table for table in shapes.reflect(connection)}
        yield Filling(connection, tables, _put_to_sleep(connection, tables))


def _refuse_rows(connection: Connection) -> None:
    for table in shapes.reflect(connection):
        if connection.execute(select(1).select_from(table).limit(1)).first() is not None:
            raise InstallationNotEmpty(table.name)


def _clear(connection: Connection) -> None:
    """Drop the empty tables of another revision."""
    for table in reversed(shapes.reflect(connection)):
        table.drop(connection)
    connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    if connection.dialect.name == "postgresql":
        here = "pronamespace = current_schema()::regnamespace"
        ours = f"SELECT proname FROM pg_proc WHERE {here} AND proname LIKE 'refuse_%'"  # noqa: S608 - our own words
        for (name,) in connection.execute(text(ours)).all():
            connection.execute(text(f'DROP FUNCTION "{name}"()'))


def _put_to_sleep(connection: Connection, tables: Iterable[str]) -> list[str]:
    if connection.dialect.name == "postgresql":
        for name in tables:
            connection.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
        return []
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
