"""What became of finalists after their contest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table."""
    texts = ("finalist", "status", "department", "note", "said_by")
    op.create_table(
        "follow_up_steps",
        sa.Column("seq", COUNT, primary_key=True),
        *(sa.Column(name, WORDS, nullable=False) for name in texts),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_follow_up_steps_finalist", "follow_up_steps", ["finalist", "seq"])
