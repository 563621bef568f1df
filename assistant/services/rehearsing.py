"""Other ways of counting tried on made or past ballots before the day, so that the choice is seen and not found out.

Law: nothing here is stored, and no ballot of a real poll is ever read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.documents.contest_files import parse_ballots, parse_finalists
from assistant.domain.ballot import Ballot
from assistant.domain.person import Person, Role
from assistant.domain.rehearsal import Comparison, compare
from assistant.domain.rules import Rules
from assistant.domain.simulation import Hall, made_contests, made_finalists, redrawn_contests
from assistant.errors import BadFile, Fault, RehearsalTooLarge

MOST_CONTESTS = 500
MOST_VOTERS = 500
MOST_BALLOTS = 1_000_000
LARGEST_FILE = 5 * 1024 * 1024
"""A rehearsal is done while somebody waits: 113 voters and ten finalists take about thirty milliseconds a contest."""

FINALISTS_FILE, BALLOTS_FILE = Path("finalists.csv"), Path("ballots.csv")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What was found; `silent` contests were left out because a panel said nothing about a finalist."""

    comparisons: tuple[Comparison, ...]
    silent: int


def rehearse_made(
    person: Person, rules: Rules, voters: Mapping[str, int], recusals: int, seed: str, contests: int
) -> Rehearsal:
    """Made contests; `recusals` is out of a thousand cells. Raises NotAllowed, RehearsalTooLarge, and ValueError
    beyond the limits of the form."""
    person.require("rehearse", Role.ORGANISER)
    if not 1 <= contests <= MOST_CONTESTS or any(not 1 <= count <= MOST_VOTERS for count in voters.values()):
        raise ValueError(f"1 to {MOST_CONTESTS} contests, 1 to {MOST_VOTERS} voters a panel")
    _bound(contests * sum(voters.values()) * sum(track.finalists for track in rules.tracks))
    finalists = made_finalists(rules)
    made = made_contests(rules, finalists, Hall(voters, recusals, seed), contests)
    return Rehearsal(*compare(rules, finalists, made))


def rehearse_past(
    person: Person, rules: Rules, finalists: bytes, ballots: bytes, seed: str, redrawn: int
) -> tuple[Rehearsal, Rehearsal]:
    """Past ballots as they were cast, and the same voters drawn anew `redrawn` times.

    The two files are those of `assistant tally`. Raises NotAllowed, BadFile, RehearsalTooLarge.
    """
    person.require("rehearse", Role.ORGANISER)
    for path, content in ((FINALISTS_FILE, finalists), (BALLOTS_FILE, ballots)):
        if len(content) > LARGEST_FILE:
            raise BadFile([Fault(str(path), 0, "5MB를 넘습니다. 한 대회의 투표지만 담아 주십시오.")])
    listed = parse_finalists(FINALISTS_FILE, finalists, rules)
    cast: list[Ballot] = []
    parse_ballots(BALLOTS_FILE, ballots, rules, listed, taken=cast.append)
    _bound((redrawn + 1) * len(cast))
    again = redrawn_contests(cast, seed, min(redrawn, MOST_CONTESTS))
    return (
        Rehearsal(*compare(rules, listed.finalists, [cast])),
        Rehearsal(*compare(rules, listed.finalists, again)),
    )


def _bound(ballots: int) -> None:
    if ballots > MOST_BALLOTS:
        raise RehearsalTooLarge(ballots, MOST_BALLOTS)
