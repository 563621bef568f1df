"""The author's answer to "무엇이 다른가" where a past idea is nearly the same. She is asked, never stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.difference_note import LONGEST, DifferenceNote, only_repeats
from assistant.domain.person import Person
from assistant.domain.text import storable
from assistant.errors import NotFound, TooLong
from assistant.services.owning import own
from assistant.storage.database import Database


@dataclass(frozen=True, slots=True)
class Noting:
    """Notes are read by their author and, later, by those who review."""

    database: Database
    now: Callable[[], datetime]

    def write(self, person: Person, proposal_id: str, item_id: str, text: str) -> None:
        """Write, replace or (with an empty text) remove the note on a past idea.

        Raises NotFound, StageForbids, TooLong.
        """
        text = storable(text).strip()
        if len(text) > LONGEST:
            raise TooLong({"difference": LONGEST})
        with self.database.write() as records:
            own(records.proposals.get(proposal_id), person).require_draft("note")
            records.archive.get(item_id)
            records.difference_notes.put(DifferenceNote(proposal_id, item_id, text, person.id, self.now()))

    def of(self, person: Person, proposal_id: str) -> list[DifferenceNote]:
        """The notes on her proposal, each marked where it only repeats the old text. Raises NotFound.

        Whoever reviews reads them through `annotating`, once they are handed in and as the phase allows.
        """
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            notes = records.difference_notes.of_proposal(proposal_id)
            marked = []
            for note in notes:
                try:
                    past = records.archive.get(note.item_id).content
                except NotFound:
                    marked.append(note)
                else:
                    marked.append(replace(note, only_repeats=only_repeats(note.text, past)))
            return marked
