"""A database that can only be read, or that has no room left, says which of the two it is, and when it is over."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Connection, event

from assistant.domain.archive import ArchiveItem
from assistant.domain.proposal import Content
from assistant.errors import StorageUnavailable
from assistant.storage.database import Database
from assistant.storage.engine import parse

BIG = [ArchiveItem(f"a{number}", Content(title="가", body="나" * 10_000)) for number in range(200)]


@contextmanager
def only_reading(database: Database, url: str) -> Iterator[tuple[Database, Callable[[], None]]]:
    """The database for somebody who may only read it, and what mends that.

    On a PostgreSQL server it is an account without rights; SQLite's own mode bits are tried in the journey.
    """
    if url.startswith("sqlite"):

        def forbid(connection: Connection) -> None:
            connection.exec_driver_sql("PRAGMA query_only=ON")

        event.listen(database._engine, "begin", forbid)
        yield database, lambda: event.remove(database._engine, "begin", forbid)
        return
    name, here = f"r{secrets.token_hex(6)}", parse(url)
    schema = here.query["options"].partition("search_path=")[2]  # type: ignore[union-attr]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'reader'")  # type: ignore[call-overload]
        server.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")  # type: ignore[call-overload]
        server.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}")  # type: ignore[call-overload]
        reader = Database(here.set(username=name, password="reader").render_as_string(hide_password=False))
        grant = f"GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {name}"
        yield reader, lambda: server.execute(grant) and None  # type: ignore[call-overload]
        reader.close()


def test_a_database_that_can_only_be_read_says_so_until_it_can_be_written(database: Database, url: str) -> None:
    with only_reading(database, url) as (reader, mend):
        with pytest.raises(StorageUnavailable) as refused, reader.write() as records:
            records.facts.put("a", "b")
        assert (refused.value.kind, reader.trouble) == ("read_only", "read_only")
        with reader.read() as records:
            assert len(records.people.all()) == 2
        reader.trouble = ""
        reader.try_writing()
        assert reader.trouble == "read_only"
        mend()
        with reader.write():
            pass
        assert reader.trouble == "read_only", "a transaction that wrote nothing shows nothing"
        with reader.write() as records:
            records.facts.put("a", "b")
        assert reader.trouble == ""


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_database_without_room_says_so_and_keeps_what_it_had(database: Database) -> None:
    def leave_no_room(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=80")

    event.listen(database._engine, "begin", leave_no_room)
    with pytest.raises(StorageUnavailable) as refused, database.write() as records:
        records.archive.put_many(BIG)
    assert (refused.value.kind, database.trouble) == ("full", "full")
    event.remove(database._engine, "begin", leave_no_room)
    with database.read() as records:
        assert records.archive.count() == 0


def test_looking_whether_it_can_be_written_leaves_nothing(database: Database) -> None:
    database.try_writing()
    assert database.trouble == ""
    with database.read() as records:
        assert records.facts.get("writable") is None
