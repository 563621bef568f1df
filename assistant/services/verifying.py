"""Whether what must never change has not: the journal's chain and every box.

Law: only what lies in the database is looked at, within one transaction; nothing is mended.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.journal import ChainEnd
from assistant.domain.journal import walk as walk_journal
from assistant.domain.paper import walk as walk_box
from assistant.domain.poll import PollState
from assistant.errors_voting import BoxBroken
from assistant.services.closing import Closing
from assistant.storage.database import Database
from assistant.storage.records import Records


@dataclass(frozen=True, slots=True)
class BoxSeen:
    """A poll's box: how many papers, the last link, and what does not fit."""

    poll: str
    papers: int
    link: str
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Chains:
    """Everything that is chained."""

    journal: ChainEnd
    boxes: tuple[BoxSeen, ...]

    def faults(self) -> list[str]:
        """Where a chain does not hold, a short fact each; empty: all hold."""
        found = [f"journal entry {self.journal.broken_at}"] if self.journal.broken_at else []
        return found + [f"box {box.poll}: {box.broken}" for box in self.boxes if box.broken]


@dataclass(frozen=True, slots=True)
class Verifying:
    """`closing` knows what the record of a closed poll has to say."""

    database: Database
    closing: Closing

    def chains(self) -> Chains:
        """Follow all of them now. Raises StorageUnavailable."""
        with self.database.read() as records:
            return self.over(records)

    def over(self, records: Records) -> Chains:
        """The same within a transaction."""
        journal = walk_journal(records.journal.chained())
        return Chains(journal, tuple(self._box(records, poll.id) for poll in records.polls.all()))

    def _box(self, records: Records, poll_id: str) -> BoxSeen:
        poll = records.polls.get(poll_id)
        papers, link = records.box.last(poll_id) or (0, poll.first_link)
        if poll.state in (PollState.CLOSED, PollState.PUBLISHED):
            breaks = self.closing.breaks(records, poll_id)
        else:
            breaks = walk_box(poll.first_link, records.box.chained(poll_id), link, papers)
        return BoxSeen(poll_id, papers, link, str(BoxBroken(breaks)) if breaks else "")
