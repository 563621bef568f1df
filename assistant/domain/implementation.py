"""What became of a finalist after the evening: whether it is taken up, and how its carrying-out goes.

Law: winning is not adoption; both are said by a named person, an end without success needs
its reason, and nothing said is erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.domain.archive import Outcome
from assistant.errors import FollowUpForbids, Incomplete


class Status(StrEnum):
    """Where a finalist stands after the contest."""

    UNDECIDED = "undecided"
    NOT_ADOPTED = "not_adopted"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    INFEASIBLE = "infeasible"


NEXT: dict[Status, tuple[Status, ...]] = {
    Status.UNDECIDED: (Status.PLANNED, Status.NOT_ADOPTED),
    Status.NOT_ADOPTED: (Status.PLANNED,),
    Status.PLANNED: (Status.UNDER_WAY, Status.INFEASIBLE),
    Status.UNDER_WAY: (Status.DONE, Status.INFEASIBLE),
    Status.DONE: (),
    Status.INFEASIBLE: (Status.PLANNED,),
}
"""PLANNED is the adoption: a decision to carry it out."""

NEEDS_REASON = frozenset({Status.NOT_ADOPTED, Status.INFEASIBLE})

OUTCOMES = {
    Status.UNDECIDED: Outcome.UNKNOWN,
    Status.NOT_ADOPTED: Outcome.NOT_ADOPTED,
    Status.PLANNED: Outcome.ADOPTED,
    Status.UNDER_WAY: Outcome.ADOPTED,
    Status.DONE: Outcome.RUNNING,
    Status.INFEASIBLE: Outcome.ADOPTED,
}
"""What next year's search says of it. An adopted idea that could not be carried out stays adopted, with the reason."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing said about a finalist: its new status, who carries it out, and why or what is planned."""

    finalist_id: str
    status: Status
    department: str
    note: str
    by: str
    at: datetime


def check_step(before: Status, step: Step) -> None:
    """Raise FollowUpForbids where the status cannot follow `before`, Incomplete without a reason or department."""
    if step.status is not before and step.status not in NEXT[before]:
        raise FollowUpForbids(before.value, step.status.value)
    if step.status in NEEDS_REASON and not step.note.strip():
        raise Incomplete(["reason"])
    if step.status in (Status.PLANNED, Status.UNDER_WAY, Status.DONE) and not step.department.strip():
        raise Incomplete(["department"])
