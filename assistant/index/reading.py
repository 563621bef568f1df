"""A text as the finder reads it: bare letters, their grams, and the keys under which equal texts meet."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint, letters
from assistant.index.lexical import Counted, grams

LEAST_LETTERS = 40
"""Below the title, fewer equal letters than this ("내용 없음", "첨부 참조") do not make two texts the same."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is compared of one content besides its vector; two contents that share a key are exactly the same."""

    counted: Counted
    keys: frozenset[str]

    @classmethod
    def of(cls, content: Content) -> Reading:
        """The reading of a content; a blank one has no key and equals nothing."""
        title = letters(content.title)
        below = letters("".join((content.problem, content.idea, content.effect, content.body)))
        keys = {fingerprint(title + below)} if title or below else set()
        if len(below) >= LEAST_LETTERS:
            keys.add(fingerprint(below))
        return cls(grams(title + below), frozenset(keys))
