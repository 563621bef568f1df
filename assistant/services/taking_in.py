"""Taking a document into a draft: read, looked through by its author, and only then stored.

Law: nothing is stored before she has seen it, nothing that is there is replaced, and what goes into no field is kept
beside the draft until she says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from assistant.documents.reading.asking import Limits, Read, read_document
from assistant.documents.scanning import scan
from assistant.domain.journal import Entry
from assistant.domain.passages import Passage, compose
from assistant.domain.person import Person, Role
from assistant.domain.proposal import LONGEST, Content, Proposal, too_long
from assistant.domain.text import letters, storable
from assistant.errors import EditConflict, NotFound, TooLong
from assistant.services.drafting import clean
from assistant.services.owning import own
from assistant.storage.database import Database
from assistant.storage.taken import LeftPassage, TakenDocument

FIELDS = ("title", "problem", "idea", "effect", "pitch", "tools", "needs", "department", "video")
"""Fields of the form a passage can go into."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TakingIn:
    """`scanner` is the virus scanner's command, "" for none."""

    database: Database
    limits: Limits
    scanner: str
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    changed: Callable[[], None]

    def read(self, person: Person, name: str, content: bytes) -> Read:
        """What the document holds; nothing is stored. Raises NotAllowed, FileRefused."""
        person.require("take_in", Role.AUTHOR)
        scan(self.scanner, content)
        return read_document(name, content, self.limits)

    def preview(self, passages: Sequence[Passage], before: Content | None) -> tuple[Content, tuple[Passage, ...]]:
        """The draft as it would be, and what would stay over.

        Text goes behind what a field holds; a field of one line that holds something else keeps it.
        """
        before = before or Content()
        texts: dict[str, str] = {}
        kept: set[str] = set()
        for name, text in compose(passages).items():
            there = getattr(before, name)
            if name in LONGEST and there.strip() and letters(there) != letters(text):
                kept.add(name)
            elif text and text.strip() not in there:
                texts[name] = f"{there.rstrip()}\n{text}" if there.strip() else text
        left = tuple(each for each in passages if not each.field or each.field in kept)
        return clean(before.changed(**texts)), left

    def take(
        self, person: Person, name: str, content: bytes, passages: Sequence[Passage], into: Proposal | None = None
    ) -> Proposal:
        """Put the passages into a new draft, or behind the texts of one of hers as she saw it; the draft as stored.

        Raises NotAllowed, NotFound, StageForbids, TooLong, EditConflict.
        """
        person.require("take_in", Role.AUTHOR)
        made, left = self.preview(passages, into.content if into else None)
        if not into and not made.department:
            made = made.changed(department=person.department)
        if over := too_long(made):
            raise TooLong(over)
        at = self.now()
        with self.database.write() as records:
            if into is None:
                stored = records.proposals.add(self.new_id(), person.id, made, at)
                records.journal.add(Entry(at, person.id, "start", stored.id, {}))
            else:
                found = own(records.proposals.get(into.id), person)
                found.require_draft("take_in")
                if found.version != into.version:
                    raise EditConflict(into.version, found.version)
                stored = records.proposals.save(
                    into.id, made, expected_version=into.version, by=person.id, at=at, landmark=True
                )
            document = TakenDocument(
                self.new_id(), stored.id, storable(name)[:LONGEST_NAME], sha256(content).hexdigest(), person.id, at
            )
            records.taken.add(document, left)
            facts = {"sha256": document.sha256, "left": str(len(left))}
            records.journal.add(Entry(at, person.id, "take_in", stored.id, facts))
        self.changed()
        return stored

    def left(self, person: Person, proposal_id: str) -> list[LeftPassage]:
        """Passages of documents taken in that stand in no field. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return records.taken.left(proposal_id)

    def place(self, person: Person, proposal_id: str, passage: LeftPassage, field: str, version: int) -> Proposal:
        """Put a passage that stayed over behind the text of a field; "" drops it for good.

        Raises NotFound, StageForbids, TooLong, EditConflict.
        """
        if field and field not in FIELDS:
            raise NotFound("field", field)
        at = self.now()
        with self.database.write() as records:
            stored = own(records.proposals.get(proposal_id), person)
            stored.require_draft("take_in")
            if passage not in records.taken.left(proposal_id):
                raise NotFound("passage", passage.document_id)
            records.taken.drop(passage)
            if field:
                there = getattr(stored.content, field)
                text = Passage(field, passage.heading, passage.text).whole() if field not in LONGEST else passage.text
                joint = " " if field in LONGEST else "\n"
                made = clean(stored.content.changed(**{field: joint.join(filter(None, (there.rstrip(), text)))}))
                if over := too_long(made):
                    raise TooLong(over)
                if stored.version != version:
                    raise EditConflict(version, stored.version)
                stored = records.proposals.save(
                    proposal_id, made, expected_version=version, by=person.id, at=at, landmark=True
                )
            facts = {"document": passage.document_id, "number": str(passage.number), "field": field}
            records.journal.add(Entry(at, person.id, "place_passage", proposal_id, facts))
        self.changed()
        return stored
