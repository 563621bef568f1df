"""What a sentence may say: Korean, one level, and no figure or name that the draft does not have."""

from __future__ import annotations

import pytest

from assistant.llm.answers import Broken
from assistant.llm.wording import korean, levels, strange

DRAFT = "2025년 30% 줄었다. 한 주에 6 시간, 1,200명이 쓴다. 디지털정책과의 김민수 주무관이 GPT로 두 배 빨리 한다."


@pytest.mark.parametrize(
    "text",
    [
        "일주일에 6시간이 듭니다.",
        "1200명이 씁니다.",
        "2025년 30퍼센트 줄었습니다.",
        "GPT와 AI로 두배 빠릅니다.",
        "김민수 주무관이 합니다.",
    ],
)
def test_what_the_draft_says_may_be_said(text: str) -> None:
    assert strange(text, DRAFT) == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("일주일에 16시간이 듭니다.", "number"),
        ("6명이 씁니다.", "number"),
        ("200명이 씁니다.", "number"),
        ("세 배 빠릅니다.", "number"),
        ("Claude로 합니다.", "name"),
        ("박영희 팀장이 합니다.", "person"),
        ("복지정책과에서 합니다.", "department"),
    ],
)
def test_what_it_does_not_say_is_named(text: str, what: str) -> None:
    assert strange(text, DRAFT) == what


def test_speech_levels_are_told_apart() -> None:
    assert levels(["합니다.", "합니까?", "하십시오."]) == {"formal"}
    assert levels(["해요.", "한다.", "함"]) == {"polite", "plain", "noun"}


@pytest.mark.parametrize(
    "text", ["<b>굵게</b> 씁니다.", "seoul.go.kr을 봅니다.", "**강조**합니다.", "It is good for all.", ""]
)
def test_markup_links_and_other_languages_are_refused(text: str) -> None:
    with pytest.raises(Broken):
        korean(text, "글", 1, 100)
