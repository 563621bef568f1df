"""What is announced: the count with what it rests on, and the steps on the stage."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from assistant.documents.contest_rules import parse_rules
from assistant.domain.announcement import Reveal, Spread, announce, reveals
from assistant.domain.ballot import Ballot, Finalist
from tests.contest import rules_toml

FINALISTS = [Finalist(f"{letter}{n}", track) for letter, track in (("가", "a"), ("나", "b")) for n in (1, 2, 3)]
SCORES = {"가1": 90, "가2": 80, "가3": 80, "나1": 70, "나2": 60, "나3": 50}


def announced(**parts: object):  # type: ignore[no-untyped-def]
    text = rules_toml(tracks={"a": 3, "b": 3}, **parts)  # type: ignore[arg-type]
    rules = parse_rules(Path("rules.toml"), text.encode())
    ballots = [
        Ballot(panel, str(voter), name, score + voter * (panel == "experts"))
        for panel, size in (("experts", 4), ("staff", 1))
        for voter in range(size)
        for name, score in SCORES.items()
        if not (voter == 3 and name == "가1")
    ]
    return announce(rules, FINALISTS, ballots, {("experts", "가1"): 1})


def test_a_finalist_is_announced_with_spread_papers_and_recusals() -> None:
    first, second = announced().placed[:2]
    assert first.standing.finalist.name == "가1"
    assert first.spreads == {"experts": Spread(90, Fraction(91), 92), "staff": Spread(90, Fraction(90), 90)}
    assert (first.standing.panels["experts"].ballots, first.recusals) == (3, {"experts": 1, "staff": 0})
    assert second.spreads["experts"] == Spread(80, Fraction(163, 2), 83)


def test_the_reveal_goes_from_the_lowest_award_up_and_the_grand_prize_comes_last() -> None:
    assert reveals(announced(per_track='[["최우수상", 1], ["우수상", 1]]', grand_prize="adds")) == (
        Reveal("우수상", "a", ("가2", "가3")),
        Reveal("우수상", "b", ("나2",)),
        Reveal("최우수상", "a", ("가1",)),
        Reveal("최우수상", "b", ("나1",)),
        Reveal("대상", "", ("가1",)),
    )


def test_an_award_the_grand_prize_replaced_is_not_revealed() -> None:
    steps = reveals(announced(per_track='[["최우수상", 1]]'))
    assert steps == (Reveal("최우수상", "b", ("나1",)), Reveal("대상", "", ("가1",)))
