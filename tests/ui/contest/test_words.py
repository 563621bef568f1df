"""Rules in words, and people's text in labels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import streamlit as st

from assistant.services.ruling import check
from assistant.ui.contest.words import rules_in_words, variant_words
from tests.contest import rules_toml


@pytest.fixture(autouse=True)
def korean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, "language", "ko")


def meaning(text: str) -> dict[str, str]:
    return dict(rules_in_words(check(text), ()))


def test_the_usual_rules_read_as_people_say_them() -> None:
    said = meaning(rules_toml(minimum_total='"121/2"'))
    assert said["평가단"] == "전문가 평가단 70% (비밀), 직원 평가단 30% (비밀)"
    assert said["분야별 상"] == "최우수상 1편, 우수상 1편, 장려상 3편"
    assert said["상을 받는 최저 합계"] == "121/2. 이보다 낮으면 상이 없습니다."


@pytest.mark.parametrize(
    ("change", "what", "said"),
    [
        (lambda text: text.replace('weight = "3/10"', 'weight = "3/10"\nnamed = true'), "평가단", "30% (기명)"),
        (lambda text: text.replace("maximum = 100", "maximum = 100\nchange = false"), "고쳐 투표하기", "없습니다"),
        (lambda text: text.replace('["experts", "staff"]', "[]"), "동점", "가리지 않고"),
        (lambda text: text.replace('"7/10"', '"2/3"').replace('"3/10"', '"1/3"'), "평가단", "전문가 평가단 2/3"),
    ],
)
def test_every_choice_of_the_rules_changes_what_is_said(change: Callable[[str], str], what: str, said: str) -> None:
    assert said in meaning(change(rules_toml()))[what]


def test_ways_of_counting_are_told_apart() -> None:
    from assistant.domain.rehearsal import variants

    said = [variant_words(way) for way in variants(check(rules_toml()))]
    assert len(set(said)) == len(said)
