"""Every table, as it is now; how it came to be is in `migrations/`.

Law: a change here comes with a migration; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
)

from assistant.domain.proposal import CONTENT_FIELDS
from assistant.storage.columns import BigCount, Moment, WordList, WordMap, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _content() -> list[Column[str]]:
    """One column for each field of Content."""
    return [Column(name, Words, nullable=False) for name in CONTENT_FIELDS]


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


people = Table(
    "people",
    metadata,
    Column("id", Words, primary_key=True),
    _text("name"),
    _text("department"),
    Column("roles", WordList, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Words, primary_key=True),
    Column("author_id", Words, ForeignKey("people.id"), nullable=False, index=True),
    _text("stage"),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("withdrawn_at", Moment),
    Column("trashed_at", Moment),
    Column("receipt", Words, unique=True),
    _text("content_hash"),
    *_content(),
)

co_authors = Table(
    "co_authors",
    metadata,
    Column("proposal_id", Words, ForeignKey("proposals.id"), nullable=False),
    Column("person_id", Words, ForeignKey("people.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("proposal_id", "person_id"),
)

versions = Table(
    "versions",
    metadata,
    Column("proposal_id", Words, ForeignKey("proposals.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("saved_by", Words, ForeignKey("people.id"), nullable=False),
    Column("is_landmark", Boolean, nullable=False),
    *_content(),
    PrimaryKeyConstraint("proposal_id", "number"),
)

archive = Table(
    "archive",
    metadata,
    Column("id", Words, primary_key=True),
    _text("outcome"),
    Column("year", Integer, index=True),
    _text("held_by"),
    _text("reason"),
    Column("is_sample", Boolean, nullable=False),
    _text("content_hash"),
    _text("findable"),
    *_content(),
)

journal = Table(
    "journal",
    metadata,
    Column("seq", BigCount, primary_key=True),
    Column("at", Moment, nullable=False),
    _text("person_id"),
    _text("act"),
    _text("subject"),
    Column("facts", WordMap, nullable=False),
    _text("link"),
    Index("ix_journal_subject", "subject", "seq"),
)

vectors = Table(
    "vectors",
    metadata,
    _text("model_id"),
    _text("content_hash"),
    Column("vector", LargeBinary, nullable=False),
    PrimaryKeyConstraint("model_id", "content_hash"),
)

outbox = Table(
    "outbox",
    metadata,
    _text("kind"),
    _text("item_id"),
    Column("seq", BigCount, nullable=False, unique=True),
    _text("op"),
    PrimaryKeyConstraint("kind", "item_id"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", BigCount, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("name", Words, primary_key=True),
    _text("value"),
)
