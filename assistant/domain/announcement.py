"""What is announced when a poll is published: each finalist's place with what it rests on, and the order of the reveal.

Law: places and awards come from the count alone; spread, papers and recusals stand beside them and change nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.domain.award import GRAND_PRIZE, award
from assistant.domain.ballot import Ballot, BallotBox, Finalist
from assistant.domain.rules import Rules
from assistant.domain.tally import Standing, count


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a panel's scores for a finalist lie apart."""

    lowest: int
    median: Fraction
    highest: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A finalist's standing, its awards (대상 first), each panel's spread, and how many voters were recused from it."""

    standing: Standing
    awards: tuple[str, ...]
    spreads: Mapping[str, Spread]
    recusals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Announcement:
    """Standings by track, best first; `grand_prize` names everybody who got it; voters with a ballot by panel."""

    rules: Rules
    placed: tuple[Placed, ...]
    grand_prize: tuple[str, ...]
    turnout: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reveal:
    """One step on the stage: an award of a track (track "": over all tracks) and who gets it."""

    award: str
    track: str
    finalists: tuple[str, ...]


def announce(
    rules: Rules,
    finalists: Sequence[Finalist],
    ballots: Sequence[Ballot],
    recusals: Mapping[tuple[str, str], int],
) -> Announcement:
    """Count and gather. `recusals` are numbers by (panel, finalist). Raises BallotRefused, PanelSilent."""
    box = BallotBox(rules, finalists)
    scores: dict[tuple[str, str], list[int]] = defaultdict(list)
    for ballot in ballots:
        box.put(ballot)
        scores[ballot.panel, ballot.finalist].append(ballot.score)
    tally = count(box)
    awards = award(rules, tally)
    panels = [panel.code for panel in rules.panels]

    def placed(standing: Standing) -> Placed:
        name = standing.finalist.name
        return Placed(
            standing,
            awards.of[name],
            {code: _spread(scores[code, name]) for code in panels if scores[code, name]},
            {code: recusals.get((code, name), 0) for code in panels},
        )

    return Announcement(rules, tuple(map(placed, tally.standings)), awards.grand_prize, tally.turnout)


def reveals(announcement: Announcement) -> tuple[Reveal, ...]:
    """The steps on the stage: from the lowest award up, track by track, 대상 last."""
    rules = announcement.rules
    steps = []
    for step in reversed(rules.awards):
        for track in rules.tracks:
            names = tuple(
                each.standing.finalist.name
                for each in announcement.placed
                if each.standing.finalist.track == track.code and step.name in each.awards
            )
            if names:
                steps.append(Reveal(step.name, track.code, names))
    if announcement.grand_prize:
        steps.append(Reveal(GRAND_PRIZE, "", announcement.grand_prize))
    return tuple(steps)


def _spread(scores: Sequence[int]) -> Spread:
    ordered = sorted(scores)
    middle = len(ordered) // 2
    median = Fraction(ordered[middle] + ordered[~middle], 2)
    return Spread(ordered[0], median, ordered[-1])
