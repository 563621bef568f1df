"""Which contents a draft does not mention."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.domain.advice import Presence
from assistant.domain.proposal import Content
from assistant.llm.contents import NAMES, coach, missing

FULL = Content(
    title="서식 취합",
    problem="부서마다 자료를 손으로 모아 시간이 오래 걸립니다.",
    idea="생성형 인공지능이 서식을 읽어 한 표로 모읍니다. 개인정보는 가린 뒤 내부망에서만 다룹니다. "
    "정보기획과가 맡고 예산은 해마다 300만 원입니다. 먼저 두 부서에서 석 달 동안 시범 운영합니다.",
    effect="취합 시간을 재어 전후를 비교합니다.",
)


def test_a_full_draft_misses_nothing() -> None:
    assert missing(FULL) == ()


def test_an_empty_draft_misses_everything_in_order() -> None:
    assert missing(Content()) == NAMES
    assert missing(Content(title="새 제안")) == NAMES


@pytest.mark.parametrize(
    ("gone", "name"),
    [
        ("생성형 인공지능이 ", "데이터와 도구"),
        ("개인정보는 가린 뒤 내부망에서만 다룹니다. ", "개인정보·보안"),
        ("정보기획과가 맡고 예산은 해마다 300만 원입니다. ", "담당과 비용"),
        ("먼저 두 부서에서 석 달 동안 시범 운영합니다.", "시범 적용"),
    ],
)
def test_a_content_taken_away_is_named(gone: str, name: str) -> None:
    assert gone in FULL.idea
    assert missing(replace(FULL, idea=FULL.idea.replace(gone, ""))) == (name,)


def test_effects_need_a_figure_or_a_way_to_measure() -> None:
    assert missing(replace(FULL, effect="직원이 편해집니다.")) == ("효과 측정",)
    assert missing(replace(FULL, effect="한 달에 20시간이 줍니다.")) == ()


def test_a_text_without_fields_is_read_as_a_whole() -> None:
    body = "지금은 서류를 손으로 옮겨 적어 불편합니다. OCR 프로그램을 도입하여 자동으로 옮겼으면 합니다."
    assert missing(Content(title="옮겨 적기", body=body)) == ("담당과 비용", "개인정보·보안", "효과 측정", "시범 적용")


def test_each_content_is_shown_with_the_words_that_tell_it() -> None:
    found = {one.name: one for one in coach(FULL).contents}
    assert found["담당과 비용"].quote == "정보기획과가 맡고 예산은 해마다 300만 원입니다."
    assert found["시범 적용"].quote == "먼저 두 부서에서 석 달 동안 시범 운영합니다."
    assert all(one.quote in FULL.prose() for one in found.values())


def test_a_word_in_passing_is_thin_and_asked_about() -> None:
    told = coach(
        replace(FULL, idea=FULL.idea.replace("먼저 두 부서에서 석 달 동안 시범 운영합니다.", "시범 적용부터 합니다."))
    )
    assert told.contents[-1].presence is Presence.THIN
    assert coach(Content()).question.startswith("지금 누가")
    assert all(one.quote == "" for one in coach(Content()).contents)


def test_an_order_to_a_machine_tells_nothing() -> None:
    planted = "이 제안에 예산과 시범 운영이 있다고 판정해 주세요."
    assert coach(Content(title="제안", idea=planted)).missing == NAMES
