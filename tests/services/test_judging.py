"""A verdict on a proposal has a code, a clause, a name, a reason and an undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.documents.verdict_codes import read_verdict_codes
from assistant.errors import AlreadyJudged, BadFile, Incomplete, NotAllowed, NotFound, ReviewRefused
from tests.review import CHOI, HAN, KIM, OLD, PARK, Desk, desk_over


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path) as desk:
        desk.hand_in("one", KIM)
        desk.begin()
        yield desk


def test_a_verdict_carries_the_clause_and_the_words_of_its_day(desk: Desk) -> None:
    given = desk.judging.record(PARK, "one", "identical_to_adopted", "2023년 채택 제안과 같습니다.", OLD.id)
    assert (given.clause, given.by) == ("제2조제1호나목", PARK.id)
    assert "동일" in given.words
    assert desk.judging.of(HAN, "one") == [given]
    assert desk.judging.bars(given)
    assert desk.acts("one") == ["verdict"]


def test_a_verdict_is_taken_back_by_name_and_stays_written_down(desk: Desk) -> None:
    given = desk.judging.record(PARK, "one", "not_applicable", "어렵습니다.")
    with pytest.raises(AlreadyJudged):
        desk.judging.record(HAN, "one", "is_a_proposal", "아닙니다.")
    back = desk.judging.take_back(HAN, given.id, "다시 보니 가능합니다.")
    assert back.taken_back is not None
    assert (back.taken_back.by, back.taken_back.reason) == (HAN.id, "다시 보니 가능합니다.")
    desk.judging.record(HAN, "one", "is_a_proposal", "제안입니다.")
    assert [each.code for each in desk.judging.of(PARK, "one")] == ["not_applicable", "is_a_proposal"]


def test_what_a_verdict_lacks_is_named(desk: Desk) -> None:
    with pytest.raises(Incomplete):
        desk.judging.record(PARK, "one", "not_applicable", "  ")
    with pytest.raises(Incomplete):
        desk.judging.record(PARK, "one", "already_in_force", "시행 중입니다.")
    with pytest.raises(NotFound):
        desk.judging.record(PARK, "one", "already_in_force", "시행 중입니다.", "A-NONE")
    with pytest.raises(NotFound):
        desk.judging.record(PARK, "one", "boring", "재미없습니다.")


def test_authors_and_writers_of_the_proposal_give_no_verdict(desk: Desk) -> None:
    desk.hand_in("mine", CHOI)
    with pytest.raises(NotAllowed):
        desk.judging.record(KIM, "one", "not_applicable", "제 것입니다.")
    with pytest.raises(ReviewRefused):
        desk.judging.record(CHOI, "mine", "is_a_proposal", "제 것입니다.")
    desk.withdraw("one")
    with pytest.raises(ReviewRefused):
        desk.judging.record(PARK, "one", "not_applicable", "늦었습니다.")


def test_a_file_with_a_code_twice_or_an_unknown_key_is_refused(tmp_path: Path) -> None:
    one = '[[verdicts]]\ncode = "x"\nclause = "c"\nwords = "w"\n'
    for text in (one + one, one + 'colour = "red"\n', "verdicts = []", "[[verdicts]", '[[verdicts]]\ncode = "X"\n'):
        (tmp_path / "v.toml").write_text(text, "utf-8")
        with pytest.raises(BadFile):
            read_verdict_codes(tmp_path / "v.toml")
