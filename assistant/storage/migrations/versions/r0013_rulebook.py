"""The contest rules with their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0001"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """One table."""
    op.create_table(
        "rules_versions",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("saved_by", WORDS, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    )
