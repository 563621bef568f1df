"""How often a stated likeness is right: what people said of pairs, beside the chance that was shown for them.

Law: nothing is claimed on fewer than `LEAST` pairs; a share never stands without its count and its interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEAST = 30
"""Pairs under which a share is not stated: with 30 its interval is still some 30 points wide."""
EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Borders of the bands of chance that are shown beside what people said."""
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `said`."""

    right: int
    said: int

    @property
    def is_known(self) -> bool:
        """Whether there are enough to state a share."""
        return self.said >= LEAST

    def value(self) -> float:
        """The share, 0-1; 0 of nothing is 0."""
        return self.right / self.said if self.said else 0.0

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson 1927); all of 0-1 where nothing was said."""
        n = self.said
        if not n:
            return 0.0, 1.0
        share, z2 = self.value(), _Z * _Z
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        reach = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True)
class Band:
    """Pairs for which a chance between `low` and `high` (not included, but for 1) was shown."""

    low: float
    high: float
    same: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is known of a profile. `bands` are of pairs it had not seen when it judged them.

    `called_same`: those that people call the same, of the pairs called near duplicates. `found`: those called near
    duplicates, of the pairs people call the same. `look_alikes`: those called so, of the pairs people call different.
    """

    judged_by: str
    same: int
    related: int
    different: int
    bands: tuple[Band, ...]
    called_same: Share
    found: Share
    look_alikes: Share

    @property
    def pairs(self) -> int:
        """How many pairs people judged."""
        return self.same + self.related + self.different


def calibration(judged_by: str, chances: Sequence[float], labels: Sequence[int], line: float) -> Calibration:
    """Sort judged pairs (2 the same, 1 related, 0 different) by the chance shown for them; labels begin at `line`."""
    pairs = list(zip(chances, labels, strict=True))
    bands = []
    for low, high in pairwise(EDGES):
        inside = [label for chance, label in pairs if low <= chance < high or chance == high == 1.0]
        bands.append(Band(low, high, Share(inside.count(2), len(inside))))
    called = [label for chance, label in pairs if chance >= line]
    return Calibration(
        judged_by,
        same=list(labels).count(2),
        related=list(labels).count(1),
        different=list(labels).count(0),
        bands=tuple(bands),
        called_same=Share(called.count(2), len(called)),
        found=Share(called.count(2), list(labels).count(2)),
        look_alikes=Share(called.count(0), list(labels).count(0)),
    )
