"""The seven contents a finished proposal has, and which of them a draft does not mention.

The words were collected from proposal forms' guidance and from reading; a word present says that the matter is
mentioned, not that it is thought through. Law: nothing here counts towards any score, and nothing is required.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from assistant.domain.proposal import Content
from assistant.domain.text import letters, normalise

SITUATION: Final = "현황·문제"
METHOD: Final = "방법"
DATA_AND_TOOLS: Final = "데이터와 도구"
STAFF_AND_COST: Final = "담당과 비용"
PRIVACY: Final = "개인정보·보안"
MEASURE: Final = "효과 측정"
PILOT: Final = "시범 적용"

ENOUGH_LETTERS: Final = 12
"""A field of the form with fewer letters than this says nothing yet ("많이 불편합니다" has 7)."""


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SITUATION = _words(
    "문제|불편|어려[움운워]|부족|미흡|현재|현황|지금은|기존|한계|낭비|부담|사고|위험|심각|늘어나|증가",
    r"민원이|오래 걸|번거|일일이|수작업|없어서?\s|못하고|못해|힘들",
)
_METHOD = _words(
    "방안|방법|도입|구축|개선|활용|설치|개발|운영하|만들[어자면]|제공하|자동으로|분석하|시행|마련",
    "제안합|했으면|하면 좋|바랍니다|합시다|하자|해 ?주[세시]",
)
_DATA_AND_TOOLS = _words(
    r"데이터|(?:공개|과거|년|개월 ?치?) ?자료|\bDB\b|\bAPI\b|(?<![A-Za-z])AI(?![A-Za-z])|인공지능|생성형",
    "GPT|챗봇|LLM|OCR|RPA|챗지피티|클로드|제미나이|엑셀|프로그램을|앱을",
    "머신러닝|딥러닝|알고리즘|센서|감지기|CCTV|드론|로봇|사물 ?인터넷|IoT|QR|음성 ?인식|영상 ?분석",
)
_STAFF_AND_COST = _words(
    "예산|사업비|인건비|구독료|이용료|유지비|개발비|소요 ?(?:비용|금액)|(?:추가|별도) ?비용|비용[은이] |비용 ?[:：]",
    r"\d\s*(?:천|백|십)?\s*(?:만|억)\s*원",
    "담당 ?부서|주관|소관|추진 ?(?:부서|주체|체계)|운영 ?주체|전담|총괄|협[업조] ?부서",
    "[가-힣]{2}(?:과|팀|담당관|센터)(?:에서|가|이) (?:맡|운영|담당|총괄|주관|추진)",
)
_PRIVACY = _words(
    "개인 ?정보|보안|비식별|익명|가명|암호화|정보 ?보호|망 ?분리|내부망|폐쇄망|동의를|유출|민감 ?정보|접근 ?권한",
    "마스킹|모자이크|사생활|프라이버시",
)
_MEASURE_WORDS = _words(
    "측정|지표|만족도|목표[치는]|설문|(?:성과|효과) ?(?:분석|평가|관리|검증)|KPI|(?:전후|앞뒤).{0,8}비교|비교해",
    "이용률|이용 ?건수|정확도",
)
_FIGURE = re.compile(r"\d\s*(?:%|퍼센트|배|시간|분|건|일|명|원|만|억)")
_PILOT = _words(
    r"시범|파일럿|단계적|단계별|1\s*단계|시험 ?(?:운영|적용|가동)|우선 ?(?:적용|도입|시행|실시)|실증|테스트|\bPoC\b",
    "먼저 .{0,30}(?:적용|운영|시작|도입|써)",
    "한두 (?:구|동|부서)|일부 ?(?:구|동|부서|자치구|지역).{0,10}(?:부터|에서)",
)


def _said(words: re.Pattern[str], *fields: str) -> Callable[[Content, str], bool]:
    """A rule: one of `fields` has enough letters, or the whole text has one of the words."""

    def rule(content: Content, text: str) -> bool:
        return any(len(letters(getattr(content, f))) >= ENOUGH_LETTERS for f in fields) or bool(words.search(text))

    return rule


def _measured(content: Content, text: str) -> bool:
    """A bare figure is a measure only where effects are told; elsewhere it describes how things stand."""
    return bool(_MEASURE_WORDS.search(text) or _FIGURE.search(normalise(content.effect)))


_RULES: Final[dict[str, Callable[[Content, str], bool]]] = {
    SITUATION: _said(_SITUATION, "problem"),
    METHOD: _said(_METHOD, "idea"),
    DATA_AND_TOOLS: _said(_DATA_AND_TOOLS),
    STAFF_AND_COST: _said(_STAFF_AND_COST),
    PRIVACY: _said(_PRIVACY),
    MEASURE: _measured,
    PILOT: _said(_PILOT),
}

NAMES: Final = tuple(_RULES)
"""The contents in the order they are asked for."""


def missing(content: Content) -> tuple[str, ...]:
    """Names of contents the draft does not mention, in the order of `NAMES`."""
    text = normalise("\n".join((content.title, content.prose(), content.tools, content.needs)))
    return tuple(name for name, is_there in _RULES.items() if not is_there(content, text))
