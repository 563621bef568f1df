"""Rules for any sentence a model writes: Korean, one speech level, no markup, no link, nothing the draft does not say.

Law: a number counts together with its unit: "6시간" in the draft does not allow "6명".
"""

from __future__ import annotations

import re

from assistant.domain.personal import names
from assistant.domain.text import normalise, visible
from assistant.llm.answers import Broken

LEAST_HANGUL = 0.5
"""Share of Hangul among the letters of a Korean text; product names and "AI" take the rest."""

_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|kr|io|ai|me|ly)\b|\]\(", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!?]|&(?:[a-z]{2,8}|#\d+);|```|\*\*|^#{1,6} ", re.IGNORECASE | re.MULTILINE)
_UNIT = (
    "시간|퍼센트|개월|킬로|미터|년|월|일|주|시|분|초|%|배|명|건|원|만|억|천|조|개|곳|회|번|대|장|권|쪽|자|층|호|개소|가구|"
    "세대|종|점|위|차|km|m|kg|톤|도"
)
_FIGURE = re.compile(rf"\d+(?:\.\d+)?(?:{_UNIT})?", re.IGNORECASE)
_SPELT = re.compile(
    "(?<![가-힣])(?:한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무|서른|마흔|쉰|수십|수백|수천|백|천|절반|반)"
    r"\s?(?:시간|배|명|건|곳|개월|해|달|주|퍼센트|가구|이상|으로|가까이)"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+-]+")
_FREE_WORDS = frozenset({"ai"})
_DEPARTMENT = re.compile(
    "(?<![가-힣])[가-힣]{2,10}(?:담당관|본부|사업소|공단|공사|재단|위원회|시청|구청|주민센터|연구원|정책과|행정과|관리과|"
    "지원과|기획과|총괄과|복지과|교통과|안전과|도시과|문화과|재무과|감사과|(?<=[가-힣]{3})국|(?<=[가-힣]{3})실|(?<=[가-힣]{2})팀)(?![가-힣]{3})"
)
_COMMON = re.compile("(?:사실|현실|교실|결국|전국|민원실|회의실|상황실|화장실|연구실|대기실|진료실|응급실|서비스팀)$")
_ENDS = re.compile(r"[.!?。…\"'”’)\]\s]+$")


def korean(text: str, field: str, shortest: int, longest: int) -> str:
    """The text in one line. Raises Broken where length, language, markup or a link is wrong."""
    text = " ".join(visible(text).split())
    if not shortest <= len(text) <= longest:
        raise Broken(
            f"{field} has {len(text)} characters", f"{field}은(는) {shortest}자 이상 {longest}자 이하여야 합니다."
        )
    if _MARKUP.search(text) or _LINK.search(text):
        raise Broken(f"{field} has markup or a link", "HTML, 마크다운, 링크 없이 보통 글로 쓰십시오.")
    written = [c for c in text if c.isalpha()]
    if sum("가" <= c <= "힣" for c in written) < LEAST_HANGUL * max(1, len(written)):
        raise Broken(f"{field} is not Korean", "한국어로 쓰십시오.")
    return text


def levels(sentences: list[str]) -> set[str]:
    """The speech levels of sentences: formal (-니다), polite (-요), plain (-다), noun."""
    found = set()
    for sentence in sentences:
        end = _ENDS.sub("", sentence)
        if end.endswith(("니다", "니까", "십시오", "시오")):
            found.add("formal")
        elif end.endswith(("요", "죠")):
            found.add("polite")
        elif end.endswith("다"):
            found.add("plain")
        else:
            found.add("noun")
    return found


def strange(text: str, *known: str) -> str:
    """What `text` says that stands in none of `known`: a figure, a name, a department; empty where all is known."""
    told, written = _tight(text), _tight("\n".join(known))
    bare = re.sub(r"\s", "", written)
    if any(not re.search(rf"(?<![\d.]){re.escape(found)}(?!\d)", written) for found in _FIGURE.findall(told)):
        return "number"
    if any(re.sub(r"\s", "", found) not in bare for found in _SPELT.findall(told)):
        return "number"
    below = normalise("\n".join(known)).casefold()
    if any(word.casefold() not in below for word in _LATIN.findall(text) if word.casefold() not in _FREE_WORDS):
        return "name"
    if any(name not in bare for name in names(text)):
        return "person"
    places = (found[0] for found in _DEPARTMENT.finditer(normalise(text)))
    if any(place not in bare for place in places if not _COMMON.search(place)):
        return "department"
    return ""


def _tight(text: str) -> str:
    """Without thousands commas and the blank before a unit, so that "6 시간" and "1,200명" compare."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", normalise(text))
    return re.sub(r"(?<=\d)\s+(?=[가-힣%])", "", text.replace("퍼센트", "%"))
