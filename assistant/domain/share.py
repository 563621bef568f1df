"""A share of counted cases, said with its uncertainty and never too early."""

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
