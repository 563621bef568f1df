"""A group can have a title that a language model suggested, beside a person's name and the machine's key terms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Add `title` and `titled_by` to `clusters`."""
    for name in ("title", "titled_by"):
        op.add_column("clusters", sa.Column(name, WORDS, nullable=False, server_default=""))
