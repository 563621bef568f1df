"""Handing a proposal in and taking it back. Complete fields and an open deadline are all it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Programme, Proposal, Stage, check_submittable
from assistant.errors import EditConflict, StageForbids
from assistant.services.owning import own
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class Submitting:
    """Nothing a model said is looked at here."""

    database: Database
    programme: Programme
    now: Callable[[], datetime]
    changed: Callable[[], None]

    def submit(self, person: Person, proposal_id: str, expected_version: int) -> Proposal:
        """Hand it in; the proposal returned carries receipt and time. A second call returns the same receipt.

        Raises NotAllowed, NotFound, StageForbids, Incomplete, DeadlinePassed, or EditConflict when the text stored is
        not the version the person saw.
        """
        person.require("submit", Role.AUTHOR)
        at = self.now()
        with self.database.write() as records:
            proposal = own(records.proposals.get(proposal_id), person)
            if proposal.stage is Stage.SUBMITTED:
                return proposal
            if proposal.version != expected_version:
                raise EditConflict(expected_version, proposal.version)
            check_submittable(proposal, self.programme, at)
            local = at.astimezone(self.programme.closes_at.tzinfo)
            receipt = f"{local.year}-{records.proposals.next_receipt_number(local.year):04d}"
            submitted = records.proposals.submit(proposal_id, receipt, at)
            records.journal.add(Entry(at, person.id, "submit", proposal_id, {"receipt": receipt}))
        self.changed()
        return submitted

    def withdraw(self, person: Person, proposal_id: str) -> Proposal:
        """Take a submitted proposal back; its text and receipt stay. Raises NotFound, StageForbids."""
        at = self.now()
        with self.database.write() as records:
            proposal = own(records.proposals.get(proposal_id), person)
            if proposal.stage is not Stage.SUBMITTED:
                raise StageForbids("withdraw", proposal.stage.value)
            withdrawn = records.proposals.withdraw(proposal_id, at)
            records.journal.add(Entry(at, person.id, "withdraw", proposal_id, {}))
        self.changed()
        return withdrawn
