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
from assistant.index.evidence import Evidence
from assistant.index.profile import Profile
from assistant.index.reading import Reading

WORD_CANDIDATES = 200


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
        vector: NDArray[np.float32] | None,
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
        words = corpus.lexicon.cosines(reading.counted)
        rows = np.arange(len(corpus.entries))
        if candidates is not None:
            near = [corpus.position[key] for key in candidates if key in corpus.position]
            most = np.argsort(-words, kind="stable")[:WORD_CANDIDATES]
            rows = np.unique(np.concatenate([np.array([*near, *equal], dtype=np.int64), most]))
        meaning = self._meaning(corpus, vector, rows)
        odds = self._odds(meaning, words[rows])
        odds[np.isin(rows, list(equal))] = np.inf
        found: list[Neighbour] = []
        for place in np.lexsort((rows, -odds)):
            entry = corpus.entries[rows[place]]
            if entry.id not in exclude:
                found.append(self._neighbour(entry.id, float(odds[place])))
                if len(found) == limit:
                    break
        return found

    def compare(
        self,
        corpus: Corpus,
        a: Content,
        b: Content,
        vector_a: NDArray[np.float32] | None = None,
        vector_b: NDArray[np.float32] | None = None,
    ) -> Comparison:
        """How alike two texts are, seen from `corpus` (its mean, its common words). Raises what the embedder raises."""
        read_a, read_b = Reading.of(a), Reading.of(b)
        if read_a.keys & read_b.keys:
            return Comparison(1.0, Kind.EXACT)
        raw_a = self._embedder.embed([a.whole()])[0] if vector_a is None else vector_a
        raw_b = self._embedder.embed([b.whole()])[0] if vector_b is None else vector_b
        first, second = self.profile.centre(np.stack([raw_a, raw_b]), corpus.mean)
        words = corpus.lexicon.cosine(read_a.counted, read_b.counted)
        similarity = _chance(float(self._odds(np.array([first @ second]), np.array([words]))[0]))
        return Comparison(similarity, self.profile.kind(similarity))

    def evidence(self, a: Content, b: Content, *, most: int = 3) -> list[SentencePair]:
        """Sentences of both that say the same, verbatim, strongest first."""
        return self._evidence.pairs(a, b, most=most)

    def _neighbour(self, key: str, odds: float) -> Neighbour:
        similarity = _chance(odds)
        return Neighbour(key, similarity, Kind.EXACT if odds == math.inf else self.profile.kind(similarity))

    def _meaning(
        self, corpus: Corpus, vector: NDArray[np.float32] | None, rows: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        if vector is None:
            return np.zeros(len(rows), dtype=np.float32)
        return np.asarray(corpus.vectors[rows] @ self.profile.centre(vector[np.newaxis, :], corpus.mean)[0])

    def _odds(self, meaning: NDArray[np.float32], words: NDArray[np.float32]) -> NDArray[np.float64]:
        weights = self.profile.weights
        return np.asarray(
            weights["meaning"] * meaning.astype(np.float64)
            + weights["words"] * words.astype(np.float64)
            + self.profile.bias
        )


def _chance(odds: float) -> float:
    """Log odds as a chance; 1 is kept for exact copies."""
    return 1.0 if odds == math.inf else 0.999 / (1.0 + math.exp(-max(odds, -30.0)))
