"""Which track a draft is nearest to, by meaning alone: its sentences against the organiser's prototype sentences.

Where people have confirmed enough tracks, what was learned from them (`learned`) is multiplied in. Law: the same draft
and the same confirmed proposals give the same answer; close to even means "undecided".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.domain.advice import TrackAdvice
from assistant.domain.proposal import Content
from assistant.domain.text import letters
from assistant.domain.track import UNDECIDED, Track
from assistant.llm.learned import Confirmed, Learned, none_confirmed
from assistant.llm.reading import Centre, Embed, Reading, Vectors

NEAREST = 4
"""Prototypes of a track that a sentence is held against; the mean over more blurs tracks with many subjects."""
LOUDEST = 0.06
"""A sentence's leaning, its cosine less the mean over tracks, counts up to this: no sentence decides alone."""
TEMPERATURE = 0.02
"""Turns leanings into chances; chosen on the sample archive and examples, a little wider than fits them best.

Little text is weak evidence, so it grows by `THIN` over the draft's letters; see benchmarks/results/advice.md.
"""
THIN = 40
DECIDED = 0.6
"""Chance of the best track against the second from which it is named, however many there are; .5 is a coin."""
SUREST = 97
LEAST_LETTERS = 8
"""Letters below which nothing is guessed ("새 제안")."""
QUOTED = 90
EXAMPLES = 2
__all__ = ["Confirmed", "TrackGuess", "none_confirmed"]


@dataclass(frozen=True, slots=True)
class Closest:
    """A sentence of the draft and the prototype it is nearest to."""

    sentence: str
    prototype: str


class TrackGuess:
    """Holds the prototypes' vectors, made at first use."""

    def __init__(self, tracks: Sequence[Track], embed: Embed, centre: Centre, confirmed: Confirmed) -> None:
        self._tracks, self._embed, self._centre = tuple(tracks), embed, centre
        self._learned = Learned([track.code for track in tracks], embed, centre, confirmed)
        self._prototypes: Vectors | None = None
        self._middle: Vectors = np.zeros(0, np.float32)

    def advise(self, content: Content, reading: Reading) -> TrackAdvice:
        """The nearest track with its probability in per cent and the two sentences that speak most for it."""
        amount = sum(len(letters(s.text)) for s in reading.sentences)
        if amount < LEAST_LETTERS:
            return TrackAdvice(UNDECIDED, 0, "분야를 가늠할 내용이 아직 없습니다.")
        if len(self._tracks) == 1:
            return TrackAdvice(self._tracks[0].code, 100, "분야가 하나뿐입니다.")
        fit, weights = self._fit(reading), self._weights(reading)
        leaning = np.clip(fit - fit.mean(axis=1, keepdims=True), -LOUDEST, LOUDEST)
        temperature = TEMPERATURE * (1 + THIN / amount)
        chances = _softmax(weights @ leaning / temperature)
        if (learned := self._learned.chances(content)) is not None:
            chances = chances * learned / (chances @ learned)
        order = np.argsort(-chances, kind="stable")
        best, second = int(order[0]), int(order[1])
        closest = self._closest(reading, weights * (fit[:, best] - fit[:, second]), best)
        confidence = min(SUREST, int(chances[best] * 100))
        examples = self.examples(reading, self._tracks[best].code)
        if chances[best] / (chances[best] + chances[second]) < DECIDED:
            names = " · ".join(self._tracks[i].label("ko") for i in (best, second))
            return TrackAdvice(
                UNDECIDED, confidence, f"{names}에 비슷하게 가까워 판단을 보류했습니다. {_told(closest)}", examples
            )
        name = self._tracks[best].label("ko")
        return TrackAdvice(self._tracks[best].code, confidence, f"‘{name}’에 가깝습니다. {_told(closest)}", examples)

    def examples(self, reading: Reading, code: str) -> tuple[str, ...]:
        """The two prototypes of a track that are nearest to the draft as a whole, nearest first."""
        start = 0
        for track in self._tracks:
            if track.code == code and len(reading.sentences):
                known = self._known()[start : start + len(track.prototypes)]
                alike = known @ (self._weights(reading) @ self._seen_from_the_middle(reading.vectors))
                nearest = np.argsort(-alike, kind="stable")[:EXAMPLES]
                return tuple(track.prototypes[int(i)] for i in nearest)
            start += len(track.prototypes)
        return ()

    def _fit(self, reading: Reading) -> NDArray[np.float64]:
        """(sentences, tracks): mean cosine of a sentence to its nearest prototypes of a track."""
        known = self._known()
        alike = self._seen_from_the_middle(reading.vectors) @ known.T
        columns, start = [], 0
        for track in self._tracks:
            part = np.sort(alike[:, start : start + len(track.prototypes)], axis=1)[:, -NEAREST:]
            columns.append(part.mean(axis=1, dtype=np.float64))
            start += len(track.prototypes)
        return np.stack(columns, axis=1)

    def _known(self) -> Vectors:
        if self._prototypes is None:
            vectors = self._centre(self._embed([p for t in self._tracks for p in t.prototypes]))
            ends = np.cumsum([len(t.prototypes) for t in self._tracks])[:-1]
            self._middle = np.mean([part.mean(axis=0) for part in np.split(vectors, ends)], axis=0, dtype=np.float32)
            self._prototypes = self._seen_from_the_middle(vectors)
        return self._prototypes

    def _seen_from_the_middle(self, vectors: Vectors) -> Vectors:
        """Unit rows less the point midway between the tracks, which takes out what all of them speak of."""
        moved = vectors - self._middle
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)

    def _weights(self, reading: Reading) -> NDArray[np.float64]:
        """Weights of the sentences, none for one that only names a track: that is a wish, not an idea."""
        names = [letters(name) for track in self._tracks for name in track.name.values()]
        wishes = np.array([any(name in letters(s.text) for name in names) for s in reading.sentences])
        weights = np.where(wishes, 0.0, reading.weights)
        return np.asarray(weights / weights.sum()) if weights.any() else reading.weights

    def _closest(self, reading: Reading, speaks: NDArray[np.float64], best: int) -> Closest:
        row = int(np.argmax(speaks))
        start = sum(len(t.prototypes) for t in self._tracks[:best])
        prototypes = self._tracks[best].prototypes
        known = self._known()[start : start + len(prototypes)]
        alike = known @ self._seen_from_the_middle(reading.vectors[row : row + 1])[0]
        return Closest(reading.sentences[row].source, prototypes[int(np.argmax(alike))])


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def _told(closest: Closest) -> str:
    return f"초안의 “{_short(closest.sentence)}” 문장이 예시 “{closest.prototype}”와 가장 가깝습니다."


def _short(sentence: str) -> str:
    """The sentence, or its beginning up to a blank: what is quoted stands in the draft as it is."""
    if len(sentence) <= QUOTED:
        return sentence
    blank = sentence.rfind(" ", QUOTED // 2, QUOTED)
    return sentence[: blank if blank > 0 else QUOTED]
