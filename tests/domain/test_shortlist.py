"""The rule's own list: best by mean, ties left to people, one of a linked group, empty seats where nobody is."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.shortlist import Candidate, Change, ChangeKind, Line, Standing, Why, apply, draw_up

SEATS = {"a": 2, "b": 1}
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)


def candidate(key: str, mean: int | None, track: str = "a", **more: object) -> Candidate:
    return Candidate(key, track, None if mean is None else Fraction(mean), **more)  # type: ignore[arg-type]


def drawn(*candidates: Candidate, one_per_group: bool = True) -> dict[str, tuple[Standing, Why]]:
    return {x.proposal_id: (x.standing, x.why) for x in draw_up(candidates, SEATS, one_per_group=one_per_group)}


def test_the_best_of_each_track_go_on() -> None:
    assert drawn(candidate("x", 7), candidate("y", 9), candidate("z", 8), candidate("w", 1, "b")) == {
        "y": (Standing.IN, Why.BY_RULE),
        "z": (Standing.IN, Why.BY_RULE),
        "x": (Standing.OUT, Why.BELOW),
        "w": (Standing.IN, Why.BY_RULE),
    }


def test_a_tie_at_the_line_is_left_to_people_unless_the_declared_criteria_settle_it() -> None:
    tied = drawn(candidate("x", 8), candidate("y", 9), candidate("z", 8))
    assert tied["x"] == tied["z"] == (Standing.TIED, Why.TIE)
    settled = drawn(
        candidate("x", 8, ties=(Fraction(7),)), candidate("y", 9, ties=(Fraction(1),)),
        candidate("z", 8, ties=(Fraction(6),)),
    )  # fmt: skip
    assert (settled["x"][0], settled["z"][0]) == (Standing.IN, Standing.OUT)


def test_a_tie_above_the_line_needs_nobody() -> None:
    assert {each[0] for each in drawn(candidate("x", 8), candidate("y", 8)).values()} == {Standing.IN}


def test_a_linked_group_goes_on_once_by_its_best_and_of_equals_by_the_canonical_one() -> None:
    group = [candidate("x", 9, group="g"), candidate("y", 8, group="g"), candidate("z", 7)]
    assert drawn(*group)["y"] == (Standing.OUT, Why.GROUP)
    assert drawn(*group)["z"] == (Standing.IN, Why.BY_RULE)
    assert drawn(*group, one_per_group=False)["y"] == (Standing.IN, Why.BY_RULE)
    equal = drawn(candidate("x", 9, group="g"), candidate("y", 9, "b", group="g", stands_first=True))
    assert (equal["x"][1], equal["y"][0]) == (Why.GROUP, Standing.IN)


def test_what_was_not_scored_barred_or_has_no_track_is_named_as_such() -> None:
    found = drawn(candidate("x", None), candidate("y", 9, is_barred=True), candidate("z", 9, "cooking"))
    assert {key: why for key, (_, why) in found.items()} == {"x": Why.UNSCORED, "y": Why.BARRED, "z": Why.NO_TRACK}


def test_more_seats_than_proposals_leave_seats_empty() -> None:
    assert drawn(candidate("x", 3)) == {"x": (Standing.IN, Why.BY_RULE)}
    assert draw_up([], SEATS, one_per_group=True) == []


def test_375_identical_proposals_are_all_tied_and_none_is_chosen_by_chance() -> None:
    lines = draw_up([candidate(f"p{n}", 5) for n in range(375)], SEATS, one_per_group=True)
    assert {line.standing for line in lines} == {Standing.TIED}


def change(kind: ChangeKind, proposal_id: str = "", track: str = "a") -> Change:
    return Change("c", kind, track, proposal_id, "oh", NOON, "사유")


def test_people_change_the_list_with_reasons_and_settle_ties() -> None:
    lines = draw_up([candidate("x", 8), candidate("y", 9), candidate("z", 8)], SEATS, one_per_group=True)
    after = {x.proposal_id: x for x in apply(lines, [change(ChangeKind.ADD, "z")], SEATS)}
    assert after["z"] == Line("z", "a", Fraction(8), 2, Standing.IN, Why.ADDED, "사유", "oh")
    assert after["x"].standing is Standing.OUT
    none = apply(lines, [change(ChangeKind.ADD, "z"), change(ChangeKind.NO_FINALIST)], SEATS)
    assert {(x.standing, x.why) for x in none} == {(Standing.OUT, Why.NO_FINALIST)}


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from("ab"), st.sampled_from(["", "g", "h"])), min_size=1, max_size=30
    ),
    st.booleans(),
)
def test_nobody_left_out_was_better_than_somebody_let_in(
    given_: list[tuple[int, str, str]], one_per_group: bool
) -> None:
    candidates = [candidate(f"p{n}", mean, track, group=group) for n, (mean, track, group) in enumerate(given_)]
    lines = draw_up(candidates, SEATS, one_per_group=one_per_group)
    group_of = {each.proposal_id: each.group for each in candidates}
    assert sorted(line.proposal_id for line in lines) == sorted(group_of)
    for track, seats in SEATS.items():
        mine = [line for line in lines if line.track == track]
        taken = [line for line in mine if line.standing is Standing.IN]
        assert len(taken) <= seats
        out = [line for line in mine if line.standing is not Standing.IN and line.why is not Why.GROUP]
        assert all(a.mean > b.mean for a in taken for b in out)  # type: ignore[operator]
        if one_per_group:
            groups = [group_of[line.proposal_id] for line in lines if line.standing is Standing.IN]
            assert all(groups.count(group) == 1 for group in groups if group)


def test_an_unknown_proposal_in_a_change_is_passed_over() -> None:
    lines = draw_up([candidate("x", 8)], SEATS, one_per_group=True)
    assert apply(lines, [change(ChangeKind.REMOVE, "gone")], SEATS) == lines
    with pytest.raises(AttributeError):
        lines[0].standing = Standing.OUT  # type: ignore[misc]
