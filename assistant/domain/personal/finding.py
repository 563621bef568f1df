"""Finding personal data in a text as people write it.

What is searched is the text's visible NFKC form, so that full-width digits, composed letters and hidden characters hide
nothing. Law: names are pointed out to the writer, never replaced: nobody can tell 하나 the name from 하나 the word.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.domain.personal.kinds import Found
from assistant.domain.personal.mail import email
from assistant.domain.personal.numbers import account, card, ip, licence, passport, phone, resident, vehicle
from assistant.domain.personal.places import address
from assistant.domain.text import visible

_IN_ORDER = (email, resident, card, licence, phone, account, passport, vehicle, ip, address)
"""Where two finds overlap, the earlier rule's holds."""

_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
_TITLES = (
    "주무관|팀장|과장|국장|실장|계장|사무관|서기관|주사|반장|통장|동장|구청장|시장|소장|센터장|위원장|위원|"
    "대리|부장|차장|이사|사장|"
    "교수|박사|선생님|선생|기사님|어르신|할머니|할아버지|씨|님|군|양"
)
_NAMED = re.compile(rf"(?<![가-힣])([{_SURNAMES}][가-힣]{{1,2}})\s?(?:{_TITLES})(?![가-힣]{{3}})")
_INTRODUCED = re.compile(
    rf"(?:성명|이름|담당자|담당|작성자|제안자|신청인|예금주|보호자|연락처|문의|"
    rf"대표)\s?[:：은는]?\s?([{_SURNAMES}][가-힣]{{2}})(?![가-힣]{{4}})"
)
_NO_NAMES = re.compile(
    r"^(?:담당|전문|부서|이용|지역|현장|전체|시민|구청|주민|상담|안전|관리|정책|기획|총무|행정|민원|복지|재무|"
    r"도시|교통|문화|홍보|"
    r"우리|어떤|모든|해당|신규|선임|고참|여러|이런|하나|모두|공동|전임|후임|신임|남녀|위촉|심사|평가|자문|운영|"
    r"명예|시장|"
    r"조금|오늘|지금|장애|노인|아동|독거|한국|서울|이주|외국|고령|홀몸|어머|아버|조합|동네|마을|이웃|성인|청년|"
    r"부모|학부)"
)


def find(text: str) -> list[Found]:
    """Everything of a known form in `searchable(text)`, in its order, without overlaps."""
    taken: list[Found] = []
    text = searchable(text)
    for rule in _IN_ORDER:
        for found in rule(text):
            if all(found.end <= other.start or found.start >= other.end for other in taken):
                taken.append(found)
            else:
                _widen(taken, found, text)
    return sorted(taken, key=lambda found: found.start)


def searchable(text: str) -> str:
    """The form positions refer to: visible characters only, NFKC."""
    return unicodedata.normalize("NFKC", visible(text))


def names(text: str) -> list[str]:
    """What may be people's names, for the writer to look at; each once, in order."""
    text = searchable(text)
    found = [(m.start(1), m[1]) for pattern in (_NAMED, _INTRODUCED) for m in pattern.finditer(text)]
    return list(dict.fromkeys(name for _, name in sorted(found) if not _NO_NAMES.match(name)))


def _widen(taken: list[Found], found: Found, text: str) -> None:
    """Where a find of the same kind is longer than one that was taken, it holds instead."""
    for place, other in enumerate(taken):
        if other.kind is found.kind and found.start <= other.start and other.end <= found.end:
            rest = taken[:place] + taken[place + 1 :]
            if all(found.end <= o.start or found.start >= o.end for o in rest):
                taken[place] = found
            return
