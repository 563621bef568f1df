"""Linking, verdicts, notices, reviewing and the shortlist."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _seq() -> sa.Column[int]:
    return sa.Column("seq", COUNT, primary_key=True)


def _id() -> sa.Column[str]:
    return sa.Column("id", WORDS, nullable=False, unique=True)


def _of(name: str, table: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, sa.ForeignKey(f"{table}.id"), nullable=False)


def _proposal() -> sa.Column[str]:
    return _of("proposal_id", "proposals")


def _person(name: str = "made_by") -> sa.Column[str]:
    return _of(name, "people")


def _moment(name: str = "made_at") -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=False)


def _said() -> list[sa.Column[Any]]:
    undone: list[sa.Column[Any]] = [
        sa.Column("undone_by", WORDS),
        sa.Column("undone_at", MOMENT),
        sa.Column("undone_reason", WORDS),
    ]
    return [_person(), _moment(), *_words("reason"), *undone]


def _answered() -> list[sa.Column[Any]]:
    by = sa.Column("answered_by", WORDS, sa.ForeignKey("people.id"))
    return [by, sa.Column("answered_at", MOMENT)]


def upgrade() -> None:
    """Make the tables of `review_tables`."""
    _linking()
    _reviewing()
    _shortlisting()


def _linking() -> None:
    sides = _words("a_side", "a_id", "b_side", "b_id", "relation", "origin")
    op.create_table("links", _seq(), _id(), *sides, *_said())
    op.create_index("ix_links_a", "links", ["a_id"])
    op.create_index("ix_links_b", "links", ["b_id"])
    op.create_table("canonical_choices", _seq(), _proposal(), *_said())
    words = _words("code", "clause", "words", "archive_id")
    op.create_table("verdicts", _seq(), _id(), _proposal(), *words, *_said())
    op.create_index("ix_verdicts_proposal_id", "verdicts", ["proposal_id"])
    facts = sa.Column("facts", sa.Text(), nullable=False)
    told = [_person("person_id"), _moment("at"), *_words("kind", "subject"), facts, sa.Column("read_at", MOMENT)]
    op.create_table("notices", _seq(), _id(), *told)
    op.create_index("ix_notices_person_id", "notices", ["person_id"])


def _reviewing() -> None:
    whose = [_proposal(), _person("reviewer_id")]
    key = sa.PrimaryKeyConstraint("proposal_id", "reviewer_id")
    op.create_table("assignments", *whose, _moment(), _person(), key)
    op.create_table(
        "reviews",
        _proposal(),
        _person("reviewer_id"),
        *_words("state"),
        sa.Column("scores", sa.Text(), nullable=False),
        *_words("note"),
        _moment(),
        sa.Column("revisions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "reviewer_id"),
    )
    op.create_table("recusals", _seq(), _proposal(), _person("reviewer_id"), *_said())
    op.create_index("ix_recusals_reviewer_id", "recusals", ["reviewer_id"])
    asked = [_proposal(), _person(), _moment(), *_words("question"), _moment("due_at"), *_words("answer")]
    op.create_table("requests", _seq(), _id(), *asked, *_answered())
    op.create_index("ix_requests_proposal_id", "requests", ["proposal_id"])
    tracks = _words("track", "chosen", "suggested")
    op.create_table("track_confirmations", _seq(), _proposal(), *tracks, _person(), _moment())
    op.create_index("ix_track_confirmations_proposal_id", "track_confirmations", ["proposal_id"])


def _shortlisting() -> None:
    op.create_table("shortlist_changes", _seq(), _id(), *_words("kind", "track", "proposal_id"), *_said())
    is_finalist: sa.Column[bool] = sa.Column("is_finalist", sa.Boolean(), nullable=False)
    why = _words("mean", "reason")
    op.create_table("decisions", _seq(), _proposal(), *_words("track"), is_finalist, *why, _person(), _moment())
    op.create_index("ix_decisions_proposal_id", "decisions", ["proposal_id"])
    said = [_proposal(), _person(), _moment(), *_words("text", "answer"), sa.Column("is_upheld", sa.Boolean())]
    op.create_table("objections", _seq(), _id(), *said, *_answered())
    op.create_index("ix_objections_proposal_id", "objections", ["proposal_id"])
    op.create_table("packages", _seq(), _person(), _moment(), *_words("body"), sa.Column("sealed_at", MOMENT))
