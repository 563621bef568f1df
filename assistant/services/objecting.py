"""An author's objection to a released decision, and the organiser's answer with reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.decision import Decision, Objection
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.errors import ShortlistRefused
from assistant.services.docket import require_overseer
from assistant.services.linking import required
from assistant.services.notifying import Notifying, authors
from assistant.services.owning import own
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class Objecting:
    """Upholding an objection changes nothing by itself: the organiser changes the shortlist, with a reason."""

    database: Database
    notifying: Notifying
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def decision(self, person: Person, proposal_id: str) -> Decision | None:
        """What became of her proposal, None before the release; without who decided. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            decided = records.shortlists.decisions().get(proposal_id)
        return None if decided is None else replace(decided, by="")

    def file(self, person: Person, proposal_id: str, text: str) -> Objection:
        """Object to a released decision.

        Raises NotFound, Incomplete, ShortlistRefused: too early, sealed, another one of hers waits.
        """
        objection = Objection(self.new_id(), proposal_id, person.id, self.now(), required(text))
        with self.database.write() as records:
            own(records.proposals.get(proposal_id), person)
            if proposal_id not in records.shortlists.decisions():
                raise ShortlistRefused("not_released")
            if records.shortlists.is_sealed():
                raise ShortlistRefused("sealed")
            mine = [each for each in records.shortlists.objections() if each.proposal_id == proposal_id]
            if any(each.answered_at is None for each in mine):
                raise ShortlistRefused("objections_open", 1)
            records.shortlists.object(objection)
            facts = {"objection": objection.id}
            records.journal.add(Entry(objection.at, person.id, "object", proposal_id, facts))
        return objection

    def answer(self, person: Person, objection_id: str, answer: str, *, uphold: bool) -> None:
        """Answer one; its authors are told.

        Raises NotAllowed, NotFound, Incomplete, ShortlistRefused: answered already, or to her own proposal.
        """
        person.require("answer objections", Role.ORGANISER)
        answer, at = required(answer), self.now()
        with self.database.write() as records:
            objection = records.shortlists.objection(objection_id)
            proposal = records.proposals.get(objection.proposal_id)
            if proposal.belongs_to(person.id):
                raise ShortlistRefused("own")
            if not records.shortlists.answer(objection_id, answer, uphold, person.id, at):
                raise ShortlistRefused("answered")
            facts = {"objection": objection_id, "upheld": str(uphold).lower()}
            records.journal.add(Entry(at, person.id, "answer_objection", proposal.id, facts))
            told = {"answer": answer, "upheld": facts["upheld"]}
            self.notifying.tell(records, authors(proposal), "objection_answered", proposal.id, told)

    def all(self, person: Person) -> list[Objection]:
        """Every objection, oldest first. Raises NotAllowed."""
        require_overseer(person, "see objections")
        with self.database.read() as records:
            return records.shortlists.objections()

    def mine(self, person: Person, proposal_id: str) -> list[Objection]:
        """Those to the decision on her proposal, oldest first, without who answered. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            found = [each for each in records.shortlists.objections() if each.proposal_id == proposal_id]
        return [replace(each, answered_by=None) for each in found]
