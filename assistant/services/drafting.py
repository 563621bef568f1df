"""Writing a proposal: start, save, look back. Only its authors can see or change a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from assistant.domain.journal import Entry
from assistant.domain.outgoing import Errand
from assistant.domain.person import Person, Role
from assistant.domain.proposal import CONTENT_FIELDS, Content, Proposal, Stage, Version, too_long
from assistant.domain.text import storable
from assistant.errors import TooLong
from assistant.services.finding import Finding, SimilarIdeas
from assistant.services.owning import own
from assistant.services.pacing import Pacing
from assistant.services.posting import on_behalf
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class Drafting:
    """`now` and `new_id` are passed in so that time and chance can be set."""

    database: Database
    finding: Finding
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    changed: Callable[[], None]
    pacing: Pacing = field(default_factory=Pacing)

    def start(self, person: Person, content: Content | None = None) -> Proposal:
        """A new draft of `person`'s, with her department filled in. Raises NotAllowed."""
        person.require("write", Role.AUTHOR)
        first = clean(content or Content(department=person.department))
        at = self.now()
        with self.database.write() as records:
            proposal = records.proposals.add(self.new_id(), person.id, first, at)
            records.journal.add(Entry(at, person.id, "start", proposal.id, {}))
        return proposal

    def open(self, person: Person, proposal_id: str) -> Proposal:
        """Her own proposal. Raises NotFound, also where it is somebody else's: its existence is not told."""
        with self.database.read() as records:
            return own(records.proposals.get(proposal_id), person)

    def mine(self, person: Person) -> list[Proposal]:
        """Her proposals, newest first, without those in the trash."""
        with self.database.read() as records:
            found = records.proposals.of_person(person.id)
        return [proposal for proposal in found if proposal.stage is not Stage.TRASHED]

    def save(
        self, person: Person, proposal_id: str, content: Content, expected_version: int, *, landmark: bool = False
    ) -> Proposal:
        """Store the text; equal text changes nothing.

        Raises NotFound, StageForbids, TooLong, or EditConflict when another version than `expected_version` is stored.
        """
        content = clean(content)
        if over := too_long(content):
            raise TooLong(over)
        with self.database.write() as records:
            own(records.proposals.get(proposal_id), person).require_draft("save")
            saved = records.proposals.save(
                proposal_id,
                content,
                expected_version=expected_version,
                by=person.id,
                at=self.now(),
                landmark=landmark,
            )
        if saved.version != expected_version:
            self.changed()
        return saved

    def versions(self, person: Person, proposal_id: str) -> list[Version]:
        """Every kept version, oldest first. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return records.proposals.versions(proposal_id)

    def find_similar(
        self, person: Person, content: Content, *, exclude_id: str | None = None, limit: int = 5
    ) -> SimilarIdeas:
        """Past ideas like this text, best first, each with evidence.

        Raises NotAllowed, TooOften, ModelUnavailable, EmbeddingFailed.
        """
        found = self.list_similar(person, content, exclude_id=exclude_id, limit=limit)
        return self.add_evidence(person, content, found, exclude_id=exclude_id)

    def list_similar(
        self, person: Person, content: Content, *, exclude_id: str | None = None, limit: int = 5
    ) -> SimilarIdeas:
        """The same list without evidence, which takes longer than the list itself; `add_evidence` adds it.

        `exclude_id` is her own proposal: not among them, and what is sent for it stands in its ledger. Raises NotFound.
        """
        person.require("search", Role.AUTHOR, Role.REVIEWER, Role.ORGANISER)
        self.pacing.search(person)
        with on_behalf(self._errand(person, exclude_id)):
            return self.finding.find(clean(content), limit=limit, exclude=frozenset(filter(None, (exclude_id,))))

    def add_evidence(
        self, person: Person, content: Content, found: SimilarIdeas, *, exclude_id: str | None = None
    ) -> SimilarIdeas:
        """The list with the sentences of both texts that match.

        Raises NotAllowed, NotFound, ModelUnavailable, EmbeddingFailed.
        """
        person.require("search", Role.AUTHOR, Role.REVIEWER, Role.ORGANISER)
        with on_behalf(self._errand(person, exclude_id)):
            return self.finding.with_evidence(clean(content), found)

    def _errand(self, person: Person, proposal_id: str | None) -> Errand:
        if proposal_id is None:
            return Errand(person_id=person.id)
        return Errand(proposal_id=self.open(person, proposal_id).id, person_id=person.id)


def clean(content: Content) -> Content:
    """The content without what cannot be stored; nothing a person can see is changed."""
    return Content(**{name: storable(getattr(content, name)) for name in CONTENT_FIELDS})
