"""Tables out of the lines a PDF draws: what touches is one table, what no line divides is one cell.

Coordinates are points from the lower left. Law: a place inside the frame of a table is in exactly one cell of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Edge = tuple[float, float, float, float]
NEAR = 2.5
"""Edges nearer than this are the two sides of one drawn line."""
SHORTEST = 6.0
MOST_LINES = 120
"""More rows or columns than this are a drawing."""


@dataclass(slots=True)
class Grid:
    """One table; `of` gives the number of the cell at (row, column) of its grid, rows from above."""

    xs: list[float]
    ys: list[float]
    of: list[list[int]]
    contents: dict[int, list[Any]] = field(default_factory=dict)
    is_put: bool = False

    @property
    def area(self) -> float:
        """In square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def holds(self, x: float, y: float) -> bool:
        """Whether the place is inside the frame."""
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]

    def region(self, x: float, y: float) -> int:
        """The number of the cell a place is in."""
        column = min(bisect_right(self.xs, x) - 1, len(self.xs) - 2)
        below = min(bisect_right(self.ys, y) - 1, len(self.ys) - 2)
        return self.of[len(self.ys) - 2 - below][column]

    def cell(self, x: float, y: float) -> list[Any]:
        """What is in the cell at a place; may be added to."""
        return self.contents.setdefault(self.region(x, y), [])

    def put_into(self, items: list[Any]) -> None:
        """Put the table itself behind `items`, once."""
        if not self.is_put:
            self.is_put = True
            items.append(self)

    def rows(self) -> Iterator[list[list[Any]]]:
        """Each row's cells; a merged cell stands where it begins."""
        seen: set[int] = set()
        for row in self.of:
            begun = [number for at, number in enumerate(row) if number not in seen and number not in row[:at]]
            seen.update(row)
            yield [self.contents.get(number, []) for number in begun]


def grids(edges: Sequence[Edge]) -> list[Grid]:
    """The tables drawn by these edges; frames of one cell are tables of one cell."""
    flat = _merged([(min(y0, y1), min(x0, x1), max(x0, x1)) for x0, y0, x1, y1 in edges if abs(y0 - y1) < 0.8])
    tall = _merged([(min(x0, x1), min(y0, y1), max(y0, y1)) for x0, y0, x1, y1 in edges if abs(x0 - x1) < 0.8])
    found = []
    for across, upright in _touching(flat, tall):
        xs, ys = _apart([x for x, _, _ in upright]), _apart([y for y, _, _ in across])
        if 2 <= len(xs) <= MOST_LINES and 2 <= len(ys) <= MOST_LINES:
            found.append(Grid(xs, ys, _cells(xs, ys, across, upright)))
    return found


Stroke = tuple[float, float, float]
"""(where across, from, to)."""


def _merged(strokes: list[Stroke]) -> list[Stroke]:
    """Pieces of one line as one stroke; short ones left out."""
    found: list[Stroke] = []
    for at, start, end in sorted((s for s in strokes), key=lambda s: (round(s[0] / NEAR), s[1])):
        for number in range(len(found) - 1, max(-1, len(found) - 12), -1):
            other = found[number]
            if abs(other[0] - at) <= NEAR and start <= other[2] + NEAR and end >= other[1] - NEAR:
                found[number] = (other[0], min(other[1], start), max(other[2], end))
                break
        else:
            found.append((at, start, end))
    return [stroke for stroke in found if stroke[2] - stroke[1] >= SHORTEST]


def _touching(flat: list[Stroke], tall: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Strokes in heaps of those that cross or touch."""
    parent = list(range(len(flat) + len(tall)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    if len(flat) * len(tall) > 400_000:
        return []
    for i, (y, x0, x1) in enumerate(flat):
        for j, (x, y0, y1) in enumerate(tall):
            if x0 - NEAR <= x <= x1 + NEAR and y0 - NEAR <= y <= y1 + NEAR:
                parent[root(len(flat) + j)] = root(i)
    heaps: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, stroke in enumerate(flat):
        heaps.setdefault(root(i), ([], []))[0].append(stroke)
    for j, stroke in enumerate(tall):
        heaps.setdefault(root(len(flat) + j), ([], []))[1].append(stroke)
    return list(heaps.values())


def _apart(places: list[float]) -> list[float]:
    """Places without those too near to another."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _cells(xs: list[float], ys: list[float], across: list[Stroke], upright: list[Stroke]) -> list[list[int]]:
    """Numbers of cells by row, from above, and column: fields of the grid that no line divides share one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    def has(strokes: list[Stroke], at: float, middle: float) -> bool:
        return any(abs(place - at) <= NEAR and start <= middle <= end for place, start, end in strokes)

    for row in range(rows):
        low, high = ys[rows - row - 1], ys[rows - row]
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not has(upright, xs[column + 1], (low + high) / 2):
                parent[root(here + 1)] = root(here)
            if row + 1 < rows and not has(across, low, (xs[column] + xs[column + 1]) / 2):
                parent[root(here + columns)] = root(here)
    return [[root(row * columns + column) for column in range(columns)] for row in range(rows)]
