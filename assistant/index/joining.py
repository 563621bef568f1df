"""Joining small groups that are no farther apart than their own members are: one campaign in a hundred wordings.

A graph of ten neighbours a text cannot hold a group of a hundred together, so what it breaks is put together again, as
in CHAMELEON (Karypis, Han and Kumar 1999): two groups are compared with each other and each with itself.
Law: groups meet in the order of how little they are stretched, ties by number: chance has no say.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

MOST_STRETCH = 1.25
"""Two groups are one when the mean cosine distance between them is at most this many times that within them."""
LEAST_DISTANCE = 0.05
"""What copies of one text count for as their distance, or nothing else would ever join them."""
LEAST_BETWEEN = 0.34
"""Mean cosine below which groups stay apart, however loose they are themselves."""

Labels = NDArray[np.int32]


class _Groups:
    """Sums of vectors: mean cosines within and between groups follow from them without looking at pairs again."""

    def __init__(self, vectors: NDArray[np.float32], labels: Labels) -> None:
        count = int(labels.max()) + 1
        self.sums: list[NDArray[np.float64]] = [np.zeros(vectors.shape[1]) for _ in range(count)]
        for row in np.flatnonzero(labels >= 0):
            self.sums[labels[row]] += vectors[row]
        self.sizes = [int(size) for size in np.bincount(labels[labels >= 0], minlength=count)]
        self.within = [self._within(group) for group in range(count)]
        self.into = list(range(count))

    def _within(self, group: int) -> float:
        """Mean cosine of the pairs in a group; of a text alone nothing is known."""
        size = self.sizes[group]
        return float(self.sums[group] @ self.sums[group] - size) / (size * (size - 1)) if size > 1 else 0.0

    def between(self, a: int, b: int) -> float:
        """Mean cosine between two groups."""
        return float(self.sums[a] @ self.sums[b]) / (self.sizes[a] * self.sizes[b])

    def stretch(self, a: int, b: int) -> float:
        """Mean cosine distance between two groups over that within; one alone is measured by the other."""
        weight_a, weight_b = (size if size > 1 else 0 for size in (self.sizes[a], self.sizes[b]))
        within = (weight_a * self.within[a] + weight_b * self.within[b]) / max(weight_a + weight_b, 1)
        return (1.0 - self.between(a, b)) / max(1.0 - within, LEAST_DISTANCE)

    def unite(self, a: int, b: int) -> int:
        """The number of the group that both have become."""
        new = len(self.sums)
        self.sums.append(self.sums[a] + self.sums[b])
        self.sizes.append(self.sizes[a] + self.sizes[b])
        self.within.append(self._within(new))
        self.into[a] = self.into[b] = new
        self.into.append(new)
        return new

    def last(self, group: int) -> int:
        """What a group has become in the end."""
        while self.into[group] != group:
            group = self.into[group]
        return group


def join(vectors: NDArray[np.float32], labels: Labels, touching: Iterable[tuple[int, int]]) -> Labels:
    """`labels` (n,) with groups joined; only groups that are `touching`, pairs of group numbers, are looked at.

    Groups of one are taken in by others but never joined with each other. The new numbers have gaps.
    """
    groups = _Groups(vectors, labels)
    beside: list[set[int]] = [set() for _ in groups.sums]
    waiting: list[tuple[float, int, int]] = []

    def consider(a: int, b: int) -> None:
        if max(groups.sizes[a], groups.sizes[b]) > 1 and groups.between(a, b) >= LEAST_BETWEEN:
            stretch = round(groups.stretch(a, b), 6)
            if stretch <= MOST_STRETCH:
                heapq.heappush(waiting, (stretch, min(a, b), max(a, b)))

    for a, b in sorted({(min(pair), max(pair)) for pair in touching}):
        beside[a].add(b)
        beside[b].add(a)
        consider(a, b)
    while waiting:
        _stretch, a, b = heapq.heappop(waiting)
        if groups.into[a] != a or groups.into[b] != b:
            continue
        new = groups.unite(a, b)
        beside.append({group for group in beside[a] | beside[b] if groups.into[group] == group})
        for group in sorted(beside[new]):
            beside[group].add(new)
            consider(group, new)
    became = np.array([groups.last(group) for group in range(int(labels.max()) + 1)], dtype=np.int32)
    return np.where(labels >= 0, became[labels], -1).astype(np.int32)
