"""Which way a text argues."""

from __future__ import annotations

import pytest

from assistant.index.stance import direction


@pytest.mark.parametrize(
    ("for_it", "against_it"),
    [
        ("버스전용차로를 설치하자", "버스전용차로를 철거하자"),
        ("육교 설치 요청", "육교 철거 요청"),
        ("임산부 배려석을 유지해 주세요", "임산부 배려석을 없애 주세요"),
        ("소각장 건립 찬성합니다", "소각장 건립 결사 반대"),
        ("가로등을 설치해 주세요", "가로등을 설치하면 안 됩니다"),
        ("주차장 폐지 반대", "주차장을 폐지해 주세요"),
    ],
)
def test_opposite_demands_point_opposite_ways(for_it: str, against_it: str) -> None:
    assert direction(for_it, "") > 0.5
    assert direction(against_it, "") < -0.5


def test_a_text_that_demands_nothing_points_nowhere() -> None:
    assert direction("어제 본 노을", "강가에서 사진을 찍었습니다.") == 0.0


def test_a_text_that_asks_for_one_thing_and_against_another_stays_near_the_middle() -> None:
    assert abs(direction("노점을 철거하고 쉼터를 설치하자", "")) < 0.3


def test_the_title_counts_more_than_the_body() -> None:
    assert direction("육교 철거", "예전에 육교를 설치했습니다.") < 0.0
