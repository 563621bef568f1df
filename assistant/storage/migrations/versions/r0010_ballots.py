"""The tables of the competition, and triggers that let nobody rewrite a box or put something into a closed one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0018"
branch_labels = None
depends_on = None

WORDS = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

FORWARD = (
    "OLD.state = NEW.state"
    " OR (OLD.state = 'created' AND NEW.state = 'open')"
    " OR (OLD.state = 'open' AND NEW.state = 'closed')"
    " OR (OLD.state = 'closed' AND NEW.state = 'published')"
)
SEALED = (
    "(OLD.state <> 'created' AND (NEW.rules <> OLD.rules OR NEW.package <> OLD.package OR NEW.seed <> OLD.seed))"
    " OR (OLD.opening <> '' AND NEW.opening <> OLD.opening)"
    " OR (OLD.closing <> '' AND NEW.closing <> OLD.closing)"
    " OR (OLD.salt <> '' AND NEW.salt <> OLD.salt)"
    " OR NEW.id <> OLD.id"
)
NEXT = "NEW.position <> (SELECT coalesce(max(position), 0) + 1 FROM papers WHERE poll = NEW.poll)"
ONCE = (
    "SELECT 1 FROM papers WHERE poll = NEW.poll AND (id = NEW.id OR key = NEW.key OR receipt = NEW.receipt"
    " OR (token = NEW.token AND number = NEW.number))"
)


def _sqlite(name: str, when: str, condition: str, sentence: str) -> str:
    condition = f"WHEN {condition} " if condition else ""
    return f"CREATE TRIGGER {name} BEFORE {when} {condition}BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


SQLITE_TRIGGERS = (
    _sqlite("papers_are_never_changed", "UPDATE ON papers", "", "the box is append only"),
    _sqlite("papers_are_never_deleted", "DELETE ON papers", "", "the box is append only"),
    # INSERT OR REPLACE deletes without firing the trigger above
    _sqlite("papers_are_never_replaced", "INSERT ON papers", f"EXISTS ({ONCE})", "the box is append only"),
    _sqlite("papers_follow_one_another", "INSERT ON papers", NEXT, "a paper goes to the end of the chain"),
    _sqlite(
        "papers_only_while_open",
        "INSERT ON papers",
        "(SELECT state FROM polls WHERE id = NEW.poll) IS NOT 'open'",
        "the poll is not open",
    ),
    _sqlite("marks_are_never_changed", "UPDATE ON marks", "", "marks are append only"),
    _sqlite(
        "marks_are_never_deleted",
        "DELETE ON marks",
        "(SELECT state FROM polls WHERE id = OLD.poll) IS NOT 'closed'",
        "marks are append only",
    ),
    _sqlite(
        "marks_are_never_replaced",
        "INSERT ON marks",
        "EXISTS (SELECT 1 FROM marks WHERE poll = NEW.poll AND voter = NEW.voter)",
        "marks are append only",
    ),
    _sqlite("polls_are_never_deleted", "DELETE ON polls", "", "polls are kept"),
    _sqlite(
        "polls_are_never_replaced",
        "INSERT ON polls",
        "EXISTS (SELECT 1 FROM polls WHERE id = NEW.id)",
        "polls are kept",
    ),
    _sqlite("polls_only_go_forward", "UPDATE ON polls", f"NOT ({FORWARD})", "a poll only goes forward"),
    _sqlite("polls_stay_as_opened", "UPDATE ON polls", SEALED, "rules and package are sealed"),
)


def _refusing(name: str, sentence: str, condition: str = "", lock: str = "") -> str:
    """A PostgreSQL trigger function; 23514 (check_violation) is what SQLite's ABORT looks like to the program."""
    refusal = f"RAISE EXCEPTION '{sentence}' USING ERRCODE = '23514';"
    body = f"IF {condition} THEN {refusal} END IF; RETURN coalesce(NEW, OLD);" if condition else refusal
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock} {body} END $$"


def _trigger(name: str, when: str, function: str, each: str = "ROW") -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} FOR EACH {each} EXECUTE FUNCTION {function}()"


# FOR SHARE waits for whoever is closing the poll, so that even a writer without the lock cannot slip in
OPEN_LOCK = "PERFORM 1 FROM polls WHERE id = NEW.poll FOR SHARE;"
POSTGRESQL_TRIGGERS = (
    _refusing("refuse_box_change", "the box is append only"),
    _refusing(
        "refuse_closed_box",
        "the poll is not open",
        "NOT EXISTS (SELECT 1 FROM polls WHERE id = NEW.poll AND state = 'open')",
        OPEN_LOCK,
    ),
    _refusing("refuse_gap", "a paper goes to the end of the chain", NEXT),
    _refusing(
        "refuse_mark_change",
        "marks are append only",
        "TG_OP <> 'DELETE' OR NOT EXISTS (SELECT 1 FROM polls WHERE id = OLD.poll AND state = 'closed')",
    ),
    _refusing("refuse_poll_change", "a poll only goes forward", f"NOT ({FORWARD}) OR {SEALED}"),
    _refusing("refuse_poll_loss", "polls are kept"),
    _trigger("papers_are_never_changed", "UPDATE OR DELETE ON papers", "refuse_box_change"),
    _trigger("papers_are_never_emptied", "TRUNCATE ON papers", "refuse_box_change", "STATEMENT"),
    _trigger("papers_only_while_open", "INSERT ON papers", "refuse_closed_box"),
    _trigger("papers_follow_one_another", "INSERT ON papers", "refuse_gap"),
    _trigger("marks_are_never_changed", "UPDATE OR DELETE ON marks", "refuse_mark_change"),
    _trigger("marks_are_never_emptied", "TRUNCATE ON marks", "refuse_box_change", "STATEMENT"),
    _trigger("polls_only_go_forward", "UPDATE ON polls", "refuse_poll_change"),
    _trigger("polls_are_never_deleted", "DELETE ON polls", "refuse_poll_loss"),
    _trigger("polls_are_never_emptied", "TRUNCATE ON polls", "refuse_poll_loss", "STATEMENT"),
)


def upgrade() -> None:
    """Make the tables, then the triggers."""
    _polls_and_roll()
    _box()
    _two_people()
    for statement in SQLITE_TRIGGERS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _text(name: str, *more: sa.ForeignKey) -> sa.Column[str]:
    return sa.Column(name, WORDS, *more, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _poll() -> sa.Column[str]:
    return _text("poll", sa.ForeignKey("polls.id"))


def _list(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _polls_and_roll() -> None:
    op.create_table(
        "polls",
        sa.Column("id", WORDS, primary_key=True),
        _text("state"),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("rules", "package")),
        *(_text(name) for name in ("seed", "opening", "closing", "salt")),
        _list("open_ids"),
        _number("guesses"),
        sa.Column("made_at", MOMENT, nullable=False),
    )
    op.create_table(
        "voters",
        _poll(),
        *(_text(name) for name in ("id", "seat", "panel", "name", "person_id", "department")),
        _list("recused"),
        *(_text(name) for name in ("salt", "verifier")),
        _number("failures"),
        sa.Column("has_entered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("poll", "id"),
        sa.UniqueConstraint("poll", "seat"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "marks",
        *(_text(name) for name in ("poll", "voter", "kind")),
        sa.PrimaryKeyConstraint("poll", "voter"),
        sa.ForeignKeyConstraint(["poll", "voter"], ["voters.poll", "voters.id"]),
        sqlite_with_rowid=False,
    )


def _box() -> None:
    op.create_table(
        "papers",
        _poll(),
        *(_text(name) for name in ("id", "panel", "voter", "token")),
        _number("number"),
        *(_text(name) for name in ("key", "receipt", "content")),
        _number("position"),
        _text("link"),
        sa.PrimaryKeyConstraint("poll", "id"),
        sa.UniqueConstraint("poll", "token", "number", name="uq_papers_once"),
        sa.UniqueConstraint("poll", "key", name="uq_papers_key"),
        sa.UniqueConstraint("poll", "receipt", name="uq_papers_receipt"),
        sa.UniqueConstraint("poll", "position", name="uq_papers_position"),
        sa.CheckConstraint("number >= 1 AND position >= 1", name="ck_papers_count"),
        sqlite_with_rowid=False,
    )


def _two_people() -> None:
    op.create_table(
        "officer_requests",
        sa.Column("id", WORDS, primary_key=True),
        _poll(),
        *(_text(name) for name in ("act", "subject")),
        _text("asked_by", sa.ForeignKey("people.id")),
        sa.Column("asked_at", MOMENT, nullable=False),
    )
    op.create_table(
        "sheets",
        _poll(),
        *(_text(name) for name in ("sheet", "entered_by", "panel", "voter", "content")),
        sa.PrimaryKeyConstraint("poll", "sheet", "entered_by"),
        sqlite_with_rowid=False,
    )
