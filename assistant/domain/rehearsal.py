"""How often another way of counting would have changed who wins: the same ballots, one rule changed at a time.

Law: every variant is counted in exact fractions by the very functions of the real count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from assistant.domain.award import award
from assistant.domain.ballot import Ballot, BallotBox, Finalist
from assistant.domain.rules import Form, PanelScore, Rules
from assistant.domain.tally import PanelStanding, Standing, Tally, count, panel_standings, rank
from assistant.errors import PanelSilent


class Scaling(StrEnum):
    """How panel scores are brought to one scale before they are weighted; each is exact.

    CENTRED takes each voter's own mean off her scores, so that strict and lenient voters weigh alike. STRETCHED puts a
    panel's lowest score of a track at 0 and its highest at 100. PLACES counts how many of the track stand behind.
    """

    AS_GIVEN = "as_given"
    CENTRED = "centred"
    STRETCHED = "stretched"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of counting. `changes` names what differs from the rules: "", "panel_score", "scaling" or "ties"."""

    changes: str
    panel_score: PanelScore
    scaling: Scaling
    tie_order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """In how many of `contests` contests a variant gives 대상, a first place of a track, or any award to others.

    `shared` counts contests in which somebody shares a place that has an award.
    """

    variant: Variant
    contests: int
    grand_prize: int
    first_places: int
    awards: int
    shared: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    grand_prize: tuple[str, ...]
    first_places: frozenset[str]
    awards: Mapping[str, tuple[str, ...]]
    has_shared_award: bool


def variants(rules: Rules) -> tuple[Variant, ...]:
    """The rules as they are, then everything that differs from them in one thing."""
    own = Variant("", rules.panel_score, Scaling.AS_GIVEN, rules.tie_order)
    has_shares = rules.ballot.form is Form.CHOICES or (rules.ballot.minimum or 0) >= 0
    scores = [score for score in PanelScore if has_shares or score is not PanelScore.SHARE]
    has_voters_means = rules.ballot.form is Form.SCORES and rules.panel_score is PanelScore.MEAN
    scalings = [each for each in Scaling if has_voters_means or each is not Scaling.CENTRED]
    codes = [panel.code for panel in rules.panels]
    orders = [(), *(tuple(codes[at:] + codes[:at]) for at in range(len(codes)))]
    return (
        own,
        *(replace(own, changes="panel_score", panel_score=each) for each in scores if each is not own.panel_score),
        *(replace(own, changes="scaling", scaling=each) for each in scalings if each is not own.scaling),
        *(replace(own, changes="ties", tie_order=each) for each in orders if each != own.tie_order),
    )


def compare(
    rules: Rules, finalists: Sequence[Finalist], contests: Iterable[Sequence[Ballot]]
) -> tuple[tuple[Comparison, ...], int]:
    """A comparison for each of `variants(rules)`, and how many contests were left out: a panel was silent in them.

    Raises BallotRefused at the first ballot the rules forbid.
    """
    ways = variants(rules)
    counted = silent = 0
    found = {way: [0, 0, 0, 0] for way in ways}
    for ballots in contests:
        box = BallotBox(rules, finalists)
        for ballot in ballots:
            box.put(ballot)
        try:
            count(box)
        except PanelSilent:
            silent += 1
            continue
        counted += 1
        centred = _centred(ballots) if any(way.scaling is Scaling.CENTRED for way in ways) else {}
        own = _outcome(rules, ways[0], box, centred)
        for way in ways:
            other = _outcome(rules, way, box, centred)
            found[way][0] += other.grand_prize != own.grand_prize
            found[way][1] += other.first_places != own.first_places
            found[way][2] += other.awards != own.awards
            found[way][3] += other.has_shared_award
    return tuple(Comparison(way, counted, *found[way]) for way in ways), silent


def _outcome(rules: Rules, way: Variant, box: BallotBox, centred: Mapping[tuple[str, str], Fraction]) -> _Outcome:
    """A bar of `minimum_total` belongs to the scale of the rules; on another scale it is left out."""
    varied = replace(rules, panel_score=way.panel_score, tie_order=way.tie_order)
    standings: list[Standing] = []
    for track in rules.tracks:
        scored = panel_standings(varied, box, track.code)
        standings += rank(varied, _scaled(way.scaling, scored, centred))
    if way.changes in ("panel_score", "scaling"):
        varied = replace(varied, minimum_total=min((each.total for each in standings), default=Fraction(0)))
    awards = award(varied, Tally(tuple(standings), {}))
    return _Outcome(
        awards.grand_prize,
        frozenset(each.finalist.name for each in standings if each.place == 1),
        awards.of,
        any(each.shared and awards.of[each.finalist.name] for each in standings),
    )


def _scaled(
    scaling: Scaling,
    scored: Sequence[tuple[Finalist, Mapping[str, PanelStanding]]],
    centred: Mapping[tuple[str, str], Fraction],
) -> list[tuple[Finalist, Mapping[str, PanelStanding]]]:
    if scaling is Scaling.AS_GIVEN:
        return list(scored)
    given: dict[str, list[Fraction]] = defaultdict(list)
    for _, panels in scored:
        for code, panel in panels.items():
            given[code].append(panel.score)

    def scale(finalist: Finalist, code: str, panel: PanelStanding) -> PanelStanding:
        if scaling is Scaling.CENTRED:
            return replace(panel, score=centred[code, finalist.name])
        if scaling is Scaling.PLACES:
            return replace(panel, score=Fraction(sum(score < panel.score for score in given[code])))
        low, high = min(given[code]), max(given[code])
        return replace(panel, score=100 * (panel.score - low) / (high - low) if high > low else Fraction(0))

    return [(each, {code: scale(each, code, panel) for code, panel in panels.items()}) for each, panels in scored]


def _centred(ballots: Iterable[Ballot]) -> dict[tuple[str, str], Fraction]:
    """(panel, finalist) -> the mean of what its voters gave above their own means."""
    by_voter: dict[tuple[str, str], list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        by_voter[ballot.panel, ballot.voter].append(ballot)
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    papers: dict[tuple[str, str], int] = defaultdict(int)
    for cast in by_voter.values():
        mean = Fraction(sum(ballot.score for ballot in cast), len(cast))
        for ballot in cast:
            sums[ballot.panel, ballot.finalist] += ballot.score - mean
            papers[ballot.panel, ballot.finalist] += 1
    return {key: whole / papers[key] for key, whole in sums.items()}
