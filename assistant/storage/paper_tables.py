"""The tables of documents taken in and of attachments.

Law: bytes of attachments lie beside the database under their hash; a row here is all that leads to them.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, Table

from assistant.storage.columns import BigCount, Moment, Words
from assistant.storage.tables import metadata


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False)


def _of(name: str, other: str) -> Column[str]:
    return Column(name, Words, ForeignKey(f"{other}.id", ondelete="CASCADE"), nullable=False, index=True)


attachments = Table(
    "attachments",
    metadata,
    Column("id", Words, primary_key=True),
    _of("proposal_id", "proposals"),
    _text("kind"),
    _text("name"),
    Column("size", BigCount, nullable=False),
    Column("sha256", Words, nullable=False, index=True),
    _text("address"),
    Column("added_by", Words, ForeignKey("people.id"), nullable=False),
    Column("added_at", Moment, nullable=False),
)

taken_documents = Table(
    "taken_documents",
    metadata,
    Column("id", Words, primary_key=True),
    _of("proposal_id", "proposals"),
    _text("name"),
    _text("sha256"),
    Column("taken_by", Words, ForeignKey("people.id"), nullable=False),
    Column("taken_at", Moment, nullable=False),
)

left_passages = Table(
    "left_passages",
    metadata,
    Column("document_id", Words, ForeignKey("taken_documents.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    _text("heading"),
    _text("text"),
    PrimaryKeyConstraint("document_id", "number"),
)
