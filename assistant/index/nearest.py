"""The nearest rows of every row, exactly: up to 50,000 vectors a matrix product is as cheap as an approximate index.

Law: the same rows in the same order give the same neighbours, of equally near ones the earlier first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 512
"""Rows compared at a time: at 50,000 rows a block of likenesses takes 100 MB."""
_SPAN = 128
"""Columns whose best is looked at first: the nearest k lie in the k spans with the best bests."""
_DIGITS = 5
"""Cosines are rounded to this before they are ordered, so that the last bit of a product decides nothing."""

Rows = NDArray[np.float32]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Nearest:
    """(n, k) row numbers, nearest first, never the row itself, and their cosines; k is at most n - 1."""

    rows: NDArray[np.int32]
    cosines: NDArray[np.float32]

    @property
    def count(self) -> int:
        """How many neighbours each row has."""
        return int(self.rows.shape[1])

    def first(self, k: int) -> Nearest:
        """The nearest k of them."""
        return Nearest(self.rows[:, :k], self.cosines[:, :k])


def nearest(vectors: Rows, k: int, progress: Progress | None = None) -> Nearest:
    """The k nearest of every row of (n, dimension) unit rows; a zero row is near nothing (cosine 0)."""
    n = len(vectors)
    k = max(min(k, n - 1), 0)
    rows, cosines = np.zeros((n, k), np.int32), np.zeros((n, k), np.float32)
    if k == 0:
        return Nearest(rows, cosines)
    width = -(-n // _SPAN) * _SPAN
    likeness = np.full((min(BLOCK, n), width), -2.0, np.float32)
    for start in range(0, n, BLOCK):
        stop = min(start + BLOCK, n)
        block = likeness[: stop - start]
        np.matmul(vectors[start:stop], vectors.T, out=block[:, :n])
        block[np.arange(stop - start), np.arange(start, stop)] = -2.0
        rows[start:stop], cosines[start:stop] = _best(block, k)
        if progress is not None:
            progress(stop, n)
    return Nearest(rows, cosines)


def _best(block: Rows, k: int) -> tuple[NDArray[np.int32], Rows]:
    """Columns and values of the k greatest of every row, greatest first, of equals the earlier column first."""
    spans = block.shape[1] // _SPAN
    where = np.broadcast_to(np.arange(block.shape[1], dtype=np.int32), block.shape)
    if spans > 2 * k:
        cut = block.reshape(len(block), spans, _SPAN)
        chosen = np.sort(np.argsort(-cut.max(axis=2), axis=1, kind="stable")[:, :k], axis=1)
        block = np.take_along_axis(cut, chosen[:, :, np.newaxis], axis=1).reshape(len(block), -1)
        where = (chosen[:, :, np.newaxis] * _SPAN + np.arange(_SPAN)).reshape(len(block), -1).astype(np.int32)
    found = np.argpartition(block, block.shape[1] - k, axis=1)[:, block.shape[1] - k :]
    values = np.round(np.take_along_axis(block, found, axis=1), _DIGITS)
    columns = np.take_along_axis(where, found, axis=1)
    order = np.lexsort((columns, -values), axis=1)
    return np.take_along_axis(columns, order, 1), np.take_along_axis(values, order, 1)
