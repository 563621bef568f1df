"""Advice in parts, each with its own origin; the ledger of what left; kept answers; authors' own tracks and notes."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0014"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
MOVED = (
    "track",
    "confidence",
    "why",
    "pitch",
    "sources",
    "missing",
    "advisor",
    "model",
    "prompt",
    "input_hash",
    "seconds",
)
COUNTED = ("input_tokens", "output_tokens", "fell_back_because")


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _of(name: str, table: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, sa.ForeignKey(f"{table}.id"), nullable=False)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", COUNT, primary_key=True)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=False)


def upgrade() -> None:
    """Make the new tables and move what was suggested so far into parts."""
    op.create_table(
        "advice_parts",
        _seq(),
        _of("advice_id", "advice"),
        *_words("kind", "value", "rung", "model", "prompt", "input_hash"),
        sa.Column("seconds", sa.Double(), nullable=False),
        *_numbers("input_tokens", "output_tokens"),
        *_words("fell_back_because"),
        *_numbers("dropped"),
    )
    op.create_index("ix_advice_parts_advice_id", "advice_parts", ["advice_id"])
    op.create_table(
        "outgoing",
        _seq(),
        sa.Column("id", WORDS, nullable=False, unique=True),
        *_words("advice_id", "proposal_id", "person_id", "endpoint", "model", "prompt", "body"),
        _moment("sent_at"),
        sa.Column("status", WORDS),
        *_words("answered_by", "answer"),
        *_numbers("input_tokens", "output_tokens"),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("cost_micro", COUNT, nullable=False),
    )
    op.create_index("ix_outgoing_sent_at", "outgoing", ["sent_at"])
    op.create_index("ix_outgoing_proposal_id", "outgoing", ["proposal_id", "seq"])
    op.create_table("kept_answers", sa.Column("key", WORDS, primary_key=True), *_words("model", "answer"))
    whose = sa.Column("proposal_id", WORDS, sa.ForeignKey("proposals.id"), primary_key=True)
    op.create_table("own_tracks", whose, *_words("track"), _of("chosen_by", "people"), _moment("chosen_at"))
    op.create_table(
        "difference_notes",
        _of("proposal_id", "proposals"),
        *_words("item_id", "text"),
        _of("written_by", "people"),
        _moment("written_at"),
        sa.PrimaryKeyConstraint("proposal_id", "item_id"),
    )
    _move()
    for name in (*MOVED, *COUNTED):
        op.drop_column("advice", name)


def _move() -> None:
    connection = op.get_bind()
    names = ", ".join(("id", *MOVED, *COUNTED))
    parts = sa.table("advice_parts", *(sa.column(name) for name in _PART))
    for row in connection.execute(sa.text(f"SELECT {names} FROM advice ORDER BY seq")).mappings().all():  # noqa: S608
        sources = json.loads(row["sources"])
        values = {
            "track": {"track": row["track"], "confidence": row["confidence"], "why": row["why"], "examples": []},
            "pitch": {"sentences": [{"text": row["pitch"], "source": source} for source in sources[:1]]},
            "contents": {"contents": [_missing(name) for name in json.loads(row["missing"])], "question": ""},
        }
        for place, (kind, value) in enumerate(values.items()):
            origin = {name: row[name] for name in ("model", "prompt", "input_hash", "seconds", "fell_back_because")}
            counted = {name: 0 if place else row[name] for name in ("input_tokens", "output_tokens")}
            rung = "offline" if row["advisor"] == "offline" else "model"
            told = {"advice_id": row["id"], "kind": kind, "value": json.dumps(value, ensure_ascii=False), "rung": rung}
            connection.execute(sa.insert(parts).values(**told, **origin, **counted, dropped=0))


def _missing(name: str) -> dict[str, str]:
    return {"name": name, "presence": "missing", "quote": ""}


_PART = (
    *(
        "advice_id",
        "kind",
        "value",
        "rung",
        "model",
        "prompt",
        "input_hash",
        "seconds",
        "input_tokens",
        "output_tokens",
    ),
    *("fell_back_because", "dropped"),
)
