"""What is searched: past ideas made ready to be compared with any text, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.index.lexical import Lexicon, Rarity
from assistant.index.profile import Profile, typical_grams
from assistant.index.reading import Reading

WORD_TRUST = 300.0
"""How many texts the background of typical proposals counts for when rarities are computed."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a corpus under its id."""

    id: str
    content: Content


@dataclass(frozen=True, slots=True)
class Corpus:
    """Entries with centred vectors and letter rows; immutable. A zero vector means that none is known yet."""

    entries: tuple[Entry, ...]
    vectors: Vectors
    mean: Vectors | None
    wholes: Lexicon
    titles: Lexicon
    directions: Vectors
    letters: Vectors
    position: dict[str, int]
    same: dict[str, list[int]]

    @classmethod
    def build(cls, entries: Sequence[Entry], vectors: Vectors, profile: Profile) -> Corpus:
        """`vectors`: (n, dimension) raw unit rows in the order of `entries`; a zero row where there is none."""
        readings = [Reading.of(entry.content) for entry in entries]
        same: dict[str, list[int]] = {}
        for row, reading in enumerate(readings):
            for key in reading.keys:
                same.setdefault(key, []).append(row)
        mean = profile.mean_of(vectors)
        typical = typical_grams()
        wholes, titles = [reading.whole for reading in readings], [reading.title for reading in readings]
        return cls(
            tuple(entries),
            profile.centre(vectors, mean),
            mean,
            Lexicon(wholes, Rarity.of(wholes, typical.wholes, WORD_TRUST)),
            Lexicon(titles, Rarity.of(titles, typical.titles, WORD_TRUST)),
            np.array([reading.direction for reading in readings], dtype=np.float32),
            np.array([reading.letters for reading in readings], dtype=np.float32),
            {entry.id: row for row, entry in enumerate(entries)},
            same,
        )

    def equals(self, reading: Reading) -> set[int]:
        """Rows of the entries with exactly the same text."""
        return {row for key in reading.keys for row in self.same.get(key, ())}
