"""Groups stay themselves from run to run, and what people did to them is never undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.cluster import Level, Side, Standing, Text, moves, settle

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def _texts(number: int) -> list[Text]:
    return [Text(Side.PROPOSAL, f"p{each:03}") for each in range(number)]


def _fresh() -> Callable[[Level], str]:
    numbers = count(1)
    return lambda level: f"new-{level.value}-{next(numbers)}"


def _numbers(groups: dict[str, int]) -> dict[Text, int]:
    return {Text(Side.PROPOSAL, key): number for key, number in groups.items()}


def _standings(ideas: dict[str, str | None], held: str = "") -> dict[Text, Standing]:
    return {Text(Side.PROPOSAL, k): Standing(idea, "T1", is_idea_held=k in held.split()) for k, idea in ideas.items()}


def _ideas(found: dict[Text, Standing]) -> dict[str, str | None]:
    return {text.id: standing.idea for text, standing in found.items()}


def test_a_group_keeps_its_id_when_members_come_and_go() -> None:
    before = _standings({"a": "G1", "b": "G1", "c": "G1", "d": "G2", "e": "G2", "x": None})
    machine = _numbers({"a": 7, "b": 7, "c": 9, "d": 9, "e": 9, "x": 7, "new": 9})
    found = settle(before, machine, dict.fromkeys(machine, 0), _fresh())
    assert _ideas(found) == {"a": "G1", "b": "G1", "c": "G2", "d": "G2", "e": "G2", "x": "G1", "new": "G2"}
    changed = {(move.text.id, move.before, move.after) for move in moves(before, found, NOW)}
    assert changed == {("c", "G1", "G2"), ("x", None, "G1")}


def test_of_a_group_that_fell_apart_the_larger_part_keeps_the_id() -> None:
    before = _standings(dict.fromkeys("abcde", "G1"))
    machine = _numbers({"a": 0, "b": 0, "c": 1, "d": 1, "e": 1})
    found = settle(before, machine, dict.fromkeys(machine, 0), _fresh())
    assert _ideas(found) == {"a": "new-idea-1", "b": "new-idea-1", "c": "G1", "d": "G1", "e": "G1"}


def test_texts_that_people_hold_stay_and_their_machine_made_group_follows_them() -> None:
    before = _standings({"a": "G1", "b": "G1", "c": "G1", "d": "G2", "e": "G2"}, held="a b c")
    machine = _numbers({"a": 0, "b": 0, "c": 1, "d": 1, "e": 1, "new": 0})
    found = settle(before, machine, dict.fromkeys(machine, 0), _fresh())
    assert _ideas(found) == {"a": "G1", "b": "G1", "c": "G1", "d": "G2", "e": "G2", "new": "G1"}


def test_a_text_held_outside_every_group_stays_outside() -> None:
    before = _standings({"a": None, "b": "G1", "c": "G1"}, held="a")
    machine = _numbers({"a": 0, "b": 0, "c": 0})
    assert _ideas(settle(before, machine, machine, _fresh())) == {"a": None, "b": "G1", "c": "G1"}


def test_who_is_left_over_in_a_small_group_is_alone() -> None:
    before = _standings({"a": "G1", "b": "G1", "c": "G2", "d": "G2"}, held="a b")
    machine = _numbers({"a": 0, "b": 1, "c": 1, "d": -1})
    assert _ideas(settle(before, machine, dict.fromkeys(machine, 0), _fresh()))["d"] is None


groupings = st.lists(st.integers(-1, 6), min_size=1, max_size=40)


@given(groupings, groupings, groupings, st.sets(st.integers(0, 39)))
def test_whatever_the_machine_says_the_laws_hold(
    first: list[int], ideas: list[int], themes: list[int], held: set[int]
) -> None:
    before = {
        text: Standing(None if number < 0 else f"G{number}", f"T{number % 3}", is_idea_held=place in held)
        for place, (text, number) in enumerate(zip(_texts(40), first, strict=False))
    }
    texts = _texts(min(len(ideas), len(themes)))
    machine = dict(zip(texts, ideas, strict=False))
    found = settle(before, machine, dict(zip(texts, themes, strict=False)), _fresh())
    assert set(found) == set(texts)
    theme_of: dict[str, str | None] = {}
    for text, standing in found.items():
        if text in before and before[text].is_idea_held:
            assert standing.idea == before[text].idea
        if standing.idea is not None:
            assert standing.theme is not None
            assert theme_of.setdefault(standing.idea, standing.theme) == standing.theme
    old = {each.idea for each in before.values()}
    sizes = Counter(each.idea for each in found.values())
    for idea in {each.idea for each in found.values()} - old - {None}:
        assert sizes[idea] > 1


@given(groupings)
def test_the_same_groups_again_keep_every_id(first: list[int]) -> None:
    texts, fresh = _texts(len(first)), _fresh()
    machine = dict(zip(texts, first, strict=True))
    once = settle({}, machine, machine, fresh)
    again = settle(once, machine, machine, fresh)
    assert again == once
    assert moves(once, again, NOW) == []
