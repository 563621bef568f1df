"""What was said about finalists after their contest. Law: a step is added, never changed; the last one stands."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Column, Connection, Index, Table, insert, select

from assistant.domain.implementation import Status, Step
from assistant.storage.columns import BigCount, Moment, Words
from assistant.storage.tables import metadata

follow_up_steps = Table(
    "follow_up_steps",
    metadata,
    Column("seq", BigCount, primary_key=True),
    *(Column(name, Words, nullable=False) for name in ("finalist", "status", "department", "note", "said_by")),
    Column("at", Moment, nullable=False),
    Index("ix_follow_up_steps_finalist", "finalist", "seq"),
)


class FollowUp:
    """The steps of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, step: Step) -> None:
        """Write one step at the end."""
        row = {"finalist": step.finalist_id, "status": step.status.value, "department": step.department}
        self._connection.execute(insert(follow_up_steps), {**row, "note": step.note, "said_by": step.by, "at": step.at})

    def of(self, finalist_id: str) -> list[Step]:
        """Everything said about one finalist, oldest first."""
        return self.all().get(finalist_id, [])

    def all(self) -> dict[str, list[Step]]:
        """Everything said, by finalist, oldest first."""
        found: dict[str, list[Step]] = defaultdict(list)
        for row in self._connection.execute(select(follow_up_steps).order_by(follow_up_steps.c.seq)):
            step = Step(row.finalist, Status(row.status), row.department, row.note, row.said_by, row.at)
            found[step.finalist_id].append(step)
        return dict(found)
