"""Groups of proposals: clusters, where every text stands, the change list, saved views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0020"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NUMBERS = ("x", "y", "near_other", "near_past", "near_adopted")


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "clusters",
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("level", WORDS, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("named_by", WORDS, nullable=False),
        sa.Column("named_at", MOMENT),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("example", WORDS, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.Column("into", WORDS, nullable=False),
    )
    op.create_table(
        "cluster_standings",
        sa.Column("side", WORDS, nullable=False),
        sa.Column("item_id", WORDS, nullable=False),
        sa.Column("idea", WORDS, sa.ForeignKey("clusters.id")),
        sa.Column("theme", WORDS, sa.ForeignKey("clusters.id")),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("is_idea_held", "is_theme_held")),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in ("x", "y", "near_other", "near_past", "near_adopted")
        ),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("side", "item_id"),
    )
    op.create_index("ix_cluster_standings_idea", "cluster_standings", ["idea"])
    op.create_index("ix_cluster_standings_theme", "cluster_standings", ["theme"])
    op.create_table(
        "cluster_moves",
        sa.Column("seq", COUNT, primary_key=True),
        *(sa.Column(name, WORDS, nullable=False) for name in ("side", "item_id", "level")),
        sa.Column("before", WORDS),
        sa.Column("after", WORDS),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", WORDS, nullable=False),
    )
    op.create_index("ix_cluster_moves_at", "cluster_moves", ["at"])
    op.create_table(
        "saved_views",
        sa.Column("person_id", WORDS, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "name"),
    )
