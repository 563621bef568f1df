"""The sentences of two texts that say the same, so that a person can check a likeness with her own eyes.

Law: every sentence returned stands verbatim in its text; a weak match is not shown, and no sentence is shown twice.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.domain.similarity import SentencePair
from assistant.domain.text import normalise, sentences
from assistant.index.embedder import Embedder
from assistant.index.profile import Profile

MOST_SENTENCES = 40
"""Sentences looked at in a text, from its beginning: 40 take a quarter of a second on one core."""
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


def wanted(content: Content) -> list[str]:
    """What has to be embedded to find evidence in a content: its sentences in their normal form."""
    return [normalise(sentence) for sentence in cut(content)]


class Evidence:
    """Matches sentences under one model; remembers the vectors of the last sentences; safe to share between threads."""

    def __init__(self, embedder: Embedder, profile: Profile) -> None:
        self._embedder, self._profile = embedder, profile
        self._memory: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def pairs(self, a: Content, b: Content, *, most: int) -> list[SentencePair]:
        """At most `most` pairs, strongest first; a sentence is used once. Raises what the embedder raises."""
        left, right = cut(a), cut(b)
        if not left or not right:
            return []
        rows = self._profile.centre(self._vectors([normalise(sentence) for sentence in left + right]))
        likeness = rows[: len(left)] @ rows[len(left) :].T
        found: list[SentencePair] = []
        while len(found) < most:
            i, j = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
            best = float(likeness[i, j])
            if best < LEAST:
                break
            found.append(SentencePair(left[i], right[j], round(min(best, 1.0), 4)))
            likeness[i, :] = -1.0
            likeness[:, j] = -1.0
        return found

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
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
        return np.stack([known[text] for text in texts])
