"""How alike two ideas are, and the sentences that show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the likeness amounts to; `near_duplicate` is the same idea in other words."""

    EXACT = "exact"
    NEAR_DUPLICATE = "near_duplicate"
    RELATED = "related"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SentencePair:
    """One sentence of each text, verbatim, and how alike they are (0-1)."""

    a: str
    b: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An idea near another one. `similarity` is 0-1 and readable: about .5 is where people begin to say "the same"."""

    id: str
    similarity: float
    kind: Kind
