from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from assistant.domain.journal import Entry
from assistant.storage.database import Database
from assistant.storage.engine import parse

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
        connection.execute("REPLACE INTO journal SELECT seq, at, person_id, 'nothing', subject, facts FROM journal")
    with database.read() as records:
        assert records.journal.of("p") == [SUBMITTED]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_postgresql_journal_is_not_emptied_either(written: Database, url: str) -> None:
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.RaiseException, match="append only"):
        connection.execute("TRUNCATE journal")
    with written.read() as records:
        assert records.journal.of("p") == [SUBMITTED, WITHDRAWN]
