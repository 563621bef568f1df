"""One SQLAlchemy engine, set up so that both databases behave alike.

SQLite begins nothing by itself here (`isolation_level = None`): the engine says BEGIN, a writer says BEGIN IMMEDIATE,
since two transactions that begin as readers cannot both go on to write. PostgreSQL writers take one advisory lock.
Law: there is one writer at a time on a database, across processes; and nothing of people's texts in an error message.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import ConfigurationError

_WRITERS_LOCK = 5_394_753
"""Key of the PostgreSQL advisory lock that writers hold until they commit."""

_POOL, _POOL_OVERFLOW = 10, 20


def parse(url: str) -> URL:
    """The address of a database, an SQLite path made absolute. Raises ConfigurationError, without the password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:
        raise ConfigurationError("DATABASE_URL is not an address of a database") from exc
    if parsed.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise ConfigurationError(f"DATABASE_URL begins with {parsed.drivername}, not with sqlite or postgresql")
    if not parsed.database or parsed.database == ":memory:" or parsed.query:
        raise ConfigurationError("DATABASE_URL with sqlite needs the path of a file: sqlite:////path/to/file.db")
    return parsed.set(drivername="sqlite+pysqlite", database=str(Path(parsed.database).absolute()))


def open_engine(url: URL, patience_s: float) -> Engine:
    """An engine for `url` as `parse` made it; connects to nothing yet.

    It waits at most `patience_s` for a connection of the pool, for a server, and for a lock.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    connect_args = {"timeout" if is_sqlite else "connect_timeout": patience_s if is_sqlite else max(2, int(patience_s))}
    engine = create_engine(
        url,
        connect_args={name: value for name, value in connect_args.items() if name not in url.query},
        execution_options={"patience_s": patience_s},
        hide_parameters=True,
        pool_pre_ping=not is_sqlite,
        pool_size=_POOL,
        max_overflow=_POOL_OVERFLOW,
        pool_timeout=patience_s,
    )
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite if is_sqlite else _begin_postgresql)
    return engine


def for_reading(engine: Engine) -> Engine:
    """`engine`, its transactions reading one unchanging state and unable to write."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def for_writing(engine: Engine, until: float) -> Engine:
    """`engine`, its transactions the only writers, waiting for others until `until` (monotonic seconds) at most."""
    return engine.execution_options(writes=True, patience_s=until - time.monotonic())


def writing_mark(connection: Connection) -> object:
    """Changes within a transaction as soon as it has written anything."""
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql("SELECT total_changes()").scalar()
    return connection.exec_driver_sql("SELECT pg_current_xact_id_if_assigned()::text").scalar()


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL; SQLite does not wait by itself here while another process does the same."""
    wait_ms: int = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    until = time.monotonic() + wait_ms / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writes = "writes" in connection.get_execution_options()
    cursor = connection.connection.cursor()  # neither pragma waits; SQLAlchemy's own way costs more than both
    cursor.execute(f"PRAGMA busy_timeout={_wait_ms(connection)}")
    cursor.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    cursor.close()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if "writes" in connection.get_execution_options():
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_wait_ms(connection)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")


def _wait_ms(connection: Connection) -> int:
    """How long this transaction may wait for a lock; at least 1, because 0 would wait for ever on PostgreSQL."""
    patience_s: float = connection.get_execution_options()["patience_s"]
    return max(1, int(1000 * patience_s))
