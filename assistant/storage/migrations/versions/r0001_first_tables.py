"""The first tables: people, proposals, archive, advice, journal, vectors, outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CONTENT = ["title", "problem", "idea", "effect", "tools", "needs", "department", "video", "pitch", "track", "body"]

SQLITE_TRIGGERS = (
    """CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END""",
    """CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above
    """CREATE TRIGGER journal_is_never_replaced BEFORE INSERT ON journal
       WHEN EXISTS (SELECT 1 FROM journal WHERE seq = NEW.seq)
       BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END""",
)

POSTGRESQL_TRIGGERS = (
    """CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the journal is append only'; END $$""",
    """CREATE TRIGGER journal_is_never_changed BEFORE UPDATE OR DELETE ON journal
       FOR EACH ROW EXECUTE FUNCTION refuse_journal_change()""",
    """CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON journal
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change()""",
)


def upgrade() -> None:
    """Make every table, and let nobody rewrite the journal."""
    _people_and_proposals()
    _archive()
    _advice()
    _journal()
    _index_and_settings()


def _text(name: str, *more: sa.ForeignKey) -> sa.Column[str]:
    return sa.Column(name, WORDS, *more, nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, WORDS, primary_key=True)


def _content() -> list[sa.Column[str]]:
    return [_text(name) for name in CONTENT]


def _person(name: str) -> sa.Column[str]:
    return _text(name, sa.ForeignKey("people.id"))


def _proposal() -> sa.Column[str]:
    return _text("proposal_id", sa.ForeignKey("proposals.id"))


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=False)


def _seq() -> sa.Column[int]:
    return sa.Column("seq", COUNT, primary_key=True)


def _people_and_proposals() -> None:
    roles = sa.Column("roles", sa.Text(), nullable=False)
    op.create_table("people", _key("id"), _text("name"), _text("department"), roles)
    op.create_table(
        "proposals",
        _key("id"),
        _person("author_id"),
        _text("stage"),
        _number("version"),
        _moment("created_at"),
        _moment("saved_at"),
        sa.Column("submitted_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("receipt", WORDS, unique=True),
        _text("content_hash"),
        *_content(),
    )
    op.create_index("ix_proposals_author_id", "proposals", ["author_id"])
    whose = sa.PrimaryKeyConstraint("proposal_id", "person_id")
    op.create_table("co_authors", _proposal(), _person("person_id"), _number("place"), whose)
    op.create_index("ix_co_authors_person_id", "co_authors", ["person_id"])
    op.create_table(
        "versions",
        _proposal(),
        _number("number"),
        _moment("begun_at"),
        _moment("saved_at"),
        _person("saved_by"),
        sa.Column("is_landmark", sa.Boolean(), nullable=False),
        *_content(),
        sa.PrimaryKeyConstraint("proposal_id", "number"),
    )


def _archive() -> None:
    op.create_table(
        "archive",
        _key("id"),
        _text("outcome"),
        sa.Column("year", sa.Integer()),
        _text("held_by"),
        _text("reason"),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        _text("content_hash"),
        _text("findable"),
        *_content(),
    )
    op.create_index("ix_archive_year", "archive", ["year"])


def _advice() -> None:
    op.create_table(
        "advice",
        _seq(),
        _text("id"),
        _proposal(),
        _number("version"),
        _person("asked_by"),
        _moment("asked_at"),
        _text("track"),
        _number("confidence"),
        *(_text(name) for name in ("why", "pitch")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("sources", "missing")),
        *(_text(name) for name in ("advisor", "model", "prompt", "input_hash")),
        sa.Column("seconds", sa.Double(), nullable=False),
        *(_number(name) for name in ("input_tokens", "output_tokens")),
        _text("fell_back_because"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_advice_proposal_id", "advice", ["proposal_id"])
    op.create_table(
        "advice_decisions",
        _seq(),
        _text("advice_id", sa.ForeignKey("advice.id")),
        *(_text(name) for name in ("kind", "verdict", "text")),
        _person("decided_by"),
        _moment("decided_at"),
        _number("edit_distance"),
    )
    op.create_index("ix_advice_decisions_advice_id", "advice_decisions", ["advice_id"])


def _journal() -> None:
    whose = (_text(name) for name in ("person_id", "act", "subject"))
    op.create_table("journal", _seq(), _moment("at"), *whose, sa.Column("facts", sa.Text(), nullable=False))
    op.create_index("ix_journal_subject", "journal", ["subject", "seq"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _index_and_settings() -> None:
    vector = sa.Column("vector", sa.LargeBinary(), nullable=False)
    whose = sa.PrimaryKeyConstraint("model_id", "content_hash")
    op.create_table("vectors", _text("model_id"), _text("content_hash"), vector, whose)
    op.create_table(
        "outbox",
        *(_text(name) for name in ("kind", "item_id", "op")),
        sa.Column("seq", COUNT, nullable=False, unique=True),
        sa.PrimaryKeyConstraint("kind", "item_id"),
    )
    op.create_table("counters", _key("name"), sa.Column("value", COUNT, nullable=False))
    op.create_table("facts", _key("name"), _text("value"))
