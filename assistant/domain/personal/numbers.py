"""Numbers that name a person or her money: forms, check digits, and the words that must stand beside a bare number.

A number is only taken for what it looks like if nothing after it says that it counts something (원, 명, 건 …).
Law: no `\\b` anywhere: in Korean a particle follows a number without a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from ipaddress import AddressValueError, IPv6Address

from assistant.domain.personal.kinds import Found, Kind

_DASH = r"[-‐‑‒–—―−~.·ㆍ・/_]"
_GAP = rf"(?:\s{{0,2}}{_DASH}\s{{0,2}}|\s{{1,2}})"
_COUNTED = (
    r"(?!\s?(?:원|천|만|억|조\s?원|명|건|개|회|년|월|일|시간|분|초|%|퍼센트|점|표|대|장|권|톤|㎞|km|m|kg|GB|MB|"
    r"TB|KB))"
)
_KEYWORD_BEFORE = 28
_WORD_AFTER = 10

_BANK = (
    r"(?:계좌|은행|농협|신협|수협|축협|새마을금고|우체국|뱅크|입금|송금|이체|예금주|통장|환급|급여|"
    r"국민|신한|우리|하나|기업|산업|제일|씨티|부산|대구|광주|전북|경남|제주|카카오|토스|케이|KB|NH|IBK|SC|KEB|"
    r"신용금고|저축은행)"
)
_BANK_NEAR = re.compile(
    r"(?:계좌|은행(?!나무|잎|열매)|농협|신협|수협|축협|새마을금고|우체국|뱅크|입금|송금|이체|예금주|통장|환급)[^\n.!?]{0,18}$",
    re.IGNORECASE,
)
_BANK_BESIDE = re.compile(rf"{_BANK}\s?[:：(]?\s?$", re.IGNORECASE)
_BANK_AFTER = re.compile(rf"^\s?[(（,]?\s?{_BANK}", re.IGNORECASE)

_RESIDENT = re.compile(r"(?<!\d)(\d{6})\s{0,2}[-‐‑‒–—―−~.·_]\s{0,2}(\d)(?:\d{6}|[*xX●○]{6}|\d[*xX●○]{5})(?!\d)")
_RESIDENT_BARE = re.compile(r"(?<!\d)(\d{6})\s?([1-8])(?:\d{6}(?!\d)|[*xX●○]{6})")
_RESIDENT_SPACED = re.compile(r"(?<!\d)((?:\d\s){5}\d)\s?-?\s?([1-8])(?:\s\d){6}(?!\d)")
_RESIDENT_WORD = re.compile(r"(?:주민|외국인)\s?(?:등록)?\s?(?:번호)?[^\n.!?0-9]{0,12}$")

_CARD = re.compile(
    rf"(?<![\d-])(?:\d{{4}}{_GAP}?){{3}}\d{{4}}(?!-?\d)|(?<![\d-])3[47]\d{{2}}{_GAP}?\d{{6}}{_GAP}?\d{{5}}(?!-?\d)"
)
_CARD_WORD = re.compile(r"(?:카드|체크|법인카드|결제)[^\n.!?0-9]{0,14}$")

_PHONE = re.compile(
    r"(?<!\d)(?:(?:(?:\+|00)\s?82\s?[-.)]?|(?<![\d\-])82\s?[-.)\s])\s?\(?0?\)?|(?:\((?=0\d{1,3}\)))?[0oO])\s?"
    r"(?:1\s?[016789oO]|2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|80|50\d|30\d|13\d)\)?"
    r"(?:[\s\-‐‑‒–—―−~.·ㆍ)/_]{0,3}\d){7,8}(?!\d)"
)
_MOBILE_SPELT = re.compile(
    r"(?<!\d)(?=[\d\s\-,.]{0,9}[공영일이삼사오육륙칠팔구])[공영0]\s?[일1]\s?[공영일육칠팔구016789](?:[\s\-,.]{0"
    r",2}[공영일이삼사오육륙칠팔구0-9]){7,8}(?![공영일이삼사오육륙칠팔구0-9])"
)
_MOBILE_BARE = re.compile(r"(?:휴대폰|핸드폰|휴대전화|연락처|전화번호)\s?[:：은는]?\s?(1[016789]\d{8})(?!\d)")
_REPRESENTATIVE = re.compile(
    r"(?<![\d-])1(?:522|533|544|555|566|577|588|599|600|644|660|661|666|668|670|688|800|811|833|855|877|899)"
    rf"\s?[-‐‑‒–—―−.]\s?\d{{4}}(?![\d-]){_COUNTED}"
)

_ADDRESS_OF_A_PAGE = re.compile(r"[A-Za-z=/?&_]$")

_ACCOUNT_FORMS = (
    *(
        (6, 2, 6),
        (3, 3, 6),
        (4, 3, 6),
        (3, 4, 4, 2),
        (3, 6, 5),
        (3, 6, 2, 3),
        (4, 2, 7),
        (3, 2, 6),
        (3, 4, 6),
        (3, 5, 6),
    ),
    *((3, 6, 3), (4, 4, 4), (3, 2, 7), (3, 3, 7), (3, 2, 6, 1), (3, 3, 5, 1), (3, 6, 2), (4, 4, 4, 1), (3, 2, 4, 3)),
    *((3, 4, 7), (6, 2, 5), (4, 3, 7), (3, 4, 4), (4, 1, 6), (3, 4, 4, 1), (3, 2, 5, 1), (3, 4, 4, 3), (3, 2, 4, 2)),
)
_CERTAIN_FORMS = frozenset(_ACCOUNT_FORMS[:7]) | {(3, 6, 3), (3, 4, 6), (6, 2, 5), (3, 2, 6), (3, 2, 7), (3, 3, 7)}
_GROUPED = re.compile(r"(?<![\d-])\d{1,6}(?:\s?[-‐‑‒–—―−]\s?\d{1,8}){2,4}(?![\d-])")
_LONG = re.compile(rf"(?<![\d,.\-])\d(?:[ \-.]?\d){{9,15}}(?![\d-]){_COUNTED}")

_LICENCE = re.compile(rf"(?<![\d-])[12]\d{_GAP}\d{{2}}{_GAP}\d{{6}}{_GAP}\d{{2}}(?![\d-])")
_LICENCE_REGION = re.compile(
    r"(?:서울|부산|경기|경기남부|경기북부|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|세종)"
    rf"\s?[-]?\s?\d{{2}}{_GAP}\d{{6}}{_GAP}\d{{2}}(?![\d-])"
)
_LICENCE_BARE = re.compile(r"(?<!\d)[12]\d{11}(?!\d)")
_LICENCE_WORD = re.compile(r"면허[^\n.!?0-9]{0,14}$")

_PASSPORT = re.compile(
    r"(?<![A-Za-z0-9])(?:[MSRODGT]\s?\d{8}|[MSRODGT]\s?\d{3}[A-Z]\d{4})(?![A-Za-z0-9])", re.IGNORECASE
)
_PASSPORT_OLD = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{7}(?![A-Za-z0-9])", re.IGNORECASE)
_PASSPORT_WORD = re.compile(r"(?:여권|passport)[^\n.!?0-9]{0,18}$", re.IGNORECASE)

_PLATE_LETTER = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자하허호배"
_REGION = r"(?:(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)\s?)?"
_PLATE = re.compile(rf"{_REGION}(?<![\d,.제-])\d{{2,3}}\s?([{_PLATE_LETTER}])(\s?)\d{{4}}(?!\d){_COUNTED}(?!\s?자)")
_PLATE_REGION_OLD = re.compile(
    rf"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|"
    rf"제주)\s?\d{{1,2}}\s?[{_PLATE_LETTER}]\s?\d{{4}}(?!\d)"
)
_PLATE_WORD = re.compile(
    r"(?:차량|번호판|자동차|승용차|승합차|트럭|화물차|택시|주차|렌터카|오토바이|차번호|차는)[^\n.!?]{0,18}$"
)
_CAR_WORD = re.compile(r"차(?:량|주|를|가|는|에|입|이|\s|$)|번호판|승용|트럭|화물|택시|주차|견인|불법|단속|운전|출입")
_CAR_AFTER = 14
_COUNTING_LETTERS = frozenset("조도주자호부구수")
"""Letters of plates that after a number also mean something else (12조, 30도, 3주, 200자 …)."""

_IPV4 = re.compile(
    r"(?<![\d.])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?:/\d{1,2}|:\d{2,5})?(?!\.?\d)"
)
_IPV6 = re.compile(r"(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![0-9A-Za-z:])")
_IP_WORD = re.compile(r"(?:IP|아이피|서버|접속|주소)[^\n!?]{0,14}$", re.IGNORECASE)
_VERSION_WORD = re.compile(r"(?:버전|판|version|ver\.?|v|제|항목|절)\s?$", re.IGNORECASE)


def resident(text: str) -> Iterator[Found]:
    """Resident and foreigner registration numbers; since 2020 they have no check digit, so none is asked for."""
    for pattern, must_be_date in ((_RESIDENT, False), (_RESIDENT_BARE, True), (_RESIDENT_SPACED, True)):
        for found in pattern.finditer(text):
            birth = re.sub(r"\D", "", found[1])
            if not must_be_date or _is_birth(birth) or _RESIDENT_WORD.search(_before(text, found)):
                yield _as(Kind.FOREIGNER if found[2] in "5678" else Kind.RESIDENT, found)


def card(text: str) -> Iterator[Found]:
    """Payment cards: groups of four joined by dashes, or any spacing with a right check digit (ISO/IEC 7812)."""
    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        joined = "-" in found[0] or any(sign in found[0] for sign in "‐‑‒–—―−")
        if (digits[0] in "34569" and (joined or luhn(digits))) or _CARD_WORD.search(_before(text, found)):
            yield _as(Kind.CARD, found)


def phone(text: str) -> Iterator[Found]:
    """Mobile, landline, internet and safe numbers, with and without +82; nationwide numbers such as 1588-0000."""
    for pattern in (_PHONE, _MOBILE_SPELT, _REPRESENTATIVE):
        for found in pattern.finditer(text):
            if not (found[0].isdigit() and _ADDRESS_OF_A_PAGE.search(_before(text, found))):
                yield _as(Kind.PHONE, found)
    for found in _MOBILE_BARE.finditer(text):  # a spreadsheet has eaten the nought
        yield Found(Kind.PHONE, found.start(1), found.end(1), found[1])


def account(text: str) -> Iterator[Found]:
    """Bank accounts: a bank's word beside 10-16 digits, or a grouping that banks use and hardly anybody else."""
    for found in _GROUPED.finditer(text):
        groups = tuple(len(part) for part in re.findall(r"\d+", found[0]))
        is_near = _has_bank(text, found)
        if _is_dated(found[0]) and not is_near:
            continue
        if (groups in _CERTAIN_FORMS and not found[0].startswith("0")) or (is_near and 10 <= sum(groups) <= 16):
            yield _as(Kind.ACCOUNT, found)
    for found in _LONG.finditer(text):
        if _has_bank(text, found):
            yield _as(Kind.ACCOUNT, found)


def licence(text: str) -> Iterator[Found]:
    """Driving licences: 11-22-333333-44, with the region's name instead of its number, or bare beside its word."""
    for pattern in (_LICENCE, _LICENCE_REGION):
        for found in pattern.finditer(text):
            yield _as(Kind.LICENCE, found)
    for found in _LICENCE_BARE.finditer(text):
        if _LICENCE_WORD.search(_before(text, found)):
            yield _as(Kind.LICENCE, found)


def passport(text: str) -> Iterator[Found]:
    """Passports of both present forms; a letter with a date (D20261123) is a document's number unless 여권 is said."""
    for found in _PASSPORT.finditer(text):
        said = _PASSPORT_WORD.search(_before(text, found))
        digits = re.sub(r"\D", "", found[0])
        if said or (found[0][0].isupper() and not _is_day(digits)):
            yield _as(Kind.PASSPORT, found)
    for found in _PASSPORT_OLD.finditer(text):
        if _PASSPORT_WORD.search(_before(text, found)):
            yield _as(Kind.PASSPORT, found)


def vehicle(text: str) -> Iterator[Found]:
    """Number plates; where a blank stands after a letter that also counts something, a word for a car must be near."""
    for found in _PLATE.finditer(text):
        doubtful = found[1] in _COUNTING_LETTERS and bool(found[2])
        after = text[found.end() : found.end() + _CAR_AFTER]
        if not doubtful or _PLATE_WORD.search(_before(text, found)) or _CAR_WORD.search(after):
            yield _as(Kind.VEHICLE, found)
    for found in _PLATE_REGION_OLD.finditer(text):
        yield _as(Kind.VEHICLE, found)


def ip(text: str) -> Iterator[Found]:
    """IPv4 and IPv6; four single digits are a heading (2.1.3.4) unless an address is spoken of."""
    for found in _IPV4.finditer(text):
        before = _before(text, found)
        octets = re.split("[/:]", found[0])[0].split(".")
        if _VERSION_WORD.search(before) and not _IP_WORD.search(before):
            continue
        if max(map(len, octets)) > 1 or _IP_WORD.search(before):
            yield _as(Kind.IP, found)
    for found in _IPV6.finditer(text):
        try:
            IPv6Address(found[0])
        except AddressValueError:
            continue
        if sum(c.isalnum() for c in found[0]) >= 3:
            yield _as(Kind.IP, found)


def luhn(digits: str) -> bool:
    """Whether the check digit is right (ISO/IEC 7812-1, annex B)."""
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _has_bank(text: str, found: re.Match[str]) -> bool:
    before = _before(text, found)
    after = text[found.end() : found.end() + _WORD_AFTER]
    return bool(_BANK_NEAR.search(before) or _BANK_BESIDE.search(before) or _BANK_AFTER.search(after))


def _is_birth(digits: str) -> bool:
    return any(_is_day(century + digits) for century in ("19", "20"))


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= int(digits[:4]) < 2100


def _is_dated(text: str) -> bool:
    """Whether the first two groups are a year and a month: receipt and document numbers begin so."""
    first, second = re.findall(r"\d+", text)[:2]
    return len(first) == 4 and 1900 <= int(first) < 2100 and (len(second) > 2 or 1 <= int(second) <= 12)


def _before(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - _KEYWORD_BEFORE) : found.start()]


def _as(kind: Kind, found: re.Match[str]) -> Found:
    return Found(kind, found.start(), found.end(), found[0])
