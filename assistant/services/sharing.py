"""Writing together: the author asks colleagues in, and either side ends it.

Law: whoever is asked in may change the text like its author; only the author asks in and hands out nobody's list: a
colleague is found by the whole name, never by looking around.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Proposal
from assistant.domain.text import normalise
from assistant.errors import NotAllowed, NotFound
from assistant.services.owning import own
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class Sharing:
    """`now` is passed in so that time can be set."""

    database: Database
    now: Callable[[], datetime]

    def authors(self, person: Person, proposal_id: str) -> list[Person]:
        """Who writes it, the first author first. Raises NotFound."""
        with self.database.read() as records:
            proposal = own(records.proposals.get(proposal_id), person)
            return [records.people.get(each) for each in (proposal.author_id, *proposal.co_author_ids)]

    def named(self, person: Person, name: str, department: str = "") -> list[Person]:
        """Colleagues of exactly this name who may write proposals; of this department where one is given."""
        person.require("share", Role.AUTHOR)
        wanted, where = normalise(name), normalise(department)
        with self.database.read() as records:
            everybody = records.people.all()
        return [
            each
            for each in everybody
            if wanted and normalise(each.name) == wanted and each.id != person.id
            if Role.AUTHOR in each.roles and where in {"", normalise(each.department)}
        ]

    def ask_in(self, person: Person, proposal_id: str, colleague_id: str) -> Proposal:
        """The colleague writes along from now on. Raises NotFound, NotAllowed, StageForbids."""
        with self.database.write() as records:
            proposal = own(records.proposals.get(proposal_id), person)
            proposal.require_draft("share")
            colleague = records.people.get(colleague_id)
            if proposal.author_id != person.id or Role.AUTHOR not in colleague.roles:
                raise NotAllowed("share")
            if proposal.belongs_to(colleague_id):
                return proposal
            shared = records.proposals.set_co_authors(proposal_id, [*proposal.co_author_ids, colleague_id])
            records.journal.add(Entry(self.now(), person.id, "share", proposal_id, {"with": colleague_id}))
        return shared

    def end(self, person: Person, proposal_id: str, colleague_id: str) -> None:
        """The colleague writes along no more: the author says so, or she herself. Raises NotFound, NotAllowed,
        StageForbids.
        """
        with self.database.write() as records:
            proposal = own(records.proposals.get(proposal_id), person)
            proposal.require_draft("share")
            if colleague_id not in proposal.co_author_ids:
                raise NotFound("co-author", colleague_id)
            if person.id not in {proposal.author_id, colleague_id}:
                raise NotAllowed("share")
            left = [each for each in proposal.co_author_ids if each != colleague_id]
            records.proposals.set_co_authors(proposal_id, left)
            records.journal.add(Entry(self.now(), person.id, "unshare", proposal_id, {"with": colleague_id}))
