"""Text as the encoder reads it: one spelling for equal text, nothing that is not text, a bounded length.

The C engine that shipped with these weights overflows its heap on U+FDFA (one character, eighteen after NFKC) and cuts
at NUL; and `unicodedata.normalize` needs 20 s for 100,000 combining marks in a row (it sorts them by exchange). So the
length is bounded before and after NFKC, and so are runs of marks. Law: NFC and NFD of a text come out equal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

MOST_CHARACTERS: Final = 65_536
"""Longer than any 4,000 tokens (a piece has at most 16 characters)."""
MOST_MARKS: Final = 30
"""Combining marks kept in a row, as in the Stream-Safe Text Format (UAX #15)."""

_NONCHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_NOT_TEXT: Final = re.compile(f"[\0\x80-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_TIBETAN_VOWELS: Final = frozenset("\u0f73\u0f75\u0f81")
"""The only characters of class 0 that decompose to marks alone."""
_TOO_MANY_MARKS: Final = re.compile(rb"(?<=[^\0]{%d})[^\0]+" % MOST_MARKS)


def words(text: str, spellings: Mapping[int, str]) -> list[str]:
    """The words of `text` after NFKC and the vocabulary's own `spellings` (controls vanish, odd spaces are blanks)."""
    text = _NOT_TEXT.sub("", text[: 2 * MOST_CHARACTERS])
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _fewer_marks(text))[:MOST_CHARACTERS]
    return [word for word in text.translate(spellings).split(" ") if word]


def _fewer_marks(text: str) -> str:
    classes = bytes(1 if c in _TIBETAN_VOWELS else unicodedata.combining(c) for c in text)
    kept, at = [], 0
    for run in _TOO_MANY_MARKS.finditer(classes):
        kept.append(text[at : run.start()])
        at = run.end()
    return "".join([*kept, text[at:]]) if kept else text
