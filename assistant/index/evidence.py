"""The sentences of two texts that say the same, so that a person can check a likeness with her own eyes.

Law: every sentence returned stands verbatim in its text; a weak match is not shown, and no sentence is shown twice.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from math import sqrt
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.domain.similarity import SentencePair
from assistant.domain.text import letters, normalise, sentences
from assistant.index.embedder import Embedder
from assistant.index.profile import Profile

MOST_SENTENCES = 40
"""Sentences looked at in a text, from its beginning: 40 take a quarter of a second on one core."""
MOST_CHARACTERS = 4_000
"""Of all shown ideas' sentences together, read while somebody waits: about 2,200 tokens, a second of CPU. Of 60 long
proposals with their five nearest it bit in 4; those closest by letters held .995 of the best matches, .99 of three."""
LEAST = 0.42
"""Of 12 judged pairs each, the best match of different texts was below it in 4 of the 5 that shared no copied phrase;
of the same demands it was above in 11 of 12."""
REMEMBERED = 4_000
"""Sentence vectors kept in memory: at 384 floats each, 6 MB."""
_TAG = re.compile(r"<[^<>]{1,2000}>")


def cut(content: Content) -> list[str]:
    """The sentences of a content, verbatim and without HTML tags, in order, at most `MOST_SENTENCES`, none twice."""
    pieces = _TAG.split(content.prose())
    found = (sentence for piece in pieces for sentence in sentences(piece))
    return list(dict.fromkeys(found))[:MOST_SENTENCES]


def closest(a: Content, others: Sequence[Content], characters: int) -> list[list[str]]:
    """Of each of the others the sentences that share most pairs of letters with one of `a`, in its own order.

    All together `characters` long, but at least one of each; what a short text leaves goes to the longer ones.
    """
    mine, texts = [_pairs(sentence) for sentence in cut(a)], [cut(other) for other in others]
    found: list[list[str]] = [[] for _ in texts]
    by_length = sorted(range(len(texts)), key=lambda place: sum(map(len, texts[place])))
    for done, place in enumerate(by_length):
        found[place] = _first(mine, texts[place], characters // (len(texts) - done))
        characters -= sum(map(len, found[place]))
    return found


def _first(mine: list[set[str]], theirs: list[str], room: int) -> list[str]:
    if sum(map(len, theirs)) <= room:
        return theirs
    shares = [max((_shared(_pairs(sentence), own) for own in mine), default=0.0) for sentence in theirs]
    kept: list[int] = []
    for place in sorted(range(len(theirs)), key=lambda place: -shares[place]):
        if not kept or len(theirs[place]) <= room:
            kept.append(place)
            room -= len(theirs[place])
    return [theirs[place] for place in sorted(kept)]


def wanted(found: Sequence[str]) -> list[str]:
    """What has to be embedded to compare sentences: their normal form."""
    return [normalise(sentence) for sentence in found]


def _pairs(sentence: str) -> set[str]:
    bare = letters(sentence)
    return {bare[place : place + 2] for place in range(len(bare) - 1)}


def _shared(a: set[str], b: set[str]) -> float:
    return len(a & b) / sqrt(1 + min(len(a), len(b)))


class Evidence:
    """Matches sentences under one model; remembers the vectors of the last sentences; safe to share between threads."""

    def __init__(self, embedder: Embedder, profile: Profile) -> None:
        self._embedder, self._profile = embedder, profile
        self._memory: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def read(self, content: Content) -> None:
        """Embed a text's sentences now, so that comparing it embeds nothing more. Raises what the embedder raises."""
        self._known(wanted(cut(content)))

    def pairs(self, a: Content, b: Content, *, most: int) -> list[SentencePair]:
        """At most `most` pairs, strongest first; a sentence is used once. Raises what the embedder raises."""
        return self.pairs_of_each(a, [b], most=most)[0]

    def pairs_of_each(
        self, a: Content, others: Sequence[Content], *, most: int, characters: int | None = None
    ) -> list[list[SentencePair]]:
        """`pairs` of `a` with each of the others, in their order; what is new of them all is embedded at once.

        `characters` limits what is read of the others to the sentences closest by letters.
        """
        left = cut(a)
        rights = [cut(b) for b in others] if characters is None else closest(a, others, characters)
        read = left + [sentence for right in rights for sentence in right]
        if not left or not any(rights):
            return [[] for _ in others]
        rows = self._profile.centre(self._vectors(wanted(read)))
        found, start = [], len(left)
        for right in rights:
            found.append(_matched(left, right, rows[: len(left)] @ rows[start : start + len(right)].T, most))
            start += len(right)
        return found

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        known = self._known(texts)
        return np.stack([known[text] for text in texts])

    def _known(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        with self._lock:
            known = {text: self._memory[text] for text in texts if text in self._memory}
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        if missing:
            known.update(zip(missing, self._embedder.embed(missing), strict=True))
        with self._lock:
            for text in dict.fromkeys(texts):
                self._memory[text] = known[text]
                self._memory.move_to_end(text)
            while len(self._memory) > REMEMBERED:
                self._memory.popitem(last=False)
        return known


def _matched(left: list[str], right: list[str], likeness: NDArray[np.float32], most: int) -> list[SentencePair]:
    found: list[SentencePair] = []
    while right and len(found) < most:
        i, j = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
        best = float(likeness[i, j])
        if best < LEAST:
            break
        found.append(SentencePair(left[i], right[j], round(min(best, 1.0), 4)))
        likeness[i, :] = -1.0
        likeness[:, j] = -1.0
    return found
