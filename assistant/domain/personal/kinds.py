"""What counts as personal data here, and how a find is written down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A form of personal data; the value is the word in its placeholder."""

    RESIDENT = "주민등록번호"
    FOREIGNER = "외국인등록번호"
    CARD = "카드번호"
    ACCOUNT = "계좌번호"
    PASSPORT = "여권번호"
    LICENCE = "면허번호"
    EMAIL = "이메일"
    PHONE = "전화"
    VEHICLE = "차량번호"
    ADDRESS = "주소"
    IP = "IP주소"


STOPPING = frozenset({Kind.RESIDENT, Kind.FOREIGNER, Kind.CARD, Kind.ACCOUNT})
"""Kinds that forbid sending the text at all: whoever writes one has pasted something that does not belong here."""


@dataclass(frozen=True, slots=True)
class Found:
    """`text[start:end]` is of this kind."""

    kind: Kind
    start: int
    end: int
    text: str
