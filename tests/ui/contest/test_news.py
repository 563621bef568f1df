"""What an author is told of the contest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import streamlit as st

from assistant.domain.notice import Notice
from assistant.services.awarding import AWARDED, NOT_AWARDED
from assistant.services.implementing import FOLLOW_UP
from assistant.ui.review.words import because, news

AT = datetime(2026, 11, 20, tzinfo=UTC)
FACTS = {
    "award": "",
    "place": "4",
    "of": "5",
    "total": "2/3",
    "panels": '{"experts": "1/3", "staff": "70"}',
    "ballots": '{"experts": 3, "staff": 9}',
}


@pytest.fixture(autouse=True)
def korean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, "language", "ko")


def notice(kind: str, **facts: str) -> Notice:
    return Notice("n", "kim", AT, kind, "F1", facts)


def test_who_won_nothing_reads_place_scores_and_ballots() -> None:
    told = notice(NOT_AWARDED, **FACTS)
    assert news(told) == "본선에 올랐으나 상을 받지 못했습니다."
    assert because(told) == [
        "분야 5편 가운데 4위, 합계 0.67 (2/3)입니다.",
        "전문가 평가단 0.33 (1/3), 투표지 3장",
        "직원 평가단 70.00, 투표지 9장",
        "모든 점수와 규칙, 다시 집계할 투표지는 ‘대회 결과’에 있습니다.",
    ]


def test_a_winner_reads_the_award() -> None:
    assert news(notice(AWARDED, **FACTS | {"award": "대상 · 최우수상"})) == "수상작으로 결정되었습니다: 대상 · 최우수상"


def test_a_step_of_carrying_out_is_told_with_department_and_reason() -> None:
    told = notice(FOLLOW_UP, status="infeasible", department="조경과", note="법령 개정이 필요합니다")
    assert (news(told), because(told)) == ("실시 현황: 실시 불가.", ["조경과", "법령 개정이 필요합니다"])
