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
"""Twice what the most tokens can cover (a piece has at most 16 characters)."""
MOST_MARKS: Final = 30
"""Combining marks kept in a row, as in the Stream-Safe Text Format (UAX #15)."""

_NONCHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_NOT_TEXT: Final = re.compile(f"[\0\x80-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
_TIBETAN_VOWELS: Final = frozenset("\u0f73\u0f75\u0f81")
"""The only characters that are no marks themselves and decompose to marks alone."""
_SUSPICIOUS: Final = re.compile(rb"[^\0]{10}")
"""So many marks in a row, before decomposition, that there may be more than `MOST_MARKS` after it."""
_MARKS: Final = re.compile(rb"[^\0]{%d,}" % MOST_MARKS)


class Cleaner:
    """Splits texts into words; `spellings` (code point → text) are the vocabulary's own where they differ from NFKC."""

    def __init__(self, spellings: Mapping[int, str]) -> None:
        self._spellings = {chr(code): spelling for code, spelling in spellings.items()}
        self._odd = re.compile("[" + "".join(map(re.escape, self._spellings)) + "]")

    def words(self, text: str) -> list[str]:
        """The words of `text` after NFKC and the spellings: controls vanish, line ends and odd spaces are blanks."""
        text = _NOT_TEXT.sub("", text[: 2 * MOST_CHARACTERS])
        if not text.isascii():
            text = unicodedata.normalize("NFKC", _fewer_marks(text))[:MOST_CHARACTERS]
        text = self._odd.sub(lambda found: self._spellings[found[0]], text)
        return [word for word in text.split(" ") if word]


def _fewer_marks(text: str) -> str:
    if not _SUSPICIOUS.search(bytes(map(unicodedata.combining, text))) and _TIBETAN_VOWELS.isdisjoint(text):
        return text
    text = "".join(unicodedata.normalize("NFKD", c) for c in text)  # one by one: this does not sort
    kept, at = [], 0
    for run in _MARKS.finditer(bytes(map(unicodedata.combining, text))):
        marks = sorted(text[run.start() : run.end()], key=unicodedata.combining)  # the order NFKD gives
        kept += [text[at : run.start()], *marks[:MOST_MARKS]]
        at = run.end()
    return "".join([*kept, text[at:]])
