from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from assistant.domain.journal import FIRST_LINK, Entry, next_link, walk
from assistant.storage import migrating
from assistant.storage.database import Database
from assistant.storage.engine import open_engine, parse

from .samples import NINE, after

SUBMITTED = Entry(NINE, "kim", "submit", "p", {"receipt": "2026-0001", "빈 칸": ""})
WITHDRAWN = Entry(after(1), "kim", "withdraw", "p", {})


@pytest.fixture
def written(database: Database) -> Database:
    with database.write() as records:
        records.journal.add(SUBMITTED)
        records.journal.add(Entry(NINE, "lee", "submit", "q", {}))
        records.journal.add(WITHDRAWN)
    return database


def test_entries_on_a_subject_come_back_in_order(written: Database) -> None:
    with written.read() as records:
        assert records.journal.of("p") == [SUBMITTED, WITHDRAWN]
        assert records.journal.of("?") == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET act = 'nothing'", "DELETE FROM journal", "DELETE FROM journal WHERE seq = 1"],
)
def test_nobody_with_the_database_in_hand_changes_or_deletes_an_entry(
    written: Database, url: str, statement: str
) -> None:
    engine = create_engine(parse(url))
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    with written.read() as records:
        assert records.journal.of("p") == [SUBMITTED, WITHDRAWN]


def test_an_sqlite_entry_is_not_replaced_either(sqlite_path: Path) -> None:
    database = Database(f"sqlite:///{sqlite_path}")
    database.migrate()
    with database.write() as records:
        records.journal.add(SUBMITTED)
    with sqlite3.connect(sqlite_path) as connection, pytest.raises(sqlite3.IntegrityError, match="append only"):
        connection.execute(
            "REPLACE INTO journal SELECT seq, at, person_id, 'nothing', subject, facts, link FROM journal"
        )
    with database.read() as records:
        assert records.journal.of("p") == [SUBMITTED]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_postgresql_journal_is_not_emptied_either(written: Database, url: str) -> None:
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RaiseException, match="append only"):
        connection.execute("TRUNCATE journal")
    with written.read() as records:
        assert records.journal.of("p") == [SUBMITTED, WITHDRAWN]


def test_every_entry_is_linked_to_the_one_before(written: Database) -> None:
    with written.read() as records:
        found = walk(records.journal.chained())
    assert (found.entries, found.broken_at) == (3, None)
    assert found.link == next_link(
        next_link(next_link(FIRST_LINK, SUBMITTED), Entry(NINE, "lee", "submit", "q", {})), WITHDRAWN
    )


def test_what_cannot_be_stored_breaks_no_link(database: Database) -> None:
    with database.write() as records:
        records.journal.add(Entry(NINE, "kim\0", "act", "\ud800p", {"a\0": "b\r\n"}))
    with database.read() as records:
        assert walk(records.journal.chained()).broken_at is None


@pytest.mark.parametrize("change", ["act = 'nothing'", "at = '2026-06-01 00:00:09'", "facts = '{}'", "person_id = ''"])
def test_whoever_drops_the_triggers_and_changes_an_entry_is_seen(sqlite_path: Path, change: str) -> None:
    database = Database(f"sqlite:///{sqlite_path}")
    database.migrate()
    with database.write() as records:
        for number in range(3):
            records.journal.add(Entry(after(number), "kim", "submit", "p", {"number": str(number)}))
    with sqlite3.connect(sqlite_path) as connection:
        connection.execute("DROP TRIGGER journal_is_never_changed")
        connection.execute(f"UPDATE journal SET {change} WHERE seq = 2")
    with database.read() as records:
        assert walk(records.journal.chained()).broken_at == 2


def test_a_journal_from_before_the_chain_is_linked_once(url: str) -> None:
    engine = open_engine(parse(url), 5)
    migrating.make_room(parse(url))
    migrating.migrate(engine, until=time.monotonic() + 30, to="0015")
    columns = "INSERT INTO journal (at, person_id, act, subject, facts) VALUES "
    at = ":at" if "sqlite" in url else "CAST(:at AS timestamptz)"
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for number in range(3):
            row = {"at": "2026-06-01 00:00:00.5", "n": str(number), "facts": '{"b": "가", "a": ""}'}
            connection.execute(text(f"{columns} ({at}, 'kim', :n, 'p', :facts)"), row)
    engine.dispose()
    database = Database(url)
    database.migrate()
    with database.write() as records:
        records.journal.add(SUBMITTED)
    with database.read() as records:
        assert walk(records.journal.chained()).broken_at is None
    engine = create_engine(parse(url))
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM journal"))
    engine.dispose()
    database.close()
