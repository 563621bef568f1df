"""One SQLAlchemy engine, set up so that both databases behave alike.

SQLite begins nothing by itself here (`isolation_level = None`): the engine says BEGIN, a writer says BEGIN IMMEDIATE,
since two transactions that begin as readers cannot both go on to write. PostgreSQL writers take one advisory lock.
Law: there is one writer at a time on a database, across processes; and nothing of people's texts in an error message.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import ConfigurationError

PATIENCE_S = 30.0
"""Longest wait for other writers, for a connection of the pool, and for a server to take a connection."""

_WRITERS_LOCK = 0x_50_52_41
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


def open_engine(url: URL) -> Engine:
    """An engine for `url` as `parse` made it; connects to nothing yet."""
    if url.get_backend_name() == "sqlite":
        engine = _engine(url, {"timeout": PATIENCE_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        wait = {} if "connect_timeout" in url.query else {"connect_timeout": int(PATIENCE_S)}
        engine = _engine(url, wait)
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def for_reading(engine: Engine) -> Engine:
    """`engine`, its transactions reading one unchanging state and unable to write."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def for_writing(engine: Engine, until: float) -> Engine:
    """`engine`, its transactions the only writers, waiting for others until `until` (monotonic seconds) at most."""
    return engine.execution_options(writes_until=until)


def _engine(url: URL, connect_args: Mapping[str, float]) -> Engine:
    return create_engine(
        url,
        connect_args=dict(connect_args),
        hide_parameters=True,
        pool_pre_ping=url.get_backend_name() == "postgresql",
        pool_size=_POOL,
        max_overflow=_POOL_OVERFLOW,
        pool_timeout=PATIENCE_S,
    )


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL; SQLite does not wait by itself here while another process does the same."""
    until = time.monotonic() + PATIENCE_S
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    until = connection.get_execution_options().get("writes_until")
    wait = int(1000 * PATIENCE_S) if until is None else _milliseconds(until)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if until is None else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if until is None else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    until = connection.get_execution_options().get("writes_until")
    if until is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_milliseconds(until)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")


def _milliseconds(until: float) -> int:
    """What is left until `until`; at least 1, because 0 would wait for ever on PostgreSQL."""
    return max(1, int(1000 * (until - time.monotonic())))
