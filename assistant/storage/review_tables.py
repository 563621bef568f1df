"""The tables of linking, reviewing and the shortlist, beside those in `tables`.

Law: what people said is added to; taking back fills the last columns of the row and removes nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from assistant.storage.columns import BigCount, Moment, WordMap, Words
from assistant.storage.tables import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _seq() -> Column[int]:
    return Column("seq", BigCount, primary_key=True)


def _id() -> Column[str]:
    return Column("id", Words, nullable=False, unique=True)


def _proposal() -> Column[str]:
    return Column("proposal_id", Words, ForeignKey("proposals.id"), nullable=False)


def _person(name: str = "made_by") -> Column[str]:
    return Column(name, Words, ForeignKey("people.id"), nullable=False)


def _said() -> list[Column[Any]]:
    """Who said it, when and why, and who took it back."""
    taken_back: list[Column[Any]] = [
        Column("undone_by", Words),
        Column("undone_at", Moment),
        Column("undone_reason", Words),
    ]
    return [_person(), Column("made_at", Moment, nullable=False), _text("reason"), *taken_back]


links = Table(
    "links",
    metadata,
    _seq(),
    _id(),
    *(_text(name) for name in ("a_side", "a_id", "b_side", "b_id", "relation", "origin")),
    *_said(),
    Index("ix_links_a", "a_id"),
    Index("ix_links_b", "b_id"),
)

canonical_choices = Table("canonical_choices", metadata, _seq(), _proposal(), *_said())

verdicts = Table(
    "verdicts",
    metadata,
    _seq(),
    _id(),
    _proposal(),
    *(_text(name) for name in ("code", "clause", "words", "archive_id")),
    *_said(),
    Index("ix_verdicts_proposal_id", "proposal_id"),
)

notices = Table(
    "notices",
    metadata,
    _seq(),
    _id(),
    _person("person_id"),
    Column("at", Moment, nullable=False),
    _text("kind"),
    _text("subject"),
    Column("facts", WordMap, nullable=False),
    Column("read_at", Moment),
    Index("ix_notices_person_id", "person_id"),
)

assignments = Table(
    "assignments",
    metadata,
    _proposal(),
    _person("reviewer_id"),
    Column("made_at", Moment, nullable=False),
    _person(),
    PrimaryKeyConstraint("proposal_id", "reviewer_id"),
)

reviews = Table(
    "reviews",
    metadata,
    _proposal(),
    _person("reviewer_id"),
    _text("state"),
    Column("scores", WordMap, nullable=False),
    _text("note"),
    Column("made_at", Moment, nullable=False),
    Column("revisions", Integer, nullable=False),
    PrimaryKeyConstraint("proposal_id", "reviewer_id"),
)

recusals = Table(
    "recusals",
    metadata,
    _seq(),
    _proposal(),
    _person("reviewer_id"),
    *_said(),
    Index("ix_recusals_reviewer_id", "reviewer_id"),
)

requests = Table(
    "requests",
    metadata,
    _seq(),
    _id(),
    _proposal(),
    _person(),
    Column("made_at", Moment, nullable=False),
    _text("question"),
    Column("due_at", Moment, nullable=False),
    _text("answer"),
    Column("answered_by", Words, ForeignKey("people.id")),
    Column("answered_at", Moment),
    Index("ix_requests_proposal_id", "proposal_id"),
)

track_confirmations = Table(
    "track_confirmations",
    metadata,
    _seq(),
    _proposal(),
    *(_text(name) for name in ("track", "chosen", "suggested")),
    _person(),
    Column("made_at", Moment, nullable=False),
    Index("ix_track_confirmations_proposal_id", "proposal_id"),
)

shortlist_changes = Table(
    "shortlist_changes",
    metadata,
    _seq(),
    _id(),
    *(_text(name) for name in ("kind", "track", "proposal_id")),
    *_said(),
)

decisions = Table(
    "decisions",
    metadata,
    _seq(),
    _proposal(),
    _text("track"),
    Column("is_finalist", Boolean, nullable=False),
    _text("why"),
    _text("mean"),
    _text("reason"),
    _person(),
    Column("made_at", Moment, nullable=False),
    Index("ix_decisions_proposal_id", "proposal_id"),
)

objections = Table(
    "objections",
    metadata,
    _seq(),
    _id(),
    _proposal(),
    _person(),
    Column("made_at", Moment, nullable=False),
    _text("text"),
    _text("answer"),
    Column("is_upheld", Boolean),
    Column("answered_by", Words, ForeignKey("people.id")),
    Column("answered_at", Moment),
    Index("ix_objections_proposal_id", "proposal_id"),
)

packages = Table(
    "packages",
    metadata,
    _seq(),
    _person(),
    Column("made_at", Moment, nullable=False),
    _text("body"),
    Column("sealed_at", Moment),
)
