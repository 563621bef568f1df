"""Likeness of texts by their letters: TF-IDF over pairs, triples and fours of characters.

Blanks and signs are left out first, so spacing errors and a text without any blanks cost nothing. How rare a gram is
comes from the corpus and from a background of typical proposals together: in a corpus of three, the background decides;
in a corpus that shares one template, the template's grams are common and weigh little.
Law: a row depends on its text and the rarities alone; every row has length 1, or 0 where there is no letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

LENGTHS = (2, 3, 4)
BUCKETS = 1 << 22
"""Grams are hashed into this many columns; 2,700 proposals hold about 480,000 different ones."""
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)
_SPREAD = np.uint64(0xFF51AFD7ED558CCD)
_SHIFT = np.uint64(64 - 22)

Counted = tuple[NDArray[np.int32], NDArray[np.int32]]


def grams(bare: str) -> Counted:
    """The columns of the grams in a text of bare letters, ascending, and how often each occurs."""
    codes = np.frombuffer(bare.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    found = [
        _column(sum((codes[i : len(codes) - n + 1 + i] + np.uint64(1)) * _FACTORS[i] for i in range(n)), n)
        for n in LENGTHS
        if len(codes) >= n
    ]
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    columns, counts = np.unique(np.concatenate(found), return_counts=True)
    return columns.astype(np.int32), counts.astype(np.int32)


def _column(hashed: NDArray[np.uint64] | int, length: int) -> NDArray[np.int64]:
    mixed = (np.asarray(hashed, dtype=np.uint64) + np.uint64(length)) * _SPREAD
    mixed ^= mixed >> np.uint64(33)
    return np.asarray((mixed * _SPREAD) >> _SHIFT, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much each column weighs: log((texts + 1) / (texts with it + 1)) + 1, over corpus and background together."""

    weights: NDArray[np.float32]

    @classmethod
    def of(cls, counted: Sequence[Counted], background: NDArray[np.float32] | None, trust: float) -> Rarity:
        """`background`: share of typical texts that hold each column; it counts as much as `trust` texts."""
        holding = np.zeros(BUCKETS, dtype=np.float32)
        for columns, _ in counted:
            holding[columns] += 1.0
        texts = float(len(counted))
        if background is not None:
            holding += trust * background
            texts += trust
        return cls((np.log((texts + 1.0) / (holding + 1.0)) + 1.0).astype(np.float32))

    def row(self, counted: Counted) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Columns and weights of one text, the weights of length 1."""
        columns, counts = counted
        weights = (1.0 + np.log(counts, dtype=np.float32)) * self.weights[columns]
        return columns, (weights / max(float(np.linalg.norm(weights)), 1e-12)).astype(np.float32)


class Lexicon:
    """TF-IDF rows of all texts of a corpus; immutable."""

    def __init__(self, counted: Sequence[Counted], rarity: Rarity) -> None:
        self.rarity = rarity
        rows = [rarity.row(one) for one in counted]
        starts = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in rows])])
        columns = np.concatenate([r[0] for r in rows]) if rows else np.zeros(0, np.int32)
        weights = np.concatenate([r[1] for r in rows]) if rows else np.zeros(0, np.float32)
        matrix = sparse.csr_matrix((weights, columns, starts), shape=(len(rows), BUCKETS))
        self._by_column = matrix.tocsc()

    def cosines(self, counted: Counted) -> NDArray[np.float32]:
        """(n,) likeness of a text to every text of the corpus, 0-1."""
        columns, weights = self.rarity.row(counted)
        found = self._by_column[:, columns] @ weights
        return np.asarray(found, dtype=np.float32)

    def cosine(self, a: Counted, b: Counted) -> float:
        """Likeness of two texts under this corpus' rarities, 0-1."""
        (columns_a, weights_a), (columns_b, weights_b) = self.rarity.row(a), self.rarity.row(b)
        _, at_a, at_b = np.intersect1d(columns_a, columns_b, assume_unique=True, return_indices=True)
        return float(weights_a[at_a] @ weights_b[at_b])
