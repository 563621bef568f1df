"""E-mail addresses, also where the sign is spelt out to escape harvesters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.personal.kinds import Found, Kind

_AT = r"(?:\s?@\s?|\s?[\[({<]\s?(?:at|a|앳|골뱅이)\s?[\])}>]\s?|\s?골뱅이\s?|\s+at\s+)"
_DOT = r"(?:\s?\.\s?|\s?[\[(]\s?(?:dot|점)\s?[\])]\s?|\s?점\s?|\s+dot\s+)"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = re.compile(rf"[A-Za-z0-9._%+\-]{{1,64}}@(?:{_LABEL}\.)+[A-Za-z]{{2,24}}")
_QUOTED = re.compile(rf'"[^"\n]{{1,60}}"@(?:{_LABEL}\.)+[A-Za-z]{{2,24}}')
_SPELT = re.compile(
    rf"[A-Za-z0-9._%+\-]{{1,64}}{_AT}(?:{_LABEL}{_DOT})+(?:com|net|org|kr|co|go|or|io|me|edu|ac|gov|info)(?:{_DOT}(?:kr|com))?"
)
_WITHOUT_END = re.compile(
    r"[A-Za-z0-9._%+\-]{2,64}\s?@\s?(?:naver|gmail|daum|hanmail|kakao|nate|korea|seoul|outlook|hotmail|네이버|다음|지메일|한메일|카카오)"
)
_KOREAN = re.compile(
    r"[가-힣A-Za-z0-9._+\-]{0,30}[가-힣]@(?:[A-Za-z0-9-]{1,30}\.)+[A-Za-z]{2,10}|[\w.+\-]{1,30}@[가-힣]{1,15}\.(?:한국|닷컴|kr|com)"
)


def email(text: str) -> Iterator[Found]:
    """Every address, without the Korean particle that follows it."""
    for pattern in (_PLAIN, _QUOTED, _SPELT, _WITHOUT_END, _KOREAN):
        for found in pattern.finditer(text):
            yield Found(Kind.EMAIL, found.start(), found.end(), found[0])
