"""How often a stated likeness is right: what people said of pairs, beside the chance that was shown for them.

Law: nothing is claimed on fewer than `agreement.ENOUGH` pairs; a share never stands without its count and its interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain.share import Share

EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Borders of the bands of chance that are shown beside what people said."""


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
