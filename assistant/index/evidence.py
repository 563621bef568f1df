"""The sentences of two texts that say the same, so that a person can check a likeness with her own eyes.

Law: every sentence returned stands verbatim in its text; a weak match is not shown.
"""

from __future__ import annotations

import re

import numpy as np

from assistant.domain.proposal import Content
from assistant.domain.similarity import SentencePair
from assistant.domain.text import normalise, sentences
from assistant.index.embedder import Embedder
from assistant.index.profile import Profile

MOST_SENTENCES = 40
LEAST = 0.35
_TAG = re.compile(r"<[^<>]{1,2000}>")


def cut(content: Content) -> list[str]:
    """The sentences of a content, verbatim, in order, at most `MOST_SENTENCES`."""
    pieces = _TAG.split(content.prose())
    return [s for piece in pieces for s in sentences(piece)][:MOST_SENTENCES]


def wanted(content: Content) -> list[str]:
    """What has to be embedded to find evidence in a content: its sentences in their normal form."""
    return [normalise(sentence) for sentence in cut(content)]


class Evidence:
    """Matches sentences under one model."""

    def __init__(self, embedder: Embedder, profile: Profile) -> None:
        self._embedder, self._profile = embedder, profile

    def pairs(self, a: Content, b: Content, *, most: int) -> list[SentencePair]:
        """At most `most` pairs, strongest first; a sentence is used once."""
        left, right = cut(a), cut(b)
        if not left or not right:
            return []
        raw = self._embedder.embed(wanted(a) + wanted(b))
        rows = self._profile.centre(raw)
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
