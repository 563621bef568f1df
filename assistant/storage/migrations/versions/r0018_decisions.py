"""Decisions say what they rest on. No decision could be written before this step, so the table is made anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make `decisions` with the column `why`."""
    op.drop_index("ix_decisions_proposal_id", "decisions")
    op.drop_table("decisions")
    op.create_table(
        "decisions",
        sa.Column("seq", COUNT, primary_key=True),
        sa.Column("proposal_id", WORDS, sa.ForeignKey("proposals.id"), nullable=False),
        sa.Column("track", WORDS, nullable=False),
        sa.Column("is_finalist", sa.Boolean(), nullable=False),
        *(sa.Column(name, WORDS, nullable=False) for name in ("why", "mean", "reason")),
        sa.Column("made_by", WORDS, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_decisions_proposal_id", "decisions", ["proposal_id"])
