"""A reviewer's day: her share, one proposal after the other, and scores that stay hidden until hers are in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from assistant.documents.criteria_file import read_criteria
from assistant.domain.link import Idea, Relation, Side
from assistant.domain.review import Assignment, Phase, Share, State, share_out
from assistant.errors import BadFile, Incomplete, NotAllowed, NotFound, ReviewRefused
from tests.review import CHOI, HAN, JUNG, KIM, LEE, OH, PARK, SIM, Desk, desk_over


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path) as desk:
        for key, author in (("one", KIM), ("two", LEE), ("three", KIM)):
            desk.hand_in(key, author)
        desk.begin()
        yield desk


def test_every_proposal_gets_three_reviewers_without_a_conflict_and_the_work_is_even(desk: Desk) -> None:
    mine = {person.id: len(desk.reviewing.mine(person)) for person in (PARK, HAN, CHOI, JUNG)}
    assert mine == {PARK.id: 3, HAN.id: 3, CHOI.id: 2, JUNG.id: 1}  # JUNG works where KIM does
    progress = desk.convening.progress(OH)
    assert (progress.proposals, progress.unassigned, progress.wanted, progress.done) == (3, 0, 9, 0)
    assert desk.convening.share_out(OH) == 0


def test_shares_differ_by_at_most_one_where_nobody_has_a_conflict() -> None:
    proposals = [f"p{number}" for number in range(375)]
    free = {proposal: ["a", "b", "c", "d", "e", "f", "g"] for proposal in proposals}
    made = share_out(proposals, free, {}, 3)
    loads = [sum(reviewer == each for _, reviewer in made) for each in "abcdefg"]
    assert len(made) == len(set(made)) == 375 * 3
    assert max(loads) - min(loads) <= 1
    assert made == share_out(proposals, free, {}, 3)


def test_todays_share_is_what_is_left_over_the_days_that_are_left(desk: Desk) -> None:
    desk.convening.set_until(OH, desk.at + timedelta(days=1))
    assert desk.reviewing.share(PARK) == Share(3, 0, 3, 2, 0)
    desk.score(PARK, "one", 7)
    assert desk.reviewing.share(PARK) == Share(3, 1, 3, 2, 1)
    desk.later(days=1)
    assert desk.reviewing.share(PARK) == Share(3, 1, 2, 2, 0)


def test_saving_leads_to_the_next_until_all_are_done(desk: Desk) -> None:
    order = [item.shown.id for item in desk.reviewing.mine(PARK)]
    assert desk.score(PARK, order[0], 7) == order[1]
    assert desk.reviewing.abstain(PARK, order[1], "자료를 이해하지 못했습니다.") == order[2]
    assert desk.score(PARK, order[2], 7) is None
    assert [item.state for item in desk.reviewing.mine(PARK)].count(State.SCORED) == 2


def test_others_scores_and_the_mean_stay_hidden_until_her_own_are_in(desk: Desk) -> None:
    desk.score(PARK, "one", 9, 9, 9, 9, 9)
    hidden = desk.reviewing.open(HAN, "one")
    assert (hidden.others, hidden.mean) == (None, None)
    desk.score(HAN, "one", 6, 5, 4, 3, 2)
    seen = desk.reviewing.open(HAN, "one")
    assert seen.others is not None
    assert [(other.reviewer, other.weighted) for other in seen.others] == [(PARK.name, Fraction(9))]
    assert seen.mean == (9 + Fraction(6 * 3 + 5 * 3 + 4 * 2 + 3 + 2, 10)) / 2


def test_who_abstains_sees_nothing_and_cannot_come_back_to_score(desk: Desk) -> None:
    desk.score(PARK, "one", 9)
    desk.reviewing.abstain(HAN, "one", "바쁩니다.")
    assert desk.reviewing.open(HAN, "one").others is None
    with pytest.raises(ReviewRefused, match="abstained"):
        desk.score(HAN, "one", 5)
    desk.convening.reopen(OH, "one", HAN.id, "시간이 났습니다.")
    desk.score(HAN, "one", 5)


def test_scores_that_are_in_change_only_with_a_reason_and_the_change_is_counted(desk: Desk) -> None:
    desk.score(PARK, "one", 9)
    with pytest.raises(Incomplete):
        desk.score(PARK, "one", 1)
    desk.reviewing.save(PARK, "one", {c.code: 8 for c in desk.criteria.criteria}, reason="잘못 눌렀습니다.")
    own = desk.reviewing.open(PARK, "one").own
    assert own is not None
    assert (own.revisions, own.scores["scope"]) == (1, 8)
    assert desk.acts("one")[-2:] == ["review", "revise_review"]


@pytest.mark.parametrize("scores", [{}, {"feasibility": 5}, {"all": 11}, {"all": -1}, {"all": 5, "charm": 5}])
def test_missing_unknown_and_out_of_range_scores_are_refused(desk: Desk, scores: dict[str, int]) -> None:
    given = {c.code: scores["all"] for c in desk.criteria.criteria} if "all" in scores else {}
    given |= {code: score for code, score in scores.items() if code != "all"}
    with pytest.raises(ReviewRefused, match="bad_score"):
        desk.reviewing.save(PARK, "one", given)


def test_a_recused_reviewer_leaves_numerator_and_denominator(desk: Desk) -> None:
    desk.score(PARK, "one", 10)
    desk.score(HAN, "one", 4)
    desk.reviewing.declare(PARK, "one", "친한 사이입니다.")
    row = next(row for row in desk.convening.board(OH) if row.shown.id == "one")
    assert (row.mean, row.done, row.expected) == (4, 1, 2)
    assert desk.reviewing.share(PARK).assigned == 2
    assert desk.convening.progress(OH).wanted == 8
    with pytest.raises(ReviewRefused, match="recused"):
        desk.reviewing.open(PARK, "one")
    desk.convening.unrecuse(OH, "one", PARK.id, "확인해 보니 모르는 사이입니다.")
    assert next(row for row in desk.convening.board(OH) if row.shown.id == "one").mean == 7


def test_a_link_to_her_own_proposal_takes_a_reviewer_out_of_what_she_has_scored(desk: Desk) -> None:
    assert "one" in {item.shown.id for item in desk.reviewing.mine(CHOI)}
    desk.score(CHOI, "one", 10)
    desk.score(PARK, "one", 2)
    desk.hand_in("hers", CHOI)
    desk.linking.judge(PARK, "hers", Idea(Side.PROPOSAL, "one"), Relation.RELATED, "주제가 같습니다.")
    assert next(row for row in desk.convening.board(OH) if row.shown.id == "one").mean == 2
    with pytest.raises(ReviewRefused, match="recused"):
        desk.reviewing.open(CHOI, "one")


def test_a_proposal_withdrawn_while_being_reviewed_leaves_every_list_and_says_so(desk: Desk) -> None:
    desk.score(PARK, "one", 7)
    desk.withdraw("one")
    assert "one" not in {item.shown.id for item in desk.reviewing.mine(HAN)}
    assert "one" not in {row.shown.id for row in desk.convening.board(OH)}
    assert desk.reviewing.share(PARK).done == 0
    for act in (lambda: desk.score(HAN, "one", 7), lambda: desk.reviewing.open(HAN, "one")):
        with pytest.raises(ReviewRefused, match="withdrawn"):
            act()


def test_scores_are_taken_only_while_reviewing_and_only_from_whom_it_was_assigned_to(desk: Desk) -> None:
    with pytest.raises(ReviewRefused, match="not_assigned"):
        desk.score(JUNG, "one", 5)
    with pytest.raises(NotAllowed):
        desk.score(OH, "one", 5)
    with pytest.raises(NotFound):
        desk.score(PARK, "none", 5)
    desk.convening.go_on(OH, Phase.CLOSED)
    with pytest.raises(ReviewRefused, match="not_under_review"):
        desk.score(PARK, "one", 5)


def test_phases_follow_one_another_and_names_once_shown_stay_shown(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.convening.go_on(PARK, Phase.OPEN)
    desk.convening.go_on(OH, Phase.OPEN)
    with pytest.raises(ReviewRefused):
        desk.convening.go_on(OH, Phase.BLIND)
    assert desk.reviewing.open(PARK, "one").shown.authors == (f"{KIM.name} · {KIM.department}",)


def test_reviewers_who_lie_far_apart_are_listed_widest_first(desk: Desk) -> None:
    for key, scores in (("one", (9, 6)), ("two", (10, 1)), ("three", (7, 5))):
        desk.score(PARK, key, scores[0])
        desk.score(HAN, key, scores[1])
    assert [(row.shown.id, row.spread) for row in desk.convening.disagreements(OH)] == [("two", 9), ("one", 3)]


def test_a_confirmed_track_stands_beside_the_authors_and_the_suggested_one(desk: Desk) -> None:
    made = desk.reviewing.confirm_track(PARK, "one", "internal_process")
    assert (made.chosen, made.suggested) == ("citizen_service", "")
    assert desk.reviewing.open(HAN, "one").confirmed == made
    assert next(row for row in desk.convening.board(OH) if row.shown.id == "one").track == "internal_process"
    with pytest.raises(NotFound):
        desk.reviewing.confirm_track(PARK, "one", "cooking")


def test_authors_answer_until_the_deadline_and_learn_nobodys_name(desk: Desk) -> None:
    asked = desk.asking.ask(PARK, "one", "예산은 얼마입니까?", desk.at + timedelta(days=2))
    assert desk.kinds(KIM) == [("asked", "one")]
    assert PARK.id not in desk.notifying.mine(KIM)[0].facts.values()
    assert [each.by for each in desk.asking.mine(KIM, "one")] == [""]
    with pytest.raises(NotFound):
        desk.asking.answer(LEE, asked.id, "제 것이 아닙니다.")
    desk.asking.answer(KIM, asked.id, "디지털정책과 예산 천만 원입니다.")
    (shown,) = desk.reviewing.open(HAN, "one").requests
    assert (shown.answer, shown.answered_by) == ("○○○ 예산 천만 원입니다.", None)
    with pytest.raises(ReviewRefused, match="answered"):
        desk.asking.answer(KIM, asked.id, "다시")
    late = desk.asking.ask(HAN, "one", "언제부터입니까?", desk.at + timedelta(days=1))
    desk.later(days=2)
    with pytest.raises(ReviewRefused, match="answer_late"):
        desk.asking.answer(KIM, late.id, "늦었습니다.")
    desk.asking.extend(OH, late.id, desk.at + timedelta(days=1))
    desk.asking.answer(KIM, late.id, "내년부터입니다.")


def test_a_criteria_file_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    good = (
        "[scale]\nminimum = 0\nmaximum = 10\n[assigning]\nreviewers = 3\n[disagreement]\nspread = 3\n"
        '[[criteria]]\ncode = "a"\nname = "가"\nwords = "?"\nweight = "1"\n'
    )
    path = tmp_path / "criteria.toml"
    path.write_text(good, "utf-8")
    assert read_criteria(path).criteria[0].weight == 1
    wrong = [good.replace('"1"', '"1/2"'), good.replace("= 10", "= 0"), good + "x = 1\n", good.replace('"1"', "0.5")]
    for text in [*wrong, good + good[good.index("[[") :], "[scale"]:
        path.write_text(text, "utf-8")
        with pytest.raises(BadFile):
            read_criteria(path)


def test_the_panel_names_who_counts_and_who_declared_and_never_a_conflict_that_was_found(desk: Desk) -> None:
    with desk.database.write() as records:  # JUNG works where KIM does
        records.reviews.assign([Assignment("one", JUNG.id, desk.at, OH.id)])
    desk.convening.recuse(OH, "one", CHOI.id, "함께 일한 적이 있습니다.")
    desk.reviewing.abstain(PARK, "one", "잘 모르는 분야입니다.")
    desk.convening.recuse(OH, "one", HAN.id, "친분이 있다고 알려 왔습니다.")
    assert {(each.name, each.state, each.is_recused) for each in desk.convening.panel(SIM, "one")} == {
        (PARK.name, State.ABSTAINED, False),
        (HAN.name, None, True),
        (CHOI.name, None, True),
    }
    desk.convening.unrecuse(OH, "one", HAN.id, "잘못 알았습니다.")
    desk.convening.reopen(OH, "one", PARK.id, "다시 심사합니다.")
    assert {(each.state, each.is_recused) for each in desk.convening.panel(OH, "one")} == {(None, False), (None, True)}
    with pytest.raises(NotAllowed):
        desk.convening.panel(PARK, "one")
