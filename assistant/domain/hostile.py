"""Sentences that speak to a machine, or heap up words for one, instead of describing an idea.

Law: a hint, not a defence. They are left out of what the offline advisor weighs and never held against the author.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.domain.text import normalise


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


_ORDER: Final = _any(
    *("하라", "해라", "하시오", "하십시오", "하세요", "할 것", "해야 한다", "해 ?주세요", "해 ?주십시오", "해 ?줘"),
    *("바람", "바랍니다", "마라", "마시오", "마세요", "말 것", "말아라", "둘 것", "둔다", "매길 것"),
)
_JUDGING: Final = _any(
    "분류", "선택", "배정", "지정", "판정", "판단", "추천", "간주", "평가", "답변?", "출력", "응답", "표시"
)
_CATEGORY: Final = _any(
    *("분야", "트랙", "카테고리", "시민 ?서비스", "내부 ?프로세스", "track", "internal_process", "citizen_service"),
)
_READER: Final = _any(
    *("AI", "인공지능", "모델", "어시스턴트", "도우미", "심사자", "평가자", "분류기", "당신", "너"),
    *("assistant", "system", "model"),
)
_TEXT: Final = "(?:이|본|위|아래|해당) ?" + _any("제안서?", "글", "문서", "텍스트", "내용", "초안")
_EARLIER: Final = "(?:지금까지|이전|앞선|위|모든|기존|앞)의? ?(?:모든 )?"
_COMMANDS: Final = (
    _any("지시", "명령", "프롬프트", "규칙", "지침", "설정") + "(?:사항)?[을를은는]? ?(?:모두 |전부 |다 )?"
)

_HOSTILE: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        f"{_TEXT}.{{0,60}}{_JUDGING}.{{0,14}}{_ORDER}",
        f"{_CATEGORY}.{{0,30}}{_JUDGING}.{{0,14}}{_ORDER}",
        f"{_JUDGING}[은는을를]? ?.{{0,50}}{_CATEGORY}.{{0,16}}{_ORDER}",
        f"{_READER}(?:은|는|이|가|에게|야|아)?[,:]? .{{0,60}}(?:{_CATEGORY}|점수|신뢰도|확신도).{{0,30}}{_ORDER}",
        f"{_EARLIER}{_COMMANDS}(?:무시|잊|따르지|취소|버리)",
        "(?:신뢰도|확신도|점수|confidence|score)[는은를을가]? ?.{0,12}(?:100|99|만점|최고)",
        "internal_process|citizen_service|undecided",
        r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules?|above|previous|prior)\b",
        r"\b(?:classify|categori[sz]e|label|rate|answer|output|return)\b.{0,60}\b(?:as|with|track|category|only|json)\b",
        r"\b(?:you are (?:an?|now|the)|act as|system prompt|as an ai|new instructions?)\b",
        r"^\s*(?:system|assistant|user|시스템|지시|명령|instruction)\s*[:：>\]]",
        r"<\|?/?(?:im_start|im_end|system|assistant|inst|s)\|?>|\[/?INST\]|```",
    )
)


def looks_like_instruction(sentence: str) -> bool:
    """Whether the sentence reads as an order to a machine that classifies, scores or answers."""
    text = normalise(sentence)
    return any(pattern.search(text) for pattern in _HOSTILE)


REPEATED_WORDS: Final = 8
UNJOINED_WORDS: Final = 12
"""A heading of eight nouns is ordinary in offices' Korean; of 26,000 real sentences 0.5 % go over these limits."""
LISTED_WORDS = 6
_JOINED = re.compile(
    "(?:[은는이가을를에의로와과도만고며면서지게]|에서|으로|까지|부터|하여|해|한|할|된|될|다|함|음|임|됨|요|죠|니다)[.,)!?]*$"
)


def looks_stuffed(sentence: str) -> bool:
    """Whether the sentence is a heap of words: the same ones again and again, or many hardly joined to each other."""
    words = normalise(sentence).split()
    if len(words) >= REPEATED_WORDS and len(set(words)) <= 0.6 * len(words):
        return True
    return len(words) >= UNJOINED_WORDS and _joined(words) < 0.15 * len(words)


def looks_listed(sentence: str) -> bool:
    """Whether the sentence only lists nouns: ordinary in offices, and also the cheapest way to heap up key words."""
    words = normalise(sentence).split()
    return len(words) >= LISTED_WORDS and _joined(words) < 0.15 * len(words)


def _joined(words: list[str]) -> int:
    return sum(bool(_JOINED.search(word)) for word in words)
