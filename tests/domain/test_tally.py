"""Places, ties, awards and 대상 on finals small enough to follow by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.domain.award import Awards, award
from assistant.domain.ballot import Ballot, BallotBox, Finalist, Reason
from assistant.domain.rules import (
    Award,
    BallotForm,
    ContestTrack,
    Contradiction,
    Form,
    GrandPrize,
    Panel,
    PanelScore,
    Rules,
)
from assistant.domain.tally import PanelStanding, Tally, count, tally
from assistant.errors import BallotRefused, PanelSilent, RulesContradict

LADDER = (Award("최우수상", 1), Award("우수상", 1), Award("장려상", 3))
SCORES = BallotForm(Form.SCORES, 0, 100)


def rules(
    *,
    ballot: BallotForm = SCORES,
    panel_score: PanelScore = PanelScore.MEAN,
    tie_order: tuple[str, ...] = ("experts", "staff"),
    grand_prize: GrandPrize = GrandPrize.REPLACES,
    minimum_total: Fraction = Fraction(0),
    weights: tuple[Fraction, Fraction] = (Fraction(7, 10), Fraction(3, 10)),
) -> Rules:
    return Rules(
        name="",
        tracks=(ContestTrack("내부", 5), ContestTrack("시민", 5)),
        panels=(Panel("experts", weights[0]), Panel("staff", weights[1])),
        ballot=ballot,
        panel_score=panel_score,
        tie_order=tie_order,
        awards=LADDER,
        grand_prize=grand_prize,
        minimum_total=minimum_total,
    )


def one_voter_each(scores: dict[str, tuple[int, int]]) -> tuple[list[Finalist], list[Ballot]]:
    """Finalists named 내… stand in 내부, others in 시민; (experts' score, staff's score) of one voter each."""
    finalists = [Finalist(name, "내부" if name.startswith("내") else "시민") for name in scores]
    return finalists, [
        Ballot(panel, "v", name, given[at])
        for at, panel in enumerate(("experts", "staff"))
        for name, given in scores.items()
    ]


def places(standing: Tally) -> list[tuple[str, int, bool]]:
    return [(each.finalist.name, each.place, each.shared) for each in standing.standings]


def awards(by: Rules, scores: dict[str, tuple[int, int]]) -> Awards:
    return award(by, tally(by, *one_voter_each(scores)))


def test_a_total_is_the_weighted_sum_of_exact_means() -> None:
    finalists = [Finalist("내1", "내부")]
    experts = [Ballot("experts", f"e{n}", "내1", score) for n, score in enumerate((90, 91, 92))]
    staff = [Ballot("staff", f"s{n}", "내1", score) for n, score in enumerate((80, 81, 81, 81, 81, 81, 81))]
    standing = tally(rules(), finalists, [*experts, *staff]).standings[0]
    assert standing.panels == {"experts": PanelStanding(Fraction(91), 3), "staff": PanelStanding(Fraction(566, 7), 7)}
    assert standing.total == Fraction(7, 10) * 91 + Fraction(3, 10) * Fraction(566, 7)


def test_equal_totals_are_settled_by_the_declared_order_of_panels() -> None:
    scores = {"내1": (40, 80), "내2": (52, 52)}
    by_experts = tally(rules(tie_order=("experts",)), *one_voter_each(scores))
    by_staff = tally(rules(tie_order=("staff",)), *one_voter_each(scores))
    assert {each.total for each in by_experts.standings} == {Fraction(52)}
    assert places(by_experts) == [("내2", 1, False), ("내1", 2, False)]
    assert places(by_staff) == [("내1", 1, False), ("내2", 2, False)]


def test_what_the_order_cannot_settle_shares_its_place_and_the_next_place_is_skipped() -> None:
    scores = {"내1": (10, 10), "내2": (50, 50), "내3": (40, 40), "내4": (50, 50), "내5": (40, 40)}
    standing = tally(rules(), *one_voter_each(scores))
    assert places(standing) == [
        ("내2", 1, True),
        ("내4", 1, True),
        ("내3", 3, True),
        ("내5", 3, True),
        ("내1", 5, False),
    ]


def test_an_empty_order_leaves_equal_totals_shared() -> None:
    standing = tally(rules(tie_order=()), *one_voter_each({"내1": (40, 80), "내2": (52, 52)}))
    assert places(standing) == [("내1", 1, True), ("내2", 1, True)]


def test_totals_a_float_cannot_tell_apart_are_told_apart() -> None:
    finalists = [Finalist("내1", "내부"), Finalist("내2", "내부")]
    by = rules(ballot=BallotForm(Form.SCORES, 0, 10**17), panel_score=PanelScore.SUM)
    ballots = [Ballot(p, "v", f.name, 10**17 - 2 + at) for p in ("experts", "staff") for at, f in enumerate(finalists)]
    assert float(10**17 - 1) == float(10**17 - 2)
    assert places(tally(by, finalists, ballots)) == [("내2", 1, False), ("내1", 2, False)]


def test_those_who_share_a_place_share_its_award_and_the_next_award_falls_away() -> None:
    given = awards(rules(grand_prize=GrandPrize.NONE), {"내1": (9, 9), "내2": (9, 9), "내3": (8, 8), "내4": (7, 7)})
    assert given.of == {"내1": ("최우수상",), "내2": ("최우수상",), "내3": ("장려상",), "내4": ("장려상",)}
    assert given.grand_prize == ()


def test_the_last_award_is_shared_by_all_who_share_its_place_and_nobody_below_gets_one() -> None:
    scores = {f"내{n}": (score, score) for n, score in enumerate((9, 8, 7, 6, 5, 5, 4), start=1)}
    given = awards(rules(grand_prize=GrandPrize.NONE), scores)
    assert [given.of[f"내{n}"] for n in (5, 6, 7)] == [("장려상",), ("장려상",), ()]


def test_the_grand_prize_replaces_an_award_and_nobody_moves_up() -> None:
    given = awards(rules(), {"내1": (90, 90), "내2": (80, 80), "시1": (85, 85)})
    assert given == Awards({"내1": ("대상",), "내2": ("우수상",), "시1": ("최우수상",)}, ("내1",))


def test_the_grand_prize_may_stand_beside_the_award() -> None:
    given = awards(rules(grand_prize=GrandPrize.ADDS), {"내1": (80, 80), "시1": (85, 85)})
    assert given == Awards({"내1": ("최우수상",), "시1": ("대상", "최우수상")}, ("시1",))


def test_equal_best_totals_over_the_tracks_are_settled_by_the_same_order() -> None:
    given = awards(rules(), {"내1": (40, 80), "시1": (52, 52)})
    assert given.grand_prize == ("시1",)


def test_best_totals_nothing_can_settle_share_the_grand_prize() -> None:
    given = awards(rules(), {"내1": (52, 52), "시1": (52, 52), "시2": (1, 1)})
    assert given == Awards({"내1": ("대상",), "시1": ("대상",), "시2": ("우수상",)}, ("내1", "시1"))


def test_below_the_minimum_there_is_no_award_and_no_grand_prize() -> None:
    by = rules(minimum_total=Fraction(60))
    assert awards(by, {"내1": (60, 60), "시1": (59, 59)}) == Awards({"내1": ("대상",), "시1": ()}, ("내1",))
    assert awards(by, {"내1": (59, 59), "시1": (58, 58)}) == Awards({"내1": (), "시1": ()}, ())


def test_a_silent_panel_is_an_error_not_a_smaller_total() -> None:
    finalists, ballots = one_voter_each({"내1": (52, 52), "시1": (60, 60)})
    heard = [each for each in ballots if (each.panel, each.finalist) != ("staff", "시1")]
    with pytest.raises(PanelSilent) as refused:
        tally(rules(), finalists, heard)
    assert refused.value.missing == (("staff", "시1"),)


def test_a_recusal_is_not_a_zero() -> None:
    finalists = [Finalist("내1", "내부"), Finalist("내2", "내부")]
    ballots = [
        Ballot("experts", "e1", "내1", 80),
        Ballot("experts", "e2", "내1", 90),
        Ballot("experts", "e2", "내2", 85),
    ]
    ballots += [Ballot("staff", "s", name, 50) for name in ("내1", "내2")]
    standing = tally(rules(), finalists, ballots)
    assert {each.finalist.name: each.panels["experts"] for each in standing.standings} == {
        "내1": PanelStanding(Fraction(85), 2),
        "내2": PanelStanding(Fraction(85), 1),
    }
    assert standing.turnout == {"experts": 2, "staff": 1}


@pytest.mark.parametrize(
    ("panel_score", "scores"),
    [
        (PanelScore.MEAN, ("2/3", "1/3", "0")),
        (PanelScore.SUM, ("2", "1", "0")),
        (PanelScore.SHARE, ("200/3", "100/3", "0")),
    ],
)
def test_a_choice_counts_one_and_a_finalist_nobody_chose_has_zero(
    panel_score: PanelScore, scores: tuple[str, ...]
) -> None:
    by = rules(ballot=BallotForm(Form.CHOICES, most=1), panel_score=panel_score)
    finalists = [Finalist("내1", "내부"), Finalist("내2", "내부"), Finalist("내3", "내부"), Finalist("시1", "시민")]
    chosen = {"e1": "내1", "e2": "내1", "e3": "내2", "e4": "시1"}
    standing = tally(by, finalists, [Ballot("experts", voter, name, 1) for voter, name in chosen.items()])
    assert [each.panels["experts"] for each in standing.standings[:3]] == [
        PanelStanding(Fraction(s), 3) for s in scores
    ]
    assert [each.panels["staff"] for each in standing.standings] == [PanelStanding(Fraction(0), 0)] * 4
    assert standing.turnout == {"experts": 4, "staff": 0}


def test_a_share_of_nothing_is_zero() -> None:
    standing = tally(rules(panel_score=PanelScore.SHARE), *one_voter_each({"내1": (0, 1), "내2": (0, 3)}))
    assert [(each.finalist.name, each.total) for each in standing.standings] == [
        ("내2", Fraction(3, 10) * 75),
        ("내1", Fraction(3, 10) * 25),
    ]


def test_one_name_in_two_panels_is_two_voters() -> None:
    finalists, ballots = one_voter_each({"내1": (10, 20)})
    assert {each.voter for each in ballots} == {"v"}
    assert tally(rules(), finalists, ballots).turnout == {"experts": 1, "staff": 1}


@pytest.mark.parametrize(
    ("ballot", "reason"),
    [
        (Ballot("audience", "a", "내1", 1), Reason.UNKNOWN_PANEL),
        (Ballot("experts", "a", "내9", 1), Reason.UNKNOWN_FINALIST),
        (Ballot("experts", "a", "내1", 101), Reason.OUT_OF_RANGE),
        (Ballot("experts", "a", "내1", -1), Reason.OUT_OF_RANGE),
        (Ballot("experts", "v", "내1", 1), Reason.TWICE),
    ],
)
def test_the_box_refuses_what_the_rules_forbid_and_stays_as_it_was(ballot: Ballot, reason: Reason) -> None:
    finalists, ballots = one_voter_each({"내1": (10, 20), "내2": (30, 40)})
    box = BallotBox(rules(), finalists)
    for each in ballots:
        box.put(each)
    before = count(box)
    with pytest.raises(BallotRefused) as refused:
        box.put(ballot)
    assert refused.value.reason == reason
    assert count(box) == before


def test_the_lowest_and_the_highest_score_are_taken() -> None:
    standing = tally(rules(), *one_voter_each({"내1": (0, 100)}))
    assert standing.standings[0].total == 30


def test_a_voter_chooses_no_more_than_allowed_in_each_track() -> None:
    by = rules(ballot=BallotForm(Form.CHOICES, most=1))
    box = BallotBox(by, [Finalist("내1", "내부"), Finalist("내2", "내부"), Finalist("시1", "시민")])
    box.put(Ballot("experts", "v", "내1", 1))
    box.put(Ballot("experts", "v", "시1", 1))
    with pytest.raises(BallotRefused) as one_more:
        box.put(Ballot("experts", "v", "내2", 1))
    with pytest.raises(BallotRefused) as no_choice:
        box.put(Ballot("experts", "w", "내2", 2))
    assert (one_more.value.reason, no_choice.value.reason) == (Reason.TOO_MANY_CHOICES, Reason.NOT_A_CHOICE)
    assert box.turnout("experts") == 1


def test_rules_that_contradict_themselves_cannot_be_made() -> None:
    with pytest.raises(RulesContradict) as refused:
        rules(
            weights=(Fraction(7, 10), Fraction(4, 10)),
            tie_order=("audience", "audience"),
            ballot=BallotForm(Form.SCORES, 5),
        )
    assert set(refused.value.contradictions) == {
        (("panels", 1, "weight"), Contradiction.NOT_ONE),
        (("ties", "order"), Contradiction.TWICE),
        (("ties", "order"), Contradiction.UNKNOWN_PANEL),
        (("ballot", "maximum"), Contradiction.NEEDED_FOR_SCORES),
    }


@pytest.mark.parametrize(
    ("ballot", "contradiction"),
    [
        (BallotForm(Form.CHOICES), (("ballot", "most"), Contradiction.NEEDED_FOR_CHOICES)),
        (BallotForm(Form.SCORES, 5, 4), (("ballot", "maximum"), Contradiction.BELOW_MINIMUM)),
        (BallotForm(Form.SCORES, -1, 4), (("ballot", "minimum"), Contradiction.SHARE_OF_NEGATIVES)),
    ],
)
def test_a_ballot_nobody_could_count_is_a_contradiction(ballot: BallotForm, contradiction: object) -> None:
    with pytest.raises(RulesContradict) as refused:
        rules(ballot=ballot, panel_score=PanelScore.SHARE)
    assert refused.value.contradictions == (contradiction,)
