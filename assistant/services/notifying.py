"""Telling people what happened to something of theirs. Other services write notices in their own transaction.

Law: a notice is written where the act is written, or neither is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.notice import Notice
from assistant.domain.person import Person
from assistant.domain.proposal import Proposal
from assistant.storage.database import Database
from assistant.storage.records import Records


@dataclass(frozen=True, slots=True)
class Notifying:
    """What each person was told; nobody reads another one's notices."""

    database: Database
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def tell(
        self, records: Records, people: Iterable[str], kind: str, subject: str, facts: Mapping[str, str] | None = None
    ) -> None:
        """Write one notice for each of `people` (ids), each once, inside the caller's transaction."""
        at = self.now()
        told = [Notice(self.new_id(), person, at, kind, subject, facts or {}) for person in dict.fromkeys(people)]
        records.notices.add(told)

    def mine(self, person: Person) -> list[Notice]:
        """Everything she was told, newest first."""
        with self.database.read() as records:
            return records.notices.of(person.id)

    def unread(self, person: Person) -> int:
        """How many of them are new."""
        with self.database.read() as records:
            return records.notices.unread(person.id)

    def mark_read(self, person: Person) -> None:
        """She has seen them all."""
        with self.database.write() as records:
            records.notices.mark_read(person.id, self.now())


def authors(proposal: Proposal) -> tuple[str, ...]:
    """Ids of everybody who wrote it."""
    return (proposal.author_id, *proposal.co_author_ids)
