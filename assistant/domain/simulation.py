"""Ballots nobody cast: made contests from a published seed, and past ballots with their voters drawn anew.

Law: the same seed makes the same ballots on every machine; what is made here is never put into a real box.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from assistant.domain.ballot import Ballot, Finalist
from assistant.domain.rules import Form, Rules

STRENGTH, TASTE, LENIENCY, CHANCE = 8, 5, 10, 12
"""Spreads in hundredths of the scale: of the finalists, of a panel's own view of one, of voters, of a single score.

Set so that neighbours are often close, as official finals are; they are stated beside every table made with them."""

CENTRE = 70
"""Where on the scale (in hundredths) the usual score lies."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Who comes: voters of each panel, recusals in a thousand cells, and the seed everything is drawn from."""

    voters: Mapping[str, int]
    recusals: int
    seed: str


def made_finalists(rules: Rules) -> tuple[Finalist, ...]:
    """As many finalists as the rules have room for."""
    return tuple(
        Finalist(f"{track.code}-{number}", track.code)
        for track in rules.tracks
        for number in range(1, track.finalists + 1)
    )


def made_contests(rules: Rules, finalists: Sequence[Finalist], hall: Hall, contests: int) -> Iterator[list[Ballot]]:
    """`contests` lists of ballots; contest number i depends on the seed and i only."""
    for number in range(contests):
        yield list(_contest(rules, finalists, hall, Random(f"{hall.seed}:{number}")))  # noqa: S311 - to be repeated


def redrawn_contests(ballots: Sequence[Ballot], seed: str, contests: int) -> Iterator[list[Ballot]]:
    """Past ballots, each panel's voters drawn with replacement: what the same hall might have said another evening."""
    by_panel: dict[str, dict[str, list[Ballot]]] = defaultdict(lambda: defaultdict(list))
    for ballot in ballots:
        by_panel[ballot.panel][ballot.voter].append(ballot)
    for number in range(contests):
        chance = Random(f"{seed}:{number}")  # noqa: S311 - to be repeated
        drawn: list[Ballot] = []
        for voters in by_panel.values():
            names = sorted(voters)
            for seat in range(len(names)):
                drawn += [replace(ballot, voter=f"{seat}") for ballot in voters[chance.choice(names)]]
        yield drawn


def _contest(rules: Rules, finalists: Sequence[Finalist], hall: Hall, chance: Random) -> Iterator[Ballot]:
    strength = {each.name: CENTRE + chance.gauss(0, STRENGTH) for each in finalists}
    for panel in rules.panels:
        seen = {name: worth + chance.gauss(0, TASTE) for name, worth in strength.items()}
        for voter in range(hall.voters.get(panel.code, 0)):
            leniency = chance.gauss(0, LENIENCY)
            wanted = {
                name: worth + leniency + chance.gauss(0, CHANCE)
                for name, worth in seen.items()
                if chance.randrange(1000) >= hall.recusals
            }
            yield from _paper(rules, finalists, panel.code, str(voter), wanted)


def _paper(
    rules: Rules, finalists: Sequence[Finalist], panel: str, voter: str, wanted: Mapping[str, float]
) -> Iterator[Ballot]:
    form = rules.ballot
    if form.form is Form.CHOICES:
        for track in rules.tracks:
            here = [each.name for each in finalists if each.track == track.code and each.name in wanted]
            for name in sorted(here, key=lambda name: -wanted[name])[: form.most or 1]:
                yield Ballot(panel, voter, name, 1)
        return
    low, high = form.minimum or 0, form.maximum or 0
    for name, worth in wanted.items():
        yield Ballot(panel, voter, name, max(low, min(high, low + round((high - low) * worth / 100))))
