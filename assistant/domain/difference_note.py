"""What an author says her idea adds to one that is nearly the same. She is asked, never stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.domain.proposal import Content
from assistant.domain.text import letters

LONGEST = 600
REPEATS = 0.8
"""Share of the note's letter pairs that stand in the old text from which on it says nothing of its own."""


@dataclass(frozen=True, slots=True)
class DifferenceNote:
    """On one past idea; `only_repeats` is found when it is read, and shown to reviewers beside it."""

    proposal_id: str
    item_id: str
    text: str
    written_by: str
    written_at: datetime
    only_repeats: bool = False


def only_repeats(text: str, past: Content) -> bool:
    """Whether the note hardly says anything that the old text does not."""
    said, old = _pairs(text), _pairs(past.whole())
    return bool(said) and len(said & old) >= REPEATS * len(said)


def _pairs(text: str) -> set[str]:
    bare = letters(text)
    return {bare[i : i + 3] for i in range(len(bare) - 2)}
