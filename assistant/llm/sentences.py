"""A draft cut into its sentences, each with the field it stands in and the very characters the author wrote.

Law: `source` stands verbatim in the field, HTML left-overs and decomposed Hangul included; `text` is for reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain.proposal import Content
from assistant.domain.text import letters, plain, sentences

FIELDS = ("problem", "idea", "effect", "body")
MOST_SENTENCES = 400
"""More sentences than this are not looked at; the longest real proposal in the development data has 240."""

LEAST_QUOTED = 6
"""Letters from which on a quotation is recognised by its letters alone."""

_BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-–—*•·○●◦□■▪◇◆▶▷➤➢※✓☞<>〈〉ㅇ]+|\(?\d{1,2}[.)](?!\d)|[①-⑳]|[가-하][.)])\s*")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence: `source` as written, `text` cleaned and without its bullet."""

    field: str
    source: str
    text: str


def cut(content: Content) -> list[DraftSentence]:
    """The sentences of problem, idea, effect and body in that order; one said twice is kept once.

    The title counts as a sentence only where there is no other.
    """
    found: list[DraftSentence] = []
    known: set[str] = set()
    for field in (*FIELDS, "title"):
        if field == "title" and found:
            break
        shortest = 2 if field == "title" else 8
        for piece in _BLOCK.split(getattr(content, field)[:80_000]):
            for source in sentences(piece, shortest=shortest):
                text = without_bullet(" ".join(plain(source).split()))
                key = letters(text)
                if len(key) >= shortest and key not in known and len(found) < MOST_SENTENCES:
                    known.add(key)
                    found.append(DraftSentence(field, source, text))
    return found


def without_bullet(text: str) -> str:
    """The sentence without the signs and numbers that begin a list entry."""
    while (bare := _BULLET.sub("", text).strip()) != text:
        text = bare
    return text


def _folded(text: str) -> str:
    return " ".join(plain(text).split())


def verbatim(quoted: str, draft: list[DraftSentence], prose: str) -> str | None:
    """The author's own characters that `quoted` repeats; None where the draft does not say it.

    Differences in blanks, bullets and Hangul composition are forgiven, for what is returned is the draft's text.
    """
    quoted = quoted.strip()
    if len(letters(quoted)) < 2:
        return None
    if quoted in prose:
        return quoted
    wanted = without_bullet(_folded(quoted)).strip(".。 …\"'“”‘’")
    for sentence in draft:
        if wanted and wanted in sentence.text:
            return sentence.source
    bare = letters(wanted)
    if len(bare) >= LEAST_QUOTED:  # full-width signs and the like come back in their plain form
        return next((sentence.source for sentence in draft if bare in letters(sentence.text)), None)
    return None
