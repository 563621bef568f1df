"""The tables of visits and of where a person's roles come from, beside those in `tables`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from assistant.storage.columns import Moment, WordList, Words
from assistant.storage.tables import metadata

visits = Table(
    "visits",
    metadata,
    Column("key", Words, primary_key=True),
    Column("person_id", Words, ForeignKey("people.id"), nullable=False, index=True),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),
    Column("left_at", Moment),
)

role_sources = Table(
    "role_sources",
    metadata,
    Column("person_id", Words, ForeignKey("people.id"), primary_key=True),
    Column("granted", WordList, nullable=False),
    Column("by_group", WordList, nullable=False),
)
