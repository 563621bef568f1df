"""The tables of groups, beside those in `tables`.

Law: a cluster's row is never deleted, so that its id is never used again; the change list is only added to.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from assistant.storage.columns import BigCount, Moment, WordList, WordMap, Words
from assistant.storage.tables import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


clusters = Table(
    "clusters",
    metadata,
    Column("id", Words, primary_key=True),
    _text("level"),
    Column("made_at", Moment, nullable=False),
    _text("name"),
    _text("named_by"),
    Column("named_at", Moment),
    Column("terms", WordList, nullable=False),
    _text("example"),
    Column("version", Integer, nullable=False),
    Column("retired_at", Moment),
    _text("into"),
    Column("title", Words, nullable=False, server_default=""),
    Column("titled_by", Words, nullable=False, server_default=""),
)

standings = Table(
    "cluster_standings",
    metadata,
    _text("side"),
    _text("item_id"),
    Column("idea", Words, ForeignKey("clusters.id"), index=True),
    Column("theme", Words, ForeignKey("clusters.id"), index=True),
    *(Column(name, Boolean, nullable=False) for name in ("is_idea_held", "is_theme_held")),
    *(Column(name, Double, nullable=False) for name in ("x", "y", "near_other", "near_past", "near_adopted")),
    Column("since", Moment, nullable=False),
    PrimaryKeyConstraint("side", "item_id"),
)

moves = Table(
    "cluster_moves",
    metadata,
    Column("seq", BigCount, primary_key=True),
    _text("side"),
    _text("item_id"),
    _text("level"),
    Column("before", Words),
    Column("after", Words),
    Column("at", Moment, nullable=False),
    _text("by"),
    Index("ix_cluster_moves_at", "at"),
)

views = Table(
    "saved_views",
    metadata,
    Column("person_id", Words, ForeignKey("people.id"), nullable=False),
    _text("name"),
    Column("conditions", WordMap, nullable=False),
    Column("saved_at", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "name"),
)
