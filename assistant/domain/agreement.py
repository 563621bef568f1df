"""How often people agree with a machine, said with its uncertainty and never too early."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

ENOUGH = 30
"""Cases below which no verdict is given."""
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` cases."""

    hits: int
    n: int

    @property
    def is_enough(self) -> bool:
        """Whether there are cases enough to say anything."""
        return self.n >= ENOUGH

    @property
    def rate(self) -> float:
        """0-1; 0 without cases."""
        return self.hits / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval after Wilson (1927), which holds for few cases and for shares near 0 or 1."""
        if not self.n:
            return 0.0, 1.0
        z2 = _Z * _Z
        middle = (self.hits + z2 / 2) / (self.n + z2)
        half = _Z * sqrt(self.hits * (self.n - self.hits) / self.n + z2 / 4) / (self.n + z2)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one kind of advice by one model and prompt version; `edited_by` adds up the edit distances."""

    kind: str
    model: str
    prompt: str
    accepted: int = 0
    edited: int = 0
    dismissed: int = 0
    edited_by: int = 0

    @property
    def n(self) -> int:
        """Decisions in all."""
        return self.accepted + self.edited + self.dismissed

    def share(self, hits: int) -> Share:
        """`hits` of all decisions."""
        return Share(hits, self.n)

    @property
    def mean_edit(self) -> float:
        """Characters changed on average where something was changed."""
        return self.edited_by / self.edited if self.edited else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`blind`: authors who named their track before seeing any; `after_seeing`: those who saw the suggestion first."""

    blind: Share
    after_seeing: Share
    fates: tuple[Fate, ...]
