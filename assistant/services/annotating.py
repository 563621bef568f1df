"""What stands beside a proposal for those who read it: its author's difference notes, sentences that read like orders.

Law: everything is as the phase lets it be seen, names covered as in every text; nothing here judges or scores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.blind import Shown, masked
from assistant.domain.criteria import Criteria
from assistant.domain.difference_note import only_repeats
from assistant.domain.hostile import looks_like_instruction
from assistant.domain.outgoing import Errand
from assistant.domain.person import Person
from assistant.domain.proposal import Content
from assistant.domain.similarity import SentencePair
from assistant.errors import NotFound
from assistant.index.evidence import cut
from assistant.services.docket import Docket
from assistant.services.posting import on_behalf
from assistant.storage.database import Database
from assistant.storage.records import Records


@dataclass(frozen=True, slots=True)
class Note:
    """What the author says is different from a past idea, and whether it hardly says anything that idea does not."""

    item_id: str
    past_title: str
    text: str
    only_repeats: bool


@dataclass(frozen=True, slots=True)
class Annotating:
    """Reads; writes nothing. `evidence` finds the sentences of two texts that say the same, strongest first."""

    database: Database
    criteria: Criteria
    evidence: Callable[[Content, Content], list[SentencePair]]

    def notes(self, person: Person, proposal_id: str) -> list[Note]:
        """The notes on a proposal, none where the past idea is gone. Raises NotAllowed, NotFound, ReviewRefused."""
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
            docket.require_readable(person, proposal_id)
            return list(notes(records, proposal_id, docket.telling([proposal_id])))

    def matching(self, person: Person, proposal_id: str, item_id: str) -> list[SentencePair]:
        """Sentences of the proposal and of a past idea that say the same, strongest first; a quarter of a second.

        Raises NotAllowed, NotFound, ReviewRefused, ModelUnavailable.
        """
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
            read = docket.shown(docket.require_readable(person, proposal_id))
            past = records.archive.get(item_id).content
        with on_behalf(Errand(proposal_id=proposal_id, person_id=person.id)):
            return self.evidence(content_of(read), past)


def notes(records: Records, proposal_id: str, names: frozenset[str]) -> list[Note]:
    """The stored notes with every one of `names` covered."""
    found = []
    for note in records.difference_notes.of_proposal(proposal_id):
        try:
            past = records.archive.get(note.item_id).content
        except NotFound:
            continue
        said = masked(note.text, names) if names else note.text
        found.append(Note(note.item_id, past.title, said, only_repeats(said, past)))
    return found


def like_orders(read: Shown) -> tuple[str, ...]:
    """Sentences that read like an order to a machine, verbatim, in order: worth a look, nothing more."""
    return tuple(sentence for sentence in cut(content_of(read)) if looks_like_instruction(sentence))


def content_of(read: Shown) -> Content:
    """The texts that likeness is looked for in."""
    return Content(title=read.title, problem=read.problem, idea=read.idea, effect=read.effect, body=read.body)
