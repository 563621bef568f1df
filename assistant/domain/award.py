"""Which award stands on which place, and who gets 대상.

Law: an award belongs to a place, so those who share a place share it, and nobody moves up when 대상 replaces an award.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.domain.rules import GrandPrize, Rules
from assistant.domain.tally import Standing, Tally, merit

GRAND_PRIZE = "대상"


@dataclass(frozen=True, slots=True)
class Awards:
    """The awards of each finalist by name, 대상 first (none: an empty tuple), and everybody who got 대상."""

    of: Mapping[str, tuple[str, ...]]
    grand_prize: tuple[str, ...]


def award(rules: Rules, tally: Tally) -> Awards:
    """Give the awards. A total below `minimum_total` gets none, 대상 included."""
    eligible = [each for each in tally.standings if each.total >= rules.minimum_total]
    winners = set() if rules.grand_prize is GrandPrize.NONE else _best(rules, eligible)
    titles = {each.finalist.name: tuple(_titles(rules, each, winners)) for each in eligible}
    return Awards(
        of={each.finalist.name: titles.get(each.finalist.name, ()) for each in tally.standings},
        grand_prize=tuple(each.finalist.name for each in tally.standings if each.finalist.name in winners),
    )


def _best(rules: Rules, standings: list[Standing]) -> set[str]:
    merits = [merit(rules, each) for each in standings]
    best = max(merits, default=())
    return {each.finalist.name for each, own in zip(standings, merits, strict=True) if own == best}


def _titles(rules: Rules, standing: Standing, winners: set[str]) -> Iterator[str]:
    if standing.finalist.name in winners:
        yield GRAND_PRIZE
        if rules.grand_prize is GrandPrize.REPLACES:
            return
    last_place = 0
    for step in rules.awards:
        last_place += step.places
        if standing.place <= last_place:
            yield step.name
            return
