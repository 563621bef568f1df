"""Following a finalist after the evening: taken up or not, planned, under way, done, or not to be done and why.

Law: a step is said by an organiser, told to the authors, and carried into the archive in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.announcement import Placed
from assistant.domain.implementation import OUTCOMES, Status, Step, check_step
from assistant.domain.journal import Entry
from assistant.domain.package import PackagedFinalist
from assistant.domain.person import Person, Role
from assistant.domain.poll import PollState
from assistant.errors import EditConflict
from assistant.services.awarding import announced, archive_item, finalist_of
from assistant.services.notifying import Notifying
from assistant.services.polling import Contest, contest_of
from assistant.storage.database import Database
from assistant.storage.records import Records

FOLLOW_UP = "follow_up"
"""Kind of the notice. Facts: title, status, department, note."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A finalist of a published contest and everything said about it since, oldest first."""

    contest: Contest
    finalist: PackagedFinalist
    placed: Placed
    steps: tuple[Step, ...]

    @property
    def status(self) -> Status:
        """Where it stands."""
        return status_of(self.steps)


@dataclass(frozen=True, slots=True)
class Implementing:
    """`changed` is called when the archive has changed."""

    database: Database
    notifying: Notifying
    now: Callable[[], datetime]
    changed: Callable[[], None]

    def all(self) -> list[Followed]:
        """Every finalist of every published contest, newest contest first, by track and place. Anybody may read it."""
        with self.database.read() as records:
            steps = records.follow_up.all()
            found = [announced(records, poll) for poll in records.polls.all() if poll.state is PollState.PUBLISHED]
        return [
            Followed(each.contest, each.titles[name], placed, tuple(steps.get(name, ())))
            for each in found
            for placed in each.announcement.placed
            for name in (placed.standing.finalist.name,)
        ]

    def say(self, person: Person, finalist_id: str, status: Status, department: str, note: str, expected: int) -> Step:
        """Add a step; `expected` is how many the person saw. The same status again is a progress note.

        Raises NotAllowed, NotFound, FollowUpForbids, Incomplete, EditConflict.
        """
        person.require("follow up", Role.ORGANISER)
        step = Step(finalist_id, status, department.strip(), note.strip(), person.id, self.now())
        with self.database.write() as records:
            polls = [poll for poll in records.polls.all() if poll.state is PollState.PUBLISHED]
            contest, finalist = finalist_of([contest_of(poll) for poll in polls], finalist_id)
            before = records.follow_up.of(finalist_id)
            if len(before) != expected:
                raise EditConflict(expected, len(before))
            check_step(status_of(before), step)
            records.follow_up.add(step)
            self._tell(records, contest, finalist, step)
            facts = {"status": status.value, "department": step.department}
            records.journal.add(Entry(step.at, person.id, "follow_up", finalist_id, facts))
        self.changed()
        return step

    def _tell(self, records: Records, contest: Contest, finalist: PackagedFinalist, step: Step) -> None:
        known = {each.id for each in records.people.all()}
        people = [author for author in finalist.author_ids if author in known]
        facts = {
            "title": finalist.title,
            "status": step.status.value,
            "department": step.department,
            "note": step.note,
        }
        self.notifying.tell(records, people, FOLLOW_UP, finalist.id, facts)
        found = announced(records, contest.poll)
        placed = next(each for each in found.announcement.placed if each.standing.finalist.name == finalist.id)
        year = records.archive.get_many([f"FINAL-{finalist.id}"])
        first = next(iter(year.values()), None)
        item = archive_item(
            contest,
            finalist,
            placed.awards,
            OUTCOMES[step.status],
            step.note,
            (first and first.year) or step.at.year,
        )
        records.archive.put_many([item])


def status_of(steps: tuple[Step, ...] | list[Step]) -> Status:
    """Where a finalist stands after these steps."""
    return steps[-1].status if steps else Status.UNDECIDED
