"""Throwing a draft away and taking it back. What was submitted is withdrawn, never thrown away.

Law: for thirty days nothing is lost; from then on nothing of it is left but the acts in the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.journal import Entry
from assistant.domain.person import Person
from assistant.domain.proposal import Proposal, Stage
from assistant.domain.trash import KEPT, is_over
from assistant.errors import NotAllowed, NotFound, StageForbids
from assistant.services.owning import own
from assistant.storage.database import Database
from assistant.storage.records import Records
from assistant.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Trashing:
    """`changed` is called when the index has something to drop or to take up again."""

    database: Database
    now: Callable[[], datetime]
    changed: Callable[[], None]
    vault: Vault

    def throw_away(self, person: Person, proposal_id: str) -> Proposal:
        """Into the trash; only its first author may. Raises NotFound, NotAllowed, StageForbids."""
        at = self.now()
        with self.database.write() as records:
            proposal = self._hers(records, person, proposal_id)
            if proposal.stage is Stage.TRASHED:
                return proposal
            proposal.require_draft("throw away")
            thrown = records.proposals.trash(proposal_id, at)
            records.journal.add(Entry(at, person.id, "throw_away", proposal_id, {}))
        self.changed()
        return thrown

    def take_back(self, person: Person, proposal_id: str) -> Proposal:
        """A draft again, as it was. Raises NotFound, also when its thirty days are over; NotAllowed, StageForbids."""
        at = self.now()
        with self.database.write() as records:
            proposal = self._hers(records, person, proposal_id)
            if proposal.stage is not Stage.TRASHED or proposal.trashed_at is None:
                raise StageForbids("take back", proposal.stage.value)
            if is_over(proposal.trashed_at, at):
                raise NotFound("proposal", proposal_id)
            back = records.proposals.take_back(proposal_id)
            records.journal.add(Entry(at, person.id, "take_back", proposal_id, {}))
        self.changed()
        return back

    def mine(self, person: Person) -> list[Proposal]:
        """What she threw away and can take back, the last first."""
        at = self.now()
        with self.database.read() as records:
            found = records.proposals.of_person(person.id)
        hers = [p for p in found if p.author_id == person.id and p.trashed_at and not is_over(p.trashed_at, at)]
        return sorted(hers, key=lambda each: each.trashed_at or at, reverse=True)

    def empty(self) -> int:
        """Erase everybody's drafts whose thirty days are over; how many."""
        at = self.now()
        with self.database.read() as records:
            if not records.erasing.trashed_before(at - KEPT):
                return 0
        with self.database.write() as records:
            ids = records.erasing.trashed_before(at - KEPT)
            files = records.erasing.erase_drafts(ids)
            for proposal_id in ids:
                records.journal.add(Entry(at, "", "erase", proposal_id, {}))
        for key in files:
            self.vault.drop(key)
        self.changed()
        return len(ids)

    def _hers(self, records: Records, person: Person, proposal_id: str) -> Proposal:
        proposal = own(records.proposals.get(proposal_id), person)
        if proposal.author_id != person.id:
            raise NotAllowed("throw away")
        return proposal
