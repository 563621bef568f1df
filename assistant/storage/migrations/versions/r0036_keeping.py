"""The journal becomes a chain, and a draft can lie in the trash."""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0015"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
FIRST_LINK = sha256(b"proposal-review-assistant journal/1").hexdigest()
JOURNAL = sa.table(
    "journal",
    sa.column("seq", sa.BigInteger()),
    sa.column("at", MOMENT),
    *(sa.column(name, sa.Text()) for name in ("person_id", "act", "subject", "facts", "link")),
)


def upgrade() -> None:
    """Link what is there already, oldest first, with the triggers asleep."""
    op.add_column("proposals", sa.Column("trashed_at", MOMENT, nullable=True))
    op.add_column("journal", sa.Column("link", WORDS, nullable=False, server_default=""))
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    triggers: list[str] = []
    if is_sqlite:
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        found = connection.execute(sa.text(asked)).all()
        triggers = [sql for _, sql in found]
        for name, _ in found:
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute("ALTER TABLE journal DISABLE TRIGGER USER")
    _link(connection)
    if is_sqlite:
        for sql in triggers:
            op.execute(sql)
    else:
        op.execute("ALTER TABLE journal ENABLE TRIGGER USER")
        op.alter_column("journal", "link", server_default=None)


def _link(connection: sa.Connection) -> None:
    link = FIRST_LINK
    rows = connection.execute(sa.select(JOURNAL).order_by(JOURNAL.c.seq)).all()
    linked = []
    for row in rows:
        at = row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
        fields = [
            at.isoformat(timespec="microseconds"), row.person_id, row.act, row.subject, json.loads(row.facts)
        ]  # fmt: skip
        line = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        link = sha256(link.encode() + b"\n" + line).hexdigest()
        linked.append({"of": row.seq, "new": link})
    if linked:
        change = sa.update(JOURNAL).where(JOURNAL.c.seq == sa.bindparam("of")).values(link=sa.bindparam("new"))
        connection.execute(change, linked)
