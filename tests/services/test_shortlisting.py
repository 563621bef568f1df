"""From closed review to sealed package: by rule, changed with reasons, released at once, objected to, signed twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.documents.package_file import parse_package
from assistant.domain.journal import Entry
from assistant.domain.link import Idea, Relation, Side
from assistant.domain.package import Package, digest_to_sign, draw
from assistant.domain.person import Person, Role
from assistant.domain.review import Phase
from assistant.domain.shortlist import Standing, Why
from assistant.errors import Incomplete, NotAllowed, NotFound, ReviewRefused, ShortlistRefused
from tests.review import CHOI, HAN, KIM, LEE, OH, PARK, SIM, YOO, Desk, desk_over

SCORES = {"one": 9, "two": 8, "three": 7, "four": 7, "five": 6, "six": 5, "seven": 4}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Seven scored proposals of one track, two seats in it."""
    with desk_over(tmp_path) as desk:
        desk.rules_text = desk.rules_text.replace("finalists = 5", "finalists = 2")
        for key in SCORES:
            desk.hand_in(key, LEE if key == "two" else KIM, video="영상: https://tube.example/a, 내부 자료")
        desk.begin()
        for key, score in SCORES.items():
            desk.score(PARK, key, score)
        desk.convening.go_on(OH, Phase.CLOSED)
        yield desk


def standings(desk: Desk, person: Person = OH) -> dict[str, tuple[Standing, Why]]:
    lists = desk.shortlisting.lists(person)
    return {line.proposal_id: (line.standing, line.why) for track in lists for line, _ in track.lines}


def finalists(desk: Desk) -> set[str]:
    return {key for key, (standing, _) in standings(desk).items() if standing is Standing.IN}


def sealed(desk: Desk, seed: str = "2026-11-25 공개 추첨 123456") -> Package:
    desk.shortlisting.release(OH)
    digest = digest_to_sign(desk.sealing.prepare(OH, seed))
    desk.sealing.sign(SIM, digest)
    return desk.sealing.sign(YOO, digest)


def test_the_rules_number_of_best_means_goes_on(desk: Desk) -> None:
    assert finalists(desk) == {"one", "two"}
    assert standings(desk)["three"] == (Standing.OUT, Why.BELOW)
    (internal, citizen) = desk.shortlisting.lists(OH)
    assert (internal.missing, citizen.missing) == (2, 0)


def test_rules_that_ask_for_more_than_there_are_leave_seats_empty_and_say_how_many(desk: Desk) -> None:
    desk.rules_text = desk.rules_text.replace("finalists = 2", "finalists = 50")
    assert finalists(desk) == set(SCORES)
    assert [track.missing for track in desk.shortlisting.lists(OH)] == [50, 43]
    assert len(sealed(desk).finalists) == 7


def test_nothing_is_drawn_up_while_reviewing_goes_on(desk: Desk) -> None:
    desk.convening.go_on(OH, Phase.OPEN)
    for act in (lambda: desk.shortlisting.lists(OH), lambda: desk.shortlisting.release(OH)):
        with pytest.raises(ShortlistRefused, match="under_review"):
            act()


def test_a_linked_group_goes_on_once_unless_the_rules_or_people_say_otherwise(desk: Desk) -> None:
    desk.linking.judge(PARK, "two", Idea(Side.PROPOSAL, "one"), Relation.SAME, "같은 구상입니다.")
    assert standings(desk)["two"] == (Standing.OUT, Why.GROUP)
    assert standings(desk)["three"] == standings(desk)["four"] == (Standing.TIED, Why.TIE)
    desk.rules_text += "\n[shortlist]\none_per_group = false\n"
    assert finalists(desk) == {"one", "two"}


def test_a_verdict_keeps_a_proposal_off_until_people_put_it_back(desk: Desk) -> None:
    desk.judging.record(HAN, "one", "not_applicable", "법령에 어긋납니다.")
    assert standings(desk)["one"] == (Standing.OUT, Why.BARRED)
    desk.shortlisting.remove(OH, "three", "동점입니다.")
    desk.shortlisting.remove(OH, "four", "동점입니다.")
    desk.shortlisting.add(OH, "one", "법령이 바뀌었습니다.")
    assert finalists(desk) == {"one", "two"}


def test_ties_at_the_line_stop_the_release_until_people_settle_them(desk: Desk) -> None:
    desk.shortlisting.remove(OH, "two", "제안자가 사퇴하였습니다.")
    desk.judging.record(HAN, "two", "private_profit", "수익사업입니다.")
    assert standings(desk)["four"][0] is Standing.TIED
    with pytest.raises(ShortlistRefused) as refused:
        desk.shortlisting.release(OH)
    assert (refused.value.reason, refused.value.count) == ("undecided", 2)
    desk.shortlisting.add(OH, "four", "적용 범위가 넓습니다.")
    assert finalists(desk) == {"one", "four"}
    assert standings(desk)["three"] == (Standing.OUT, Why.TIE)
    desk.shortlisting.release(OH)


def test_the_declared_criteria_settle_ties(desk: Desk) -> None:
    desk.rules_text += '\n[shortlist]\nties = ["charm"]\n'
    with pytest.raises(ShortlistRefused, match="unknown_criterion"):
        desk.shortlisting.lists(OH)


def test_changes_need_a_reason_a_seat_and_an_organiser_without_a_stake(desk: Desk) -> None:
    with pytest.raises(Incomplete):
        desk.shortlisting.remove(OH, "one", " ")
    with pytest.raises(ShortlistRefused, match="full"):
        desk.shortlisting.add(OH, "three", "좋습니다.")
    with pytest.raises(NotAllowed):
        desk.shortlisting.add(SIM, "three", "좋습니다.")
    with pytest.raises(NotFound):
        desk.shortlisting.no_finalist(OH, "cooking", "없습니다.")
    writing = Person(OH.id, OH.name, OH.department, frozenset({Role.ORGANISER, Role.AUTHOR}))
    with desk.database.write() as records:
        records.people.put(writing)
        records.proposals.set_co_authors("three", [OH.id])
    with pytest.raises(ShortlistRefused, match="own"):
        desk.shortlisting.add(writing, "three", "제 것입니다.")
    desk.shortlisting.remove(OH, "one", "사퇴")
    (change,) = desk.shortlisting.changes(OH)
    desk.shortlisting.take_back(OH, change.id, "사퇴를 거두었습니다.")
    assert finalists(desk) == {"one", "two"}


def test_a_track_may_have_no_finalist(desk: Desk) -> None:
    desk.shortlisting.no_finalist(OH, "citizen_service", "기준에 이르지 못했습니다.")
    assert {why for _, why in standings(desk).values()} == {Why.NO_FINALIST}
    desk.shortlisting.release(OH)
    assert desk.objecting.decision(KIM, "one").why is Why.NO_FINALIST  # type: ignore[union-attr]
    with pytest.raises(ShortlistRefused, match="empty"):
        desk.sealing.prepare(OH, "123")


def test_all_authors_are_told_in_one_moment_and_nobody_before(desk: Desk) -> None:
    assert desk.objecting.decision(KIM, "one") is None
    assert desk.kinds(KIM) == []
    assert desk.shortlisting.release(OH) == 7
    assert sorted(desk.kinds(KIM)) == sorted(("decided", key) for key in SCORES if key != "two")
    decided = desk.objecting.decision(LEE, "two")
    assert decided is not None
    assert (decided.is_finalist, decided.by) == (True, "")
    with pytest.raises(ShortlistRefused, match="released"):
        desk.shortlisting.release(OH)
    with pytest.raises(NotFound):
        desk.objecting.decision(LEE, "one")


def test_what_was_released_holds_whatever_is_linked_or_recused_later(desk: Desk) -> None:
    desk.shortlisting.release(OH)
    desk.convening.recuse(OH, "one", PARK.id, "나중에 알았습니다.")
    desk.linking.judge(HAN, "two", Idea(Side.PROPOSAL, "one"), Relation.SAME, "같습니다.")
    assert finalists(desk) == {"one", "two"}
    with pytest.raises(ReviewRefused):
        desk.convening.go_on(OH, Phase.OPEN)


def test_an_objection_is_filed_answered_and_followed_by_a_change_its_authors_hear_of(desk: Desk) -> None:
    with pytest.raises(ShortlistRefused, match="not_released"):
        desk.objecting.file(KIM, "three", "이의 있습니다.")
    desk.shortlisting.release(OH)
    filed = desk.objecting.file(KIM, "three", "점수가 빠졌습니다.")
    with pytest.raises(ShortlistRefused, match="objections_open"):
        desk.objecting.file(KIM, "three", "또 있습니다.")
    with pytest.raises(ShortlistRefused, match="objections_open"):
        desk.sealing.prepare(OH, "123")
    desk.objecting.answer(OH, filed.id, "확인하니 맞습니다.", uphold=True)
    with pytest.raises(ShortlistRefused, match="answered"):
        desk.objecting.answer(OH, filed.id, "다시", uphold=False)
    desk.shortlisting.remove(OH, "two", "이의를 받아들여 다시 셈했습니다.")
    desk.shortlisting.add(OH, "three", "이의를 받아들여 다시 셈했습니다.")
    assert desk.kinds(KIM)[-2:] == [("objection_answered", "three"), ("decided", "three")]
    assert [kind for kind, _ in desk.kinds(LEE)] == ["decided", "decided"]
    assert finalists(desk) == {"one", "three"}
    (mine,) = desk.objecting.mine(KIM, "three")
    assert (mine.is_upheld, mine.answered_by) == (True, None)


def test_the_package_holds_the_finalists_as_drawn_and_nothing_that_is_not_on_the_list(desk: Desk) -> None:
    package = sealed(desk)
    tracks = [("citizen_service", key) for key in ("one", "two")]
    assert tuple(each.id for each in package.finalists) == draw(package.seed, tracks)
    one = next(each for each in package.finalists if each.id == "one")
    assert (one.videos, one.author_ids, one.department) == (("https://tube.example/a",), (KIM.id,), KIM.department)
    stored = desk.sealing.file(SIM)
    assert parse_package(Path("p"), stored) == package
    assert "feasibility" not in stored.decode()
    assert PARK.name not in stored.decode()
    assert set(json.loads(stored)["package"]["finalists"][0]) == {
        "id", "track", "title", "department", "order", "author_ids", "problem", "idea", "effect", "tools", "needs",
        "body", "pitch", "videos",
    }  # fmt: skip


def test_a_pitch_taken_over_from_a_suggestion_is_marked_also_when_it_was_edited(desk: Desk) -> None:
    facts = {"kind": "pitch", "verdict": "edited"}
    with desk.database.write() as records:
        for key in ("one", "two"):
            proposal = records.proposals.get(key)
            content = proposal.content.changed(pitch="한 줄입니다.")
            records.proposals.save(key, content, expected_version=1, by=proposal.author_id, at=desk.at)
        records.journal.add(Entry(desk.at, KIM.id, "decide_advice", "one", facts))
        records.journal.add(Entry(desk.at, LEE.id, "decide_advice", "two", facts | {"verdict": "dismissed"}))
    pitches = {each.id: each.pitch for each in sealed(desk).finalists}
    assert (pitches["one"].drafted_by_machine, pitches["one"].approved_by) == (True, KIM.name)
    assert (pitches["two"].drafted_by_machine, pitches["two"].approved_by) == (False, LEE.name)


def test_two_different_officers_sign_what_they_read_and_nobody_else(desk: Desk) -> None:
    desk.shortlisting.release(OH)
    digest = digest_to_sign(desk.sealing.prepare(OH, "123"))
    with pytest.raises(NotAllowed):
        desk.sealing.sign(OH, digest)
    with pytest.raises(ShortlistRefused, match="changed_since"):
        desk.sealing.sign(SIM, "0" * 64)
    desk.sealing.sign(SIM, digest)
    with pytest.raises(ShortlistRefused, match="unchanged"):
        desk.sealing.sign(SIM, digest)
    with pytest.raises(ShortlistRefused, match="no_package"):
        desk.sealing.file(OH)
    desk.sealing.sign(YOO, digest)
    assert desk.sealing.package(OH)[1]  # type: ignore[index]


def test_what_changes_after_the_first_signature_asks_for_a_new_package(desk: Desk) -> None:
    desk.shortlisting.release(OH)
    digest = digest_to_sign(desk.sealing.prepare(OH, "123"))
    desk.sealing.sign(SIM, digest)
    desk.withdraw("two")
    with pytest.raises(ShortlistRefused, match="changed_since"):
        desk.sealing.sign(YOO, digest)
    desk.shortlisting.remove(OH, "one", "사퇴")
    with pytest.raises(ShortlistRefused, match="no_package"):
        desk.sealing.sign(YOO, digest)


LATE: list[Callable[[Desk], object]] = [
    lambda desk: desk.shortlisting.add(OH, "three", "늦었습니다."),
    lambda desk: desk.shortlisting.remove(OH, "one", "늦었습니다."),
    lambda desk: desk.shortlisting.no_finalist(OH, "citizen_service", "늦었습니다."),
    lambda desk: desk.shortlisting.take_back(OH, "any", "늦었습니다."),
    lambda desk: desk.shortlisting.release(OH),
    lambda desk: desk.sealing.prepare(OH, "다른 씨앗"),
    lambda desk: desk.sealing.sign(SIM, digest_to_sign(desk.sealing.package(SIM)[0])),  # type: ignore[index]
    lambda desk: desk.objecting.file(KIM, "three", "늦었습니다."),
]


@pytest.mark.parametrize("act", LATE)
def test_a_later_edit_is_refused_and_the_file_stays_byte_for_byte(desk: Desk, act: Callable[[Desk], object]) -> None:
    sealed(desk)
    before = desk.sealing.file(OH)
    with pytest.raises(ShortlistRefused, match="sealed"):
        act(desk)
    desk.linking.judge(HAN, "two", Idea(Side.PROPOSAL, "one"), Relation.SAME, "같습니다.")
    desk.withdraw("one")
    assert desk.sealing.file(OH) == before


def test_only_overseers_see_lists_changes_objections_and_the_package(desk: Desk) -> None:
    desk.shortlisting.release(OH)
    for person in (KIM, PARK, CHOI):
        for act in (desk.shortlisting.lists, desk.shortlisting.changes, desk.objecting.all, desk.sealing.package):
            with pytest.raises(NotAllowed):
                act(person)


def test_the_page_is_told_whether_authors_know_and_whether_it_is_sealed(desk: Desk) -> None:
    assert desk.shortlisting.standing(OH) == (False, False)
    sealed(desk)
    assert desk.shortlisting.standing(SIM) == (True, True)
    with pytest.raises(NotAllowed):
        desk.shortlisting.standing(PARK)
