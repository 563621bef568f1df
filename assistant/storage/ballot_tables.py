"""The tables of the competition: polls, roll, box, and what two people enter or confirm.

No row of the box or of the marks has a time, and neither has a hidden row number (SQLite's rowid tells the order of
arrival, so these tables have none). Law: nothing here joins a voter of a secret panel to a paper.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from assistant.storage.columns import Moment, WordList, Words
from assistant.storage.tables import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _poll() -> Column[str]:
    return Column("poll", Words, ForeignKey("polls.id"), nullable=False)


polls = Table(
    "polls",
    metadata,
    Column("id", Words, primary_key=True),
    _text("state"),
    Column("rules", LargeBinary, nullable=False),
    Column("package", LargeBinary, nullable=False),
    *(_text(name) for name in ("seed", "opening", "closing", "salt")),
    Column("open_ids", WordList, nullable=False),
    _number("guesses"),
    Column("made_at", Moment, nullable=False),
)

voters = Table(
    "voters",
    metadata,
    _poll(),
    *(_text(name) for name in ("id", "seat", "panel", "name", "person_id", "department")),
    Column("recused", WordList, nullable=False),
    *(_text(name) for name in ("salt", "verifier")),
    _number("failures"),
    Column("has_entered", Boolean, nullable=False),
    PrimaryKeyConstraint("poll", "id"),
    UniqueConstraint("poll", "seat"),
    sqlite_with_rowid=False,
)

marks = Table(
    "marks",
    metadata,
    *(_text(name) for name in ("poll", "voter", "kind")),
    PrimaryKeyConstraint("poll", "voter"),
    ForeignKeyConstraint(["poll", "voter"], ["voters.poll", "voters.id"]),
    sqlite_with_rowid=False,
)

papers = Table(
    "papers",
    metadata,
    _poll(),
    *(_text(name) for name in ("id", "panel", "voter", "token")),
    _number("number"),
    *(_text(name) for name in ("key", "receipt", "content")),
    _number("position"),
    _text("link"),
    PrimaryKeyConstraint("poll", "id"),
    UniqueConstraint("poll", "token", "number", name="uq_papers_once"),
    UniqueConstraint("poll", "key", name="uq_papers_key"),
    UniqueConstraint("poll", "receipt", name="uq_papers_receipt"),
    UniqueConstraint("poll", "position", name="uq_papers_position"),
    CheckConstraint("number >= 1 AND position >= 1", name="ck_papers_count"),
    sqlite_with_rowid=False,
)

officer_requests = Table(
    "officer_requests",
    metadata,
    Column("id", Words, primary_key=True),
    _poll(),
    *(_text(name) for name in ("act", "subject")),
    Column("asked_by", Words, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Moment, nullable=False),
)

sheets = Table(
    "sheets",
    metadata,
    _poll(),
    *(_text(name) for name in ("sheet", "entered_by", "panel", "voter", "content")),
    PrimaryKeyConstraint("poll", "sheet", "entered_by"),
    sqlite_with_rowid=False,
)
