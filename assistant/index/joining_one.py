"""One new text among the groups that stand: by the same rule as `joining`, without grouping anything anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.domain.cluster import Standing
from assistant.index.groups import LEAST_COSINE, NEIGHBOURS, THEME_COSINE
from assistant.index.joining import LEAST_BETWEEN, LEAST_DISTANCE, MOST_STRETCH
from assistant.index.nearest import Rows

BESIDE = 0.6
"""How far from the middle of its neighbours a newcomer is put on the map, so that it hides none of them."""


@dataclass(slots=True)
class Stored:
    """Centred unit rows and where each text stands; how tight each small group is, is worked out once."""

    vectors: Rows
    standings: Sequence[Standing]
    _groups: dict[str, tuple[Rows, float]] = field(default_factory=dict)

    def group(self, idea: str) -> tuple[Rows, float]:
        """The sum of a group's rows over its size, and the mean cosine within it."""
        if idea not in self._groups:
            rows = self.vectors[[place for place, each in enumerate(self.standings) if each.idea == idea]]
            total, size = rows.sum(axis=0), len(rows)
            within = (float(total @ total) - size) / (size * (size - 1)) if size > 1 else 0.0
            self._groups[idea] = (total / size, within)
        return self._groups[idea]


def place_one(stored: Stored, row: Rows) -> Standing:
    """Where a text with the (dimension,) centred unit `row` stands: in the nearest group that it fits, or alone."""
    if not len(stored.vectors) or not row.any():
        return Standing()
    cosines = np.round(stored.vectors @ row, 5)
    near = np.argsort(-cosines, kind="stable")[:NEIGHBOURS]
    first = stored.standings[near[0]]
    ideas = {
        idea for place in near if cosines[place] >= LEAST_COSINE and (idea := stored.standings[place].idea) is not None
    }
    fitting: list[tuple[float, str]] = []
    for idea in ideas:
        middle, within = stored.group(idea)
        between = float(middle @ row)
        if between >= LEAST_BETWEEN and 1.0 - between <= MOST_STRETCH * max(1.0 - within, LEAST_DISTANCE):
            fitting.append((-round(between, 5), idea))
    idea = min(fitting)[1] if fitting else None
    theme = first.theme if cosines[near[0]] >= THEME_COSINE else None
    if idea is not None:
        theme = next(each.theme for each in stored.standings if each.idea == idea)
    beside = [stored.standings[place] for place in near[:3]]
    angle = 2.399963 * len(stored.standings)
    x, y = (float(np.mean([getattr(each, axis) for each in beside])) for axis in "xy")
    return Standing(
        idea=idea,
        theme=theme,
        x=round(x + BESIDE * float(np.cos(angle)), 3),
        y=round(y + BESIDE * float(np.sin(angle)), 3),
        near_other=max(0.0, round(float(cosines[near[0]]), 4)),
    )
