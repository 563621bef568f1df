"""The tables of advice: what was suggested, what people made of it, what left the building for it.

Law: rows are added and not changed, but for a ledger row, which gets its answer once.
"""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from assistant.storage.columns import BigCount, Moment, Words
from assistant.storage.tables import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _of(name: str, table: str, *, indexed: bool = False) -> Column[str]:
    return Column(name, Words, ForeignKey(f"{table}.id"), nullable=False, index=indexed)


advice = Table(
    "advice",
    metadata,
    Column("seq", BigCount, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    _of("proposal_id", "proposals", indexed=True),
    _number("version"),
    _of("asked_by", "people"),
    Column("asked_at", Moment, nullable=False),
)

advice_parts = Table(
    "advice_parts",
    metadata,
    Column("seq", BigCount, primary_key=True),
    _of("advice_id", "advice", indexed=True),
    _text("kind"),
    _text("value"),
    *(_text(name) for name in ("rung", "model", "prompt", "input_hash")),
    Column("seconds", Double, nullable=False),
    *(_number(name) for name in ("input_tokens", "output_tokens")),
    _text("fell_back_because"),
    _number("dropped"),
)

advice_decisions = Table(
    "advice_decisions",
    metadata,
    Column("seq", BigCount, primary_key=True),
    _of("advice_id", "advice", indexed=True),
    *(_text(name) for name in ("kind", "verdict", "text")),
    _of("decided_by", "people"),
    Column("decided_at", Moment, nullable=False),
    _number("edit_distance"),
)

outgoing = Table(
    "outgoing",
    metadata,
    Column("seq", BigCount, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    *(_text(name) for name in ("advice_id", "proposal_id", "person_id", "endpoint", "model", "prompt", "body")),
    Column("sent_at", Moment, nullable=False, index=True),
    Column("status", Words),
    *(_text(name) for name in ("answered_by", "answer")),
    *(_number(name) for name in ("input_tokens", "output_tokens")),
    Column("seconds", Double, nullable=False),
    Column("cost_micro", BigCount, nullable=False),
    Index("ix_outgoing_proposal_id", "proposal_id", "seq"),
)

kept_answers = Table(
    "kept_answers",
    metadata,
    Column("key", Words, primary_key=True),
    *(_text(name) for name in ("model", "answer")),
)

own_tracks = Table(
    "own_tracks",
    metadata,
    Column("proposal_id", Words, ForeignKey("proposals.id"), primary_key=True),
    _text("track"),
    _of("chosen_by", "people"),
    Column("chosen_at", Moment, nullable=False),
)

difference_notes = Table(
    "difference_notes",
    metadata,
    _of("proposal_id", "proposals"),
    _text("item_id"),
    _text("text"),
    _of("written_by", "people"),
    Column("written_at", Moment, nullable=False),
    PrimaryKeyConstraint("proposal_id", "item_id"),
)
