"""Visits after signing in, and where a person's roles come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0036"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "visits",
        sa.Column("key", WORDS, primary_key=True),
        sa.Column("person_id", WORDS, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("left_at", MOMENT),
    )
    op.create_index("ix_visits_person_id", "visits", ["person_id"])
    op.create_index("ix_visits_seen_at", "visits", ["seen_at"])
    op.create_table(
        "role_sources",
        sa.Column("person_id", WORDS, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("granted", sa.Text(), nullable=False),
        sa.Column("by_group", sa.Text(), nullable=False),
    )
