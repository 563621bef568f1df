"""What a proposal's form holds, whichever program it is written for: a head of short facts, then one row a field.

Law: the texts stand in cells beside their labels, so that a line that looks like a heading stays text when the file is
read again; labels are those `domain.headings` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

TITLE = "제 안 서"
LABELS = {
    "title": "제안명",
    "problem": "현황 및 문제점",
    "idea": "개선방안",
    "effect": "기대효과",
    "tools": "AI 도구",
    "needs": "필요한 데이터",
    "video": "영상 주소",
    "pitch": "한줄 소개",
    "body": "그 밖의 내용",
}
ALWAYS = ("problem", "idea", "effect")
GENERATED = "AI 생성 문안"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FormSheet:
    """`head` are (label, text) beside each other, `rows` below each other; `foot` says what has to be known."""

    title: str
    head: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    foot: tuple[str, ...] = ()


def rows_of(texts: Iterable[tuple[str, str]], generated: frozenset[str] = frozenset()) -> tuple[tuple[str, str], ...]:
    """The rows for (field, text), empty ones left out unless the form always has them; generated texts say so."""
    found = []
    for name, text in texts:
        if name in LABELS and name != "title" and (text.strip() or name in ALWAYS):
            label = f"{LABELS[name]} ({GENERATED})" if name in generated else LABELS[name]
            found.append((label, text))
    return tuple(found)


def writable(text: str) -> str:
    """The text without what XML cannot hold, line ends as line feeds."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
