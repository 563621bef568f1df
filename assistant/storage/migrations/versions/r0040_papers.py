"""Attachments, documents taken into drafts, and passages that went into no field."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0030"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def _of(name: str, table: str) -> sa.Column[str]:
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE" if table != "people" else None)
    return sa.Column(name, WORDS, key, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "attachments",
        sa.Column("id", WORDS, primary_key=True),
        _of("proposal_id", "proposals"),
        *_words("kind", "name"),
        sa.Column("size", COUNT, nullable=False),
        *_words("sha256", "address"),
        _of("added_by", "people"),
        sa.Column("added_at", MOMENT, nullable=False),
    )
    op.create_index("ix_attachments_proposal_id", "attachments", ["proposal_id"])
    op.create_index("ix_attachments_sha256", "attachments", ["sha256"])
    op.create_table(
        "taken_documents",
        sa.Column("id", WORDS, primary_key=True),
        _of("proposal_id", "proposals"),
        *_words("name", "sha256"),
        _of("taken_by", "people"),
        sa.Column("taken_at", MOMENT, nullable=False),
    )
    op.create_index("ix_taken_documents_proposal_id", "taken_documents", ["proposal_id"])
    op.create_table(
        "left_passages",
        _of("document_id", "taken_documents"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_words("heading", "text"),
        sa.PrimaryKeyConstraint("document_id", "number"),
    )
