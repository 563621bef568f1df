"""A text as the finder reads it: grams of its bare letters, which way it argues, and keys under which equals meet.

Also how many letters it has, title and all; a title alone counts as 0. Law: nothing here depends on other texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint, normalise
from assistant.index.lexical import Counted, grams
from assistant.index.stance import direction

LONGEST_OPENING = 60
"""Characters that stand for the title where there is none."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is compared of one content besides its vector; two contents that share a key are exactly the same."""

    whole: Counted
    title: Counted
    letters: int
    direction: float
    keys: frozenset[str]

    @classmethod
    def of(cls, content: Content) -> Reading:
        """The reading of a content; a blank one has no key and equals nothing."""
        title = normalise(content.title)
        body = normalise("\n".join((content.problem, content.idea, content.effect, content.body)))
        above, below = _bare(title), _bare(body)
        keys = {fingerprint(above + below)} if above or below else set()
        opening = above or _bare(body[:LONGEST_OPENING])
        count = len(above + below) if below else 0
        return cls(grams(above + below), grams(opening), count, direction(title, body), frozenset(keys))


def _bare(normal: str) -> str:
    """The letters and digits of a text in normal form, lower case."""
    return "".join(_WORD.findall(normal.casefold()))
