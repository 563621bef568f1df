"""People's text made safe to compare: one normal form, one way to cut it into sentences.

Law: cleaning only removes what nobody can see; every sentence returned stands verbatim in the cleaned text's source.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata

MOST_CHARACTERS = 20_000
"""Longest text taken into account anywhere; the longest real proposal in the development data has about 12,000."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT = frozenset("\n\t")
_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_LINES = re.compile(r" *\n\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？…])[\"'”’)\]]*\s+|\n+")
_WORD = re.compile(r"\w+", re.UNICODE)


def visible(text: str) -> str:
    """`text` without characters nobody can see (controls, surrogates, bidirectional marks, unassigned), NFC.

    Line ends become a line feed; the emoji joiner is dropped too, which splits an emoji but loses no word.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.replace("\n", "").replace("\t", "").isprintable():  # asking costs a fortieth of looking at each sign
        text = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", text)


def storable(text: str) -> str:
    """`text` as it can be stored everywhere: without NUL and lone surrogates, line ends as line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "ignore").decode("utf-8")


def plain(text: str) -> str:
    """`text` as plain words: entities decoded, HTML tags dropped (block ends become line ends), blanks folded."""
    text = visible(text)
    if "<" in text or "&" in text:
        text = html.unescape(_ANY_TAG.sub(" ", _TAG.sub("\n", text)))
        text = visible(text)
    text = _BLANKS.sub(" ", text)
    return _LINES.sub("\n", text).strip()


def normalise(text: str) -> str:
    """The form that two texts are compared in: plain, NFKC, at most `MOST_CHARACTERS`."""
    return unicodedata.normalize("NFKC", plain(text[: 4 * MOST_CHARACTERS]))[:MOST_CHARACTERS].strip()


def letters(text: str) -> str:
    """Only the letters and digits of the normal form, lower case: equal for texts that differ in blanks and signs."""
    return "".join(_WORD.findall(normalise(text).casefold())).replace("_", "")


def fingerprint(text: str) -> str:
    """sha256 (hex) of the text's UTF-8; lone surrogates count as themselves."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sentences(text: str, *, shortest: int = 8, longest: int = 400) -> list[str]:
    """The sentences of `text` in order, each verbatim in it, of `shortest` letters or more.

    Cut after sentence marks and at line ends; a piece longer than `longest` characters is cut at blanks.
    """
    found: list[str] = []
    for piece in _SENTENCE_END.split(text):
        rest = (piece or "").strip()
        while len(rest) > longest:
            cut = rest.rfind(" ", 1, longest)
            cut = cut if cut > longest // 2 else longest
            found.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        found.append(rest)
    return [s for s in found if sum(c.isalnum() for c in s) >= shortest]
