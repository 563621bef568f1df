"""Linking is a person's act with a reason and an undo; it keeps everything and tells everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.link import Idea, Relation, Side
from assistant.errors import AlreadyJudged, Incomplete, MergeCycle, NotAllowed, NotFound, ReviewRefused
from assistant.services.linking import LinkedGroup
from tests.review import CHOI, HAN, JUNG, KIM, LEE, OLD, PARK, Desk, desk_over


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path) as desk:
        desk.hand_in("one", KIM, co=(LEE,))
        desk.hand_in("two", LEE)
        desk.hand_in("three", CHOI)
        yield desk


def proposal(key: str) -> Idea:
    return Idea(Side.PROPOSAL, key)


def link(desk: Desk, a: str, relation: Relation, b: str) -> str:
    return desk.linking.judge(PARK, a, proposal(b), relation, "같은 구상입니다.").id


def test_linked_proposals_keep_texts_dates_and_authors_and_the_earliest_stands_for_them(desk: Desk) -> None:
    with desk.database.read() as records:
        before = [records.proposals.get(key) for key in ("one", "two")]
    link(desk, "two", Relation.SAME, "one")
    with desk.database.read() as records:
        assert [records.proposals.get(key) for key in ("one", "two")] == before
    assert desk.linking.groups(PARK) == [LinkedGroup(("one", "two"), "one", None)]


def test_all_authors_are_told_once_for_each_of_their_proposals_and_not_by_whom(desk: Desk) -> None:
    link(desk, "two", Relation.SAME, "one")
    assert desk.kinds(KIM) == [("linked", "one")]
    assert desk.kinds(LEE) == [("linked", "two"), ("linked", "one")]
    told = desk.notifying.mine(KIM)[0].facts
    assert told["other"] == "제안 two"
    assert told["reason"] == "같은 구상입니다."
    assert PARK.id not in told.values()
    assert PARK.name not in told.values()


def test_a_judgement_that_two_ideas_differ_is_nobodys_news(desk: Desk) -> None:
    link(desk, "two", Relation.DIFFERENT, "one")
    assert desk.kinds(KIM) == []
    assert desk.linking.of(KIM, "one") == []
    assert len(desk.linking.of(HAN, "one")) == 1


def test_one_click_undoes_a_link_and_both_stay_in_the_journal(desk: Desk) -> None:
    made = link(desk, "two", Relation.PART_OF, "one")
    desk.linking.take_back(HAN, made, "다시 읽어 보니 다릅니다.")
    assert desk.linking.groups(PARK) == []
    assert desk.acts("one") == desk.acts("two") == ["link", "unlink"]
    assert desk.kinds(KIM) == [("linked", "one"), ("unlinked", "one")]
    with pytest.raises(NotFound):
        desk.linking.take_back(HAN, made, "또")


def test_a_pair_has_one_standing_judgement_in_either_order(desk: Desk) -> None:
    made = link(desk, "two", Relation.SAME, "one")
    with pytest.raises(AlreadyJudged) as refused:
        desk.linking.judge(HAN, "one", proposal("two"), Relation.RELATED, "주제만 같습니다.")
    assert (refused.value.relation, refused.value.by) == ("same", PARK.id)
    desk.linking.take_back(HAN, made, "주제만 같습니다.")
    desk.linking.judge(HAN, "one", proposal("two"), Relation.RELATED, "주제만 같습니다.")
    assert desk.linking.groups(PARK) == []


@pytest.mark.parametrize(
    ("first", "second", "closing"),
    [
        ((), (), ("one", Relation.SAME, "one")),
        (("one", Relation.PART_OF, "two"), ("two", Relation.PART_OF, "three"), ("three", Relation.PART_OF, "one")),
        (("one", Relation.BUILDS_ON, "two"), ("two", Relation.PART_OF, "three"), ("three", Relation.SAME, "one")),
        (("one", Relation.SAME, "two"), ("two", Relation.PART_OF, "three"), ("three", Relation.BUILDS_ON, "one")),
    ],
)
def test_a_merge_cycle_is_refused_and_leaves_nothing(
    desk: Desk, first: tuple[str, ...], second: tuple[str, ...], closing: tuple[str, Relation, str]
) -> None:
    for made in (first, second):
        if made:
            link(desk, made[0], Relation(made[1]), made[2])
    kept = {key: desk.acts(key) for key in ("one", "two", "three")}
    with pytest.raises(MergeCycle):
        link(desk, *closing)
    assert {key: desk.acts(key) for key in ("one", "two", "three")} == kept


def test_another_proposal_stands_for_the_group_only_for_a_reason_and_going_back_is_possible(desk: Desk) -> None:
    link(desk, "two", Relation.SAME, "one")
    with pytest.raises(Incomplete):
        desk.linking.choose_canonical(PARK, "two", " ")
    group = desk.linking.choose_canonical(PARK, "two", "더 자세합니다.")
    assert group.canonical == "two"
    assert group.chosen is not None
    assert group.chosen.reason == "더 자세합니다."
    assert desk.linking.choose_canonical(HAN, "one", "먼저 접수되었습니다.") == LinkedGroup(("one", "two"), "one", None)
    with pytest.raises(NotFound):
        desk.linking.choose_canonical(PARK, "three", "혼자입니다.")


def test_a_withdrawn_member_leaves_the_others_linked(desk: Desk) -> None:
    link(desk, "two", Relation.SAME, "one")
    link(desk, "three", Relation.SAME, "one")
    desk.withdraw("one")
    assert desk.linking.groups(PARK) == [LinkedGroup(("two", "three"), "two", None)]
    with pytest.raises(ReviewRefused):
        desk.linking.judge(HAN, "two", proposal("one"), Relation.SAME, "늦었습니다.")


def test_nobody_judges_what_she_wrote_and_authors_judge_nothing(desk: Desk) -> None:
    with pytest.raises(ReviewRefused):
        desk.linking.judge(CHOI, "one", proposal("three"), Relation.SAME, "제 것과 같습니다.")
    with pytest.raises(NotAllowed):
        desk.linking.judge(KIM, "one", proposal("two"), Relation.SAME, "제 것입니다.")
    made = desk.linking.judge(PARK, "one", proposal("three"), Relation.SAME, "같습니다.").id
    with pytest.raises(ReviewRefused):
        desk.linking.take_back(CHOI, made, "아닙니다.")
    with pytest.raises(NotFound):
        desk.linking.of(KIM, "two")


def test_related_is_no_group_and_an_archive_item_joins_none(desk: Desk) -> None:
    link(desk, "two", Relation.RELATED, "one")
    for key in ("one", "two"):
        desk.linking.judge(PARK, key, Idea(Side.ARCHIVE, OLD.id), Relation.SAME, "채택된 제안입니다.")
    assert desk.linking.groups(PARK) == []


def test_an_author_names_an_earlier_idea_hers_carries_on_and_may_take_that_back(desk: Desk) -> None:
    cited = desk.linking.cite(KIM, "one", OLD.id, "전화 대신 전력 기록을 봅니다.")
    assert desk.linking.of(KIM, "one") == [cited]
    with pytest.raises(AlreadyJudged):
        desk.linking.cite(LEE, "one", OLD.id)
    with pytest.raises(NotFound):
        desk.linking.cite(KIM, "two", OLD.id)
    desk.linking.judge(PARK, "one", Idea(Side.ARCHIVE, OLD.id), Relation.SAME, "같은 구상입니다.")
    desk.linking.take_back(LEE, cited.id, "")
    assert [each.relation for each in desk.linking.of(KIM, "one")] == [Relation.SAME]


def test_judged_pairs_hold_both_texts_and_only_what_reviewers_still_stand_by(desk: Desk) -> None:
    link(desk, "two", Relation.SAME, "one")
    desk.linking.cite(KIM, "one", OLD.id)
    desk.linking.take_back(HAN, link(desk, "three", Relation.RELATED, "one"), "아닙니다.")
    desk.linking.judge(JUNG, "three", Idea(Side.ARCHIVE, OLD.id), Relation.DIFFERENT, "다릅니다.")
    with desk.database.read() as records:
        pairs = records.links.judged_pairs()
    assert [(p.a.title, p.b.title, p.relation, p.by) for p in pairs] == [
        ("제안 two", "제안 one", Relation.SAME, PARK.id),
        ("제안 three", OLD.content.title, Relation.DIFFERENT, JUNG.id),
    ]
