"""What the hall sees on the big screen: who presents, how many have voted, the clock, then the awards one by one.

Law: while a poll is open the screen knows how many papers there are and never what one says; after closing it knows the
steps that were revealed and no further one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.domain.announcement import Reveal, reveals
from assistant.domain.journal import Entry
from assistant.domain.package import PackagedFinalist
from assistant.domain.person import Person, Role
from assistant.domain.poll import PanelTurnout, Poll, PollState
from assistant.services.awarding import announced
from assistant.services.polling import Contest, Polling, contest_of
from assistant.storage.database import Database
from assistant.storage.records import Records

LONGEST_TIMER_S = 3600


@dataclass(frozen=True, slots=True)
class Screen:
    """The big screen right now. `turnout` is of what is open; `until` is when the host's clock runs out."""

    contest: Contest
    presenting: tuple[PackagedFinalist, ...]
    turnout: tuple[PanelTurnout, ...]
    until: datetime | None
    now: datetime
    revealed: tuple[Reveal, ...]
    steps: int


@dataclass(frozen=True, slots=True)
class Staging:
    """The stage of one installation; what was revealed and the clock outlive a restart."""

    database: Database
    polling: Polling
    now: Callable[[], datetime]

    def screen(self, poll_id: str) -> Screen:
        """What everybody in the hall may see. Raises NotFound."""
        with self.database.read() as records:
            poll = records.polls.get(poll_id)
            steps = _steps(records, poll) if _shown(records, poll_id) else ()
            shown, until = _shown(records, poll_id), _until(records, poll_id)
        contest = contest_of(poll)
        open_now = tuple(each for each in contest.finalists if each.id in poll.open_ids)
        is_open = poll.state is PollState.OPEN
        turnout = self.polling.open_turnout(poll_id) if is_open and open_now else ()
        return Screen(
            contest=contest,
            presenting=open_now,
            turnout=turnout,
            until=until if is_open else None,
            now=self.now(),
            revealed=steps[:shown],
            steps=len(steps),
        )

    def start_timer(self, person: Person, poll_id: str, seconds: int) -> datetime | None:
        """Show a clock for `seconds` (0: none); it closes nothing. Raises NotAllowed, NotFound, PollForbids."""
        person.require("set the timer", Role.ORGANISER)
        until = self.now() + timedelta(seconds=min(seconds, LONGEST_TIMER_S)) if seconds > 0 else None
        with self.database.write() as records:
            records.polls.get(poll_id).require("set the timer", PollState.OPEN)
            records.facts.put(f"timer {poll_id}", until.isoformat() if until else "")
        return until

    def rehearsed_steps(self, person: Person, poll_id: str) -> int:
        """How many steps the reveal will have. Raises NotAllowed, NotFound, PollForbids before closing, PanelSilent."""
        person.require("reveal", Role.ORGANISER)
        with self.database.read() as records:
            return len(_steps(records, records.polls.get(poll_id)))

    def reveal(self, person: Person, poll_id: str, expected: int) -> int:
        """Show one step more; how many are shown then. `expected` were shown when the button was pressed.

        A second press of the same button shows no second step. Raises NotAllowed, NotFound, PollForbids, PanelSilent.
        """
        person.require("reveal", Role.ORGANISER)
        with self.database.write() as records:
            steps, shown = _steps(records, records.polls.get(poll_id)), _shown(records, poll_id)
            if shown == expected and shown < len(steps):
                shown += 1
                records.facts.put(f"revealed {poll_id}", str(shown))
                records.journal.add(Entry(self.now(), person.id, "reveal", poll_id, {"step": str(shown)}))
        return shown


def _steps(records: Records, poll: Poll) -> tuple[Reveal, ...]:
    """Raises PollForbids before closing."""
    return reveals(announced(records, poll).announcement)


def _shown(records: Records, poll_id: str) -> int:
    return int(records.facts.get(f"revealed {poll_id}") or 0)


def _until(records: Records, poll_id: str) -> datetime | None:
    kept = records.facts.get(f"timer {poll_id}")
    return datetime.fromisoformat(kept) if kept else None
