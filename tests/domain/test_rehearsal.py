"""Other ways of counting, on contests small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

from assistant.documents.contest_rules import parse_rules
from assistant.domain.ballot import Ballot, Finalist
from assistant.domain.rehearsal import Comparison, Scaling, compare, variants
from assistant.domain.rules import PanelScore, Rules
from assistant.domain.simulation import Hall, made_contests, made_finalists, redrawn_contests
from tests.contest import rules_toml

TRACK = {"internal_process": 3}
FINALISTS = [Finalist(name, "internal_process") for name in ("가", "나", "다")]


def rules(**parts: object) -> Rules:
    return parse_rules(Path("rules.toml"), rules_toml(tracks=TRACK, **parts).encode())  # type: ignore[arg-type]


def papers(panel: str, *sheets: tuple[int | None, int | None, int | None]) -> list[Ballot]:
    return [
        Ballot(panel, str(voter), finalist.name, score)
        for voter, sheet in enumerate(sheets)
        for finalist, score in zip(FINALISTS, sheet, strict=True)
        if score is not None
    ]


def of(found: tuple[Comparison, ...], **wanted: object) -> Comparison:
    return next(each for each in found if all(getattr(each.variant, name) == is_ for name, is_ in wanted.items()))


def test_the_rules_as_they_are_never_differ_from_themselves() -> None:
    found, silent = compare(rules(), FINALISTS, [papers("experts", (9, 5, 1)) + papers("staff", (1, 5, 9))])
    assert (found[0].variant.changes, found[0].grand_prize, found[0].awards, silent) == ("", 0, 0, 0)


def test_a_recusal_costs_the_first_place_where_scores_are_added_up() -> None:
    ballots = papers("experts", (90, 80, 10), (None, 80, 10)) + papers("staff", (50, 50, 50))
    found, _ = compare(rules(), FINALISTS, [ballots])
    assert of(found, panel_score=PanelScore.SUM).first_places == 1
    assert of(found, panel_score=PanelScore.SUM).grand_prize == 1


def test_a_panel_that_uses_the_whole_scale_outweighs_one_that_does_not_until_both_are_stretched() -> None:
    ballots = papers("experts", (50, 60, 50)) + papers("staff", (90, 30, 0))  # 62 : 51 as given, 30 : 80 stretched
    found, _ = compare(rules(), FINALISTS, [ballots])
    assert of(found, scaling=Scaling.STRETCHED).first_places == 1
    assert of(found, scaling=Scaling.PLACES).first_places == 1


def test_a_lenient_voter_who_missed_a_finalist_no_longer_decides_when_voters_means_are_taken_off() -> None:
    ballots = papers("experts", (90, None, 90), (20, 30, 10), (20, 30, 10)) + papers("staff", (50, 50, 50))
    found, _ = compare(rules(), FINALISTS, [ballots])
    assert of(found, scaling=Scaling.CENTRED).first_places == 1


def test_without_a_rule_of_ties_the_place_is_shared() -> None:
    ballots = papers("experts", (60, 30, 0)) + papers("staff", (0, 70, 0))
    found, _ = compare(rules(), FINALISTS, [ballots])
    assert (found[0].shared, of(found, tie_order=()).shared) == (0, 1)
    assert of(found, tie_order=("staff", "experts")).first_places == 1


def test_a_contest_with_a_silent_panel_is_left_out_and_said() -> None:
    found, silent = compare(rules(), FINALISTS, [papers("experts", (1, 2, 3))])
    assert (found[0].contests, silent) == (0, 1)


def test_shares_of_negative_scores_are_not_tried() -> None:
    below = rules(ballot='form = "scores"\nminimum = -5\nmaximum = 5')
    assert PanelScore.SHARE not in {way.panel_score for way in variants(below)}


def test_choices_have_no_voters_means_to_take_off() -> None:
    choosing = rules(ballot='form = "choices"\nmost = 1')
    assert Scaling.CENTRED not in {way.scaling for way in variants(choosing)}
    hall = Hall({"experts": 5, "staff": 20}, 0, "seed")
    found, _ = compare(choosing, made_finalists(choosing), made_contests(choosing, made_finalists(choosing), hall, 5))
    assert found[0].contests == 5


def test_the_same_seed_makes_the_same_ballots_and_another_makes_others() -> None:
    made = [
        list(made_contests(rules(), FINALISTS, Hall({"experts": 3, "staff": 9}, 100, seed), 3))
        for seed in ("1", "1", "2")
    ]
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_voters_drawn_anew_are_voters_of_the_same_panel_with_whole_papers() -> None:
    cast = papers("experts", (1, 2, 3), (4, 5, None)) + papers("staff", (7, 8, 9))
    known = {(b.panel, b.finalist, b.score) for b in cast}
    for drawn in redrawn_contests(cast, "seed", 20):
        assert {(b.panel, b.finalist, b.score) for b in drawn} <= known
        assert {b.voter for b in drawn if b.panel == "experts"} == {"0", "1"}
