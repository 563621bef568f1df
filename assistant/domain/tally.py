"""Who stands where: panel scores, weighted totals, places, all in exact fractions.

Law: nothing is rounded, a silent panel is an error and not a zero, and no machine's opinion reaches this file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.domain.ballot import Ballot, BallotBox, Finalist
from assistant.domain.rules import Form, PanelScore, Rules
from assistant.errors import PanelSilent


@dataclass(frozen=True, slots=True)
class PanelStanding:
    """A panel's exact score for a finalist, and the papers it rests on (choices: the panel's voters in the track)."""

    score: Fraction
    ballots: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A finalist's place in its track, 1 the best; `shared` when others stand on the same place."""

    finalist: Finalist
    panels: Mapping[str, PanelStanding]
    total: Fraction
    place: int
    shared: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Standings by track as in the rules, best first, sharers in the order of the finalists; voters by panel."""

    standings: tuple[Standing, ...]
    turnout: Mapping[str, int]


def tally(rules: Rules, finalists: Sequence[Finalist], ballots: Iterable[Ballot]) -> Tally:
    """Count ballots from the beginning. Raises BallotRefused at the first one the rules forbid, and PanelSilent."""
    box = BallotBox(rules, finalists)
    for ballot in ballots:
        box.put(ballot)
    return count(box)


def count(box: BallotBox) -> Tally:
    """Count a box. Raises PanelSilent when, in form scores, a panel has no ballot for a finalist."""
    rules = box.rules
    if rules.ballot.form is Form.SCORES:
        panels = [panel.code for panel in rules.panels]
        missing = [(code, each.name) for each in box.finalists for code in panels if not box.count(code, each)]
        if missing:
            raise PanelSilent(missing)
    standings: list[Standing] = []
    for track in rules.tracks:
        standings += rank(rules, panel_standings(rules, box, track.code))
    return Tally(tuple(standings), {panel.code: box.turnout(panel.code) for panel in rules.panels})


def merit(rules: Rules, standing: Standing) -> tuple[Fraction, ...]:
    """What places are decided by, more is better: the total, then the panel scores in the declared order of ties."""
    return (standing.total, *(standing.panels[panel].score for panel in rules.tie_order))


def panel_standings(rules: Rules, box: BallotBox, track: str) -> list[tuple[Finalist, dict[str, PanelStanding]]]:
    """What each panel says of each finalist of a track, in the order of the finalists, scored as `rules` want it."""
    finalists = [finalist for finalist in box.finalists if finalist.track == track]
    whole = {panel.code: sum(box.sum(panel.code, each) for each in finalists) for panel in rules.panels}
    return [
        (each, {panel.code: _panel_standing(rules, box, panel.code, each, whole[panel.code]) for panel in rules.panels})
        for each in finalists
    ]


def rank(rules: Rules, scored: Sequence[tuple[Finalist, Mapping[str, PanelStanding]]]) -> list[Standing]:
    """The standings of one track: a place is 1 and the number of finalists of greater merit."""
    unplaced = []
    for each, panels in scored:
        total = sum((panel.weight * panels[panel.code].score for panel in rules.panels), Fraction(0))
        unplaced.append(Standing(each, panels, total, place=0, shared=False))
    ordered = sorted(unplaced, key=lambda standing: merit(rules, standing), reverse=True)
    sharers = Counter(merit(rules, standing) for standing in ordered)
    places: dict[tuple[Fraction, ...], int] = {}
    for position, standing in enumerate(ordered, start=1):
        places.setdefault(merit(rules, standing), position)
    return [
        replace(standing, place=places[merit(rules, standing)], shared=sharers[merit(rules, standing)] > 1)
        for standing in ordered
    ]


def _panel_standing(rules: Rules, box: BallotBox, panel: str, finalist: Finalist, whole: int) -> PanelStanding:
    """`whole` is what the panel gave in the finalist's track in all."""
    given, papers = box.sum(panel, finalist), box.count(panel, finalist)
    if rules.ballot.form is Form.CHOICES:
        papers = box.turnout_in(panel, finalist.track)
    match rules.panel_score:
        case PanelScore.SUM:
            return PanelStanding(Fraction(given), papers)
        case PanelScore.MEAN:
            return PanelStanding(_ratio(given, papers), papers)
        case PanelScore.SHARE:
            return PanelStanding(100 * _ratio(given, whole), papers)


def _ratio(part: int, whole: int) -> Fraction:
    """`part` over `whole`; 0 of 0 is 0: nobody of the panel gave anybody of the track anything."""
    return Fraction(part, whole) if whole else Fraction(0)
