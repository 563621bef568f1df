"""What the database itself refuses, whoever asks, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, Integer, text
from sqlalchemy.exc import DBAPIError

from assistant.storage.ballot_tables import marks, papers, polls
from assistant.storage.columns import Words
from assistant.storage.database import Database
from assistant.storage.engine import open_engine, parse
from tests.evening import HOST, Evening, evening


@pytest.fixture
def hall(database: Database) -> Evening:
    """An open poll in which S1 has voted."""
    hall = evening(database, experts=1, staff=3)
    hall.open_all()
    hall.cast(hall.enter("S1"), {"F1": 70})
    return hall


@pytest.fixture
def connection(hall: Evening, url: str) -> Iterator[Connection]:
    """Somebody with the database's password and no use for our program."""
    engine: Engine = open_engine(parse(url), 5)
    with engine.connect().execution_options(writes=True) as connection:
        yield connection
    engine.dispose()


COLUMNS = ", ".join(column.name for column in papers.columns)
COPY = f"INSERT INTO papers ({COLUMNS}) SELECT {COLUMNS} FROM papers"
NEXT = (
    f"INSERT INTO papers ({COLUMNS}) SELECT poll, 'x' || id, panel, voter, 'x' || token, number, 'x' || key, "
    "'x' || receipt, content, position + {more}, link FROM papers"
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE papers SET content = '[]'",
        "UPDATE papers SET link = ''",
        "DELETE FROM papers",
        COPY,
        NEXT.format(more=0),
        NEXT.format(more=2),
        "UPDATE polls SET rules = package",
        "UPDATE polls SET package = rules",
        "UPDATE polls SET state = 'created'",
        "UPDATE polls SET state = 'published'",
        "UPDATE polls SET opening = ''",
        "DELETE FROM polls",
        "UPDATE marks SET kind = 'sheet'",
        "DELETE FROM marks",
    ],
)
def test_the_database_refuses_to_rewrite_a_vote(connection: Connection, statement: str) -> None:
    with pytest.raises(DBAPIError):
        connection.execute(text(statement))


def test_a_paper_at_the_end_of_the_chain_is_taken(connection: Connection) -> None:
    """So the refusals above are not refusals of everything."""
    connection.execute(text(NEXT.format(more=1)))


def test_a_closed_poll_takes_nothing_and_does_not_open_again(connection: Connection, hall: Evening) -> None:
    hall.services.closing.close(HOST, hall.poll_id)
    for statement in (NEXT.format(more=1), "UPDATE polls SET state = 'open'", "UPDATE polls SET closing = ''"):
        with pytest.raises(DBAPIError):
            connection.execute(text(statement))
        connection.rollback()


def test_what_replaces_without_deleting_is_refused_too(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        for table in ("papers", "polls, papers, voters, marks, officer_requests, sheets", "marks"):
            with pytest.raises(DBAPIError):
                connection.execute(text(f"TRUNCATE {table} CASCADE"))
            connection.rollback()
        return
    names = ", ".join(column.name for column in polls.columns)
    for statement in (COPY, f"INSERT INTO polls ({names}) SELECT {names} FROM polls"):
        with pytest.raises(DBAPIError):
            connection.execute(text(statement.replace("INSERT", "INSERT OR REPLACE")))
        connection.rollback()


def test_no_row_of_box_and_marks_tells_when_or_in_which_order(connection: Connection, hall: Evening) -> None:
    assert {type(column.type) for table in (papers, marks) for column in table.columns} == {Words, Integer}
    assert {column.name for column in marks.columns} == {"poll", "voter", "kind"}
    for seat in ("S3", "S2"):
        hall.cast(hall.enter(seat), {"F1": 50})
    hall.services.closing.close(HOST, hall.poll_id)
    if connection.dialect.name == "sqlite":
        for table in ("papers", "marks"):
            with pytest.raises(DBAPIError, match="no such column"):
                connection.execute(text(f"SELECT rowid FROM {table}"))
            connection.rollback()
        return
    rows = connection.execute(text("SELECT xmin::text AS transaction, voter FROM marks ORDER BY ctid")).all()
    assert len({row.transaction for row in rows}) == 1
    assert [row.voter for row in rows] == sorted(row.voter for row in rows)


def test_papers_are_written_through_to_the_disk(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
    else:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
