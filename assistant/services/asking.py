"""Asking a proposal's authors something during the review, with a deadline; they answer on their own pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.criteria import Criteria
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Stage
from assistant.domain.request import Request
from assistant.errors import ReviewRefused
from assistant.services.docket import Docket
from assistant.services.linking import required
from assistant.services.notifying import Notifying, authors
from assistant.services.owning import own
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class Asking:
    """Authors never learn who asks; reviewers never learn, while blind, who answers."""

    database: Database
    criteria: Criteria
    notifying: Notifying
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def ask(self, person: Person, proposal_id: str, question: str, due_at: datetime) -> Request:
        """Ask until `due_at`. Raises NotAllowed, NotFound, Incomplete, ReviewRefused (also for a time gone by)."""
        asked = Request(self.new_id(), proposal_id, person.id, self.now(), required(question), due_at)
        if due_at <= asked.at:
            raise ReviewRefused("answer_late")
        with self.database.write() as records:
            proposal = Docket.read(records, self.criteria).require_readable(person, proposal_id)
            records.requests.add(asked)
            facts = {"request": asked.id, "due": due_at.isoformat()}
            records.journal.add(Entry(asked.at, person.id, "ask_author", proposal_id, facts))
            told = {"question": asked.question, "due": due_at.isoformat(), "request": asked.id}
            self.notifying.tell(records, authors(proposal), "asked", proposal_id, told)
        return asked

    def extend(self, person: Person, request_id: str, due_at: datetime) -> None:
        """Give more time. Raises NotAllowed, NotFound, ReviewRefused."""
        person.require("extend", Role.ORGANISER)
        with self.database.write() as records:
            asked = records.requests.get(request_id)
            if asked.answered_at is not None:
                raise ReviewRefused("answered")
            records.requests.extend(request_id, due_at)
            facts = {"request": request_id, "due": due_at.isoformat()}
            records.journal.add(Entry(self.now(), person.id, "extend_request", asked.proposal_id, facts))
            told = {"question": asked.question, "due": due_at.isoformat(), "request": asked.id}
            proposal = records.proposals.get(asked.proposal_id)
            self.notifying.tell(records, authors(proposal), "asked", proposal.id, told)

    def answer(self, person: Person, request_id: str, answer: str) -> None:
        """An author answers. Raises NotFound (not hers), Incomplete, ReviewRefused: late, withdrawn, answered."""
        answer, at = required(answer), self.now()
        with self.database.write() as records:
            asked = records.requests.get(request_id)
            proposal = own(records.proposals.get(asked.proposal_id), person)
            if proposal.stage is not Stage.SUBMITTED:
                raise ReviewRefused("withdrawn")
            if at > asked.due_at:
                raise ReviewRefused("answer_late")
            if not records.requests.answer(request_id, answer, person.id, at):
                raise ReviewRefused("answered")
            records.journal.add(Entry(at, person.id, "answer", proposal.id, {"request": request_id}))

    def mine(self, person: Person, proposal_id: str) -> list[Request]:
        """What her proposal was asked, oldest first, without who asked. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return [replace(each, by="") for each in records.requests.of(proposal_id)]
