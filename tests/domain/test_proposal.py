"""The rules of a proposal's life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.domain.proposal import Content, Programme, Proposal, Stage, check_submittable, too_long
from assistant.errors import DeadlinePassed, Incomplete, StageForbids

NOON = datetime(2026, 12, 1, 3, tzinfo=UTC)
PROGRAMME = Programme("대회", NOON - timedelta(days=5), NOON)
FULL = Content(title="제목", problem="문제", idea="방안", effect="효과")


def _proposal(content: Content = FULL, stage: Stage = Stage.DRAFT) -> Proposal:
    return Proposal("p", "kim", stage, content, 1, NOON, NOON)


def test_a_complete_draft_may_be_submitted_until_the_last_second() -> None:
    check_submittable(_proposal(), PROGRAMME, NOON)


def test_one_second_late_is_late() -> None:
    with pytest.raises(DeadlinePassed):
        check_submittable(_proposal(), PROGRAMME, NOON + timedelta(seconds=1))


def test_blank_fields_are_named_in_the_order_of_the_form() -> None:
    with pytest.raises(Incomplete) as refusal:
        check_submittable(_proposal(Content(title=" \n", idea="방안")), PROGRAMME, NOON)
    assert refusal.value.fields == ("title", "problem", "effect")


def test_what_is_submitted_cannot_be_submitted_again() -> None:
    with pytest.raises(StageForbids):
        check_submittable(_proposal(stage=Stage.SUBMITTED), PROGRAMME, NOON)


def test_nothing_but_fields_and_deadline_matters() -> None:
    check_submittable(_proposal(FULL.changed(pitch="", track="")), PROGRAMME, NOON)


def test_the_whole_text_carries_its_headings() -> None:
    assert FULL.whole() == "제목: 제목\n현황 및 문제점: 문제\n개선방안: 방안\n기대효과: 효과"
    assert Content(title="제목").whole() == "제목: 제목"


def test_copies_that_differ_in_blanks_signs_and_title_are_the_same() -> None:
    copy = Content(title="다른 제목", problem="문 제.", idea="방안!", effect="효\n과")
    assert copy.sameness() == FULL.sameness()
    assert copy.hash() != FULL.hash()
    assert FULL.changed(idea="다른 방안").sameness() != FULL.sameness()


def test_a_draft_of_headings_and_signs_only_is_blank() -> None:
    assert Content(title="…", problem="- \n-").is_blank()
    assert not Content(idea="가").is_blank()


def test_fields_over_their_limit_are_named() -> None:
    assert too_long(FULL.changed(title="가" * 201, idea="나" * 10_001)) == {"title": 200, "idea": 10_000}
    assert too_long(FULL.changed(title="가" * 200)) == {}
