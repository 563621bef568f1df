"""New databases get their tables as one copy of what all steps of the migrations made once in this process.

Law: only a database without anything in it is laid; the program's own `migrate` follows and finds nothing to do. What
tests the steps themselves takes them back with `every_step`.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from assistant.storage.database import Database
from assistant.storage.faults import told_plainly
from assistant.storage.migrating import make_room

EVERY_STEP = Database.migrate
_CHANGES = {"CREATE", "ALTER", "DROP", "INSERT", "UPDATE"}
_LAYING = threading.Lock()
_KEPT: list[tempfile.TemporaryDirectory[str]] = []
_POSTGRESQL: list[str] = []
"""What the steps said to the first schema; in one go it takes half the time."""


def migrate(database: Database) -> None:
    """In the place of `Database.migrate`."""
    url = database._url
    if url.get_backend_name() == "sqlite":
        with _LAYING:
            with told_plainly():
                make_room(url)
            if (path := Path(str(url.database))).stat().st_size == 0:
                shutil.copyfile(_template(), path)
    elif "search_path" in str(url.query.get("options")):  # a schema that `postgres.Server.schema` made
        with _LAYING:
            _lay(database)
    EVERY_STEP(database)


@cache
def _template() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="tables-")
    _KEPT.append(folder)
    path = Path(folder.name) / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    EVERY_STEP(database)
    database.close()
    return path


def _lay(database: Database) -> None:
    if not _POSTGRESQL:
        said: list[str] = []
        event.listen(database._engine, "after_cursor_execute", lambda *what: said.append(what[2]))
        EVERY_STEP(database)
        _POSTGRESQL.extend(each for each in said if each.split(None, 1)[0] in _CHANGES)
        return
    address = database._url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace")
        if found.fetchone() == (0,):
            connection.execute(";\n".join(_POSTGRESQL))  # type: ignore[call-overload]


@pytest.fixture
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps one by one, as the program goes them."""
    monkeypatch.setattr(Database, "migrate", EVERY_STEP)
