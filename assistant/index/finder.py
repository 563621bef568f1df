"""Finding the same idea in other words: one number for ranking, labelling and showing.

Law: similarity is one increasing function of one score, so the order of a list, the number and the label never
contradict each other; `exact` says that the letters are the same and nothing else does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.domain.similarity import Kind, Neighbour, SentencePair
from assistant.index.corpus import Corpus
from assistant.index.embedder import Embedder
from assistant.index.evidence import MOST_CHARACTERS, Evidence
from assistant.index.likeness import features, odds
from assistant.index.profile import Profile
from assistant.index.reading import Reading

MOST_CHANCE = 0.999
"""1 is kept for exact copies."""
WORD_CANDIDATES = 200
"""How many entries the letters propose beside those that a vector index proposes."""

Row = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two texts are and what that amounts to."""

    similarity: float
    kind: Kind


class Finder:
    """Ranks and compares under one model and its profile; safe to share between threads."""

    def __init__(self, embedder: Embedder, profile: Profile) -> None:
        self.profile = profile
        self._embedder = embedder
        self._evidence = Evidence(embedder, profile)

    def find(
        self,
        corpus: Corpus,
        content: Content,
        vector: Row | None,
        *,
        limit: int,
        exclude: Collection[str] = (),
        candidates: Sequence[str] | None = None,
    ) -> list[Neighbour]:
        """The `limit` nearest entries, best first; `vector` is raw, None where there is none.

        `candidates` (from a vector index) are joined by those that share most letters; None scans every vector.
        """
        if not corpus.entries or limit < 1:
            return []
        reading = Reading.of(content)
        equal = corpus.equals(reading)
        words = corpus.wholes.cosines(reading.whole)
        rows = np.arange(len(corpus.entries))
        if candidates is not None:
            near = [corpus.position[key] for key in candidates if key in corpus.position]
            most = np.argsort(-words, kind="stable")[:WORD_CANDIDATES]
            rows = np.unique(np.concatenate([np.array([*near, *equal], dtype=np.int64), most]))
        found_odds = self._odds(
            self._meaning(corpus, vector, rows),
            words[rows],
            corpus.titles.cosines(reading.title)[rows],
            corpus.directions[rows] * np.float32(reading.direction),
            np.minimum(corpus.letters[rows], reading.letters),
        )
        found_odds[np.isin(rows, list(equal))] = np.inf
        found: list[Neighbour] = []
        for place in np.lexsort((rows, -found_odds)):
            entry = corpus.entries[rows[place]]
            if entry.id not in exclude:
                found.append(self._neighbour(entry.id, float(found_odds[place])))
                if len(found) == limit:
                    break
        return found

    def compare(
        self,
        corpus: Corpus,
        a: Content,
        b: Content,
        vector_a: Row | None = None,
        vector_b: Row | None = None,
    ) -> Comparison:
        """How alike two texts are, seen from `corpus` (its mean, its common words). Raises what the embedder raises."""
        read_a, read_b = Reading.of(a), Reading.of(b)
        if read_a.keys & read_b.keys:
            return Comparison(1.0, Kind.EXACT)
        if a.is_blank() or b.is_blank():
            return Comparison(0.0, Kind.NONE)
        raw_a = self._embedder.embed([a.whole()])[0] if vector_a is None else vector_a
        raw_b = self._embedder.embed([b.whole()])[0] if vector_b is None else vector_b
        first, second = self.profile.centre(np.stack([raw_a, raw_b]), corpus.mean)
        found = self._odds(
            _one(first @ second),
            _one(corpus.wholes.cosine(read_a.whole, read_b.whole)),
            _one(corpus.titles.cosine(read_a.title, read_b.title)),
            _one(read_a.direction * read_b.direction),
            _one(min(read_a.letters, read_b.letters)),
        )
        similarity = _chance(float(found[0]))
        return Comparison(similarity, self.profile.kind(similarity))

    def read(self, content: Content) -> None:
        """Have the sentences of a text ready for `evidence`. Raises what the embedder raises."""
        self._evidence.read(content)

    def evidence(self, a: Content, b: Content, *, most: int = 3) -> list[SentencePair]:
        """Sentences of both that say the same, verbatim, strongest first."""
        return self._evidence.pairs(a, b, most=most)

    def evidence_of_each(self, a: Content, others: Sequence[Content]) -> list[list[SentencePair]]:
        """`evidence` of `a` with each of the others while somebody waits: only their closest sentences are read."""
        return self._evidence.pairs_of_each(a, others, most=3, characters=MOST_CHARACTERS)

    def _neighbour(self, key: str, odds: float) -> Neighbour:
        similarity = _chance(odds)
        return Neighbour(key, similarity, Kind.EXACT if odds == math.inf else self.profile.kind(similarity))

    def _meaning(self, corpus: Corpus, vector: Row | None, rows: NDArray[np.int64]) -> Row:
        if vector is None:
            return np.zeros(len(rows), dtype=np.float32)
        return np.asarray(corpus.vectors[rows] @ self.profile.centre(vector[np.newaxis, :], corpus.mean)[0])

    def _odds(self, *numbers: Row) -> NDArray[np.float64]:
        return odds(features(*numbers), self.profile.weights, self.profile.bias)


def _one(number: float) -> Row:
    return np.array([number], dtype=np.float32)


def _chance(odds: float) -> float:
    """Log odds as a chance."""
    return 1.0 if odds == math.inf else MOST_CHANCE / (1.0 + math.exp(-max(odds, -30.0)))
