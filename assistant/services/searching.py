"""Looking through past ideas: by words and meaning, by outcome and year, one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.outgoing import Errand
from assistant.domain.person import Person, Role
from assistant.services.finding import Finding, SimilarIdeas
from assistant.services.pacing import Pacing
from assistant.services.posting import on_behalf
from assistant.storage.database import Database

_READERS = tuple(Role)


@dataclass(frozen=True, slots=True)
class Searching:
    """Every signed-in person may read the archive."""

    database: Database
    finding: Finding
    pacing: Pacing = field(default_factory=Pacing)

    def search(
        self, person: Person, words: str, *, outcome: Outcome | None = None, year: int | None = None, limit: int = 20
    ) -> SimilarIdeas:
        """Past ideas for a few words, best first.

        Raises NotAllowed, TooOften, ModelUnavailable, EmbeddingFailed.
        """
        person.require("search", *_READERS)
        self.pacing.search(person)

        def keep(item: ArchiveItem) -> bool:
            return (outcome is None or item.outcome is outcome) and (year is None or item.year == year)

        with on_behalf(Errand(person_id=person.id)):
            return self.finding.search(words, keep=keep, limit=limit)

    def browse(
        self,
        person: Person,
        *,
        outcome: Outcome | None = None,
        year: int | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> tuple[list[ArchiveItem], int]:
        """A page of past ideas, newest year first, and how many there are in all. Raises NotAllowed."""
        person.require("search", *_READERS)
        with self.database.read() as records:
            return records.archive.page(outcome=outcome, year=year, offset=offset, limit=limit)

    def years(self, person: Person) -> list[int]:
        """Years that past ideas stem from. Raises NotAllowed."""
        person.require("search", *_READERS)
        with self.database.read() as records:
            return records.archive.years()

    def get(self, person: Person, item_id: str) -> ArchiveItem:
        """One past idea. Raises NotAllowed, NotFound."""
        person.require("search", *_READERS)
        with self.database.read() as records:
            return records.archive.get(item_id)
