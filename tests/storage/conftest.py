"""Every test that takes `url` or `database` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.storage.database import Database

from . import postgres
from .samples import KIM, LEE


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server for the whole run."""
    try:
        with postgres.running() as server:
            yield server
    except postgres.NoServer as exc:
        pytest.skip(f"no PostgreSQL to test with: {exc}")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that has no tables yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/assistant.sqlite"
    server: postgres.Server = request.getfixturevalue("server")
    return server.schema()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with tables and two people in it."""
    database = Database(url)
    database.migrate()
    with database.write() as records:
        records.people.put(KIM)
        records.people.put(LEE)
    yield database
    database.close()


@pytest.fixture
def sqlite_path(tmp_path: Path) -> Path:
    """Where an SQLite file may be made; its folder does not exist."""
    return tmp_path / "var" / "assistant.sqlite"
