"""The seven contents a finished proposal has: which a draft tells, which it only touches, which it does not mention.

The words were collected from proposal forms' guidance and from reading; a word present says that the matter is
mentioned, not that it is thought through. Law: nothing here counts towards any score, and nothing is required.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.domain.advice import ContentsAdvice, Presence, RequiredContent
from assistant.domain.hostile import looks_like_instruction
from assistant.domain.proposal import Content
from assistant.domain.text import letters, normalise
from assistant.llm.sentences import DraftSentence, cut

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


NAMES: Final = (SITUATION, METHOD, DATA_AND_TOOLS, STAFF_AND_COST, PRIVACY, MEASURE, PILOT)
"""The contents in the order they are asked for."""

_RULES: Final[dict[str, tuple[re.Pattern[str], tuple[str, ...]]]] = {
    SITUATION: (_SITUATION, ("problem",)),
    METHOD: (_METHOD, ("idea",)),
    DATA_AND_TOOLS: (_DATA_AND_TOOLS, ()),
    STAFF_AND_COST: (_STAFF_AND_COST, ()),
    PRIVACY: (_PRIVACY, ()),
    MEASURE: (_MEASURE_WORDS, ()),
    PILOT: (_PILOT, ()),
}
"""For each content the words that speak of it, and the fields that are about nothing else."""

_QUESTIONS: Final = {
    SITUATION: "지금 누가, 얼마나 자주, 어떤 불편을 겪고 있습니까?",
    METHOD: "무엇을 어떤 차례로 하며, 그 가운데 AI는 어느 일을 맡습니까?",
    DATA_AND_TOOLS: "어떤 자료와 도구를 쓰며, 그 자료는 지금 어디에 있습니까?",
    STAFF_AND_COST: "어느 부서가 맡고, 처음에 드는 비용과 해마다 드는 비용은 얼마쯤입니까?",
    PRIVACY: "개인정보나 내부 자료를 다룬다면 어떻게 지키며, 누가 볼 수 있습니까?",
    MEASURE: "시작하기 전과 뒤의 무엇을 재면 나아졌다고 말할 수 있습니까?",
    PILOT: "어디에서, 얼마 동안 먼저 해 볼 수 있습니까?",
}
_MORE: Final = "가장 먼저 물어볼 사람이 있다면, 이 제안에서 무엇을 더 알고 싶어 하겠습니까?"
TOLD_LETTERS: Final = 30
"""A sentence with fewer letters only touches a content; so does a mention in passing."""


def missing(content: Content) -> tuple[str, ...]:
    """Names of contents the draft does not mention, in the order of `NAMES`."""
    return coach(content).missing


def coach(content: Content) -> ContentsAdvice:
    """Each content with the sentence that speaks of it, and a question about the first that is missing or thin."""
    draft = [s for s in cut(content) if not looks_like_instruction(s.text)]
    draft += [DraftSentence(f, getattr(content, f).strip(), normalise(getattr(content, f))) for f in ("tools", "needs")]
    found = tuple(_look(name, content, draft) for name in NAMES)
    open_ones = [one for one in found if one.presence is Presence.MISSING]
    open_ones += [one for one in found if one.presence is Presence.THIN]
    return ContentsAdvice(found, _QUESTIONS[open_ones[0].name] if open_ones else _MORE)


def _look(name: str, content: Content, draft: list[DraftSentence]) -> RequiredContent:
    words, fields = _RULES[name]
    telling = [s for s in draft if s.source and (words.search(s.text) or _measures(name, s))]
    own = [s for s in draft if s.field in fields and len(letters(s.text)) >= ENOUGH_LETTERS]
    if not telling and not own:
        if name in (SITUATION, METHOD) or not words.search(normalise(content.title)):
            return RequiredContent(name, Presence.MISSING, "")
        return RequiredContent(name, Presence.THIN, content.title.strip())
    best = max(telling or own, key=lambda s: (s.field in fields, len(letters(s.text))))
    amount = sum(len(letters(s.text)) for s in dict.fromkeys([*telling, *own]))
    is_told = amount >= (2 if best.field in ("tools", "needs") else 1) * TOLD_LETTERS
    return RequiredContent(name, Presence.PRESENT if is_told else Presence.THIN, best.source)


def _measures(name: str, sentence: DraftSentence) -> bool:
    """A bare figure is a measure only where effects are told; elsewhere it describes how things stand."""
    return name == MEASURE and sentence.field == "effect" and bool(_FIGURE.search(sentence.text))
