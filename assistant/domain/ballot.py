"""Finalists, ballots, and the box that takes only the ballots the rules allow.

Law: one voter of a panel scores a finalist at most once; a recused or empty cell is no ballot at all, never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.rules import Form, Rules
from assistant.errors import BallotRefused


@dataclass(frozen=True, slots=True)
class Finalist:
    """Somebody who is voted on; `name` is unique over all tracks."""

    name: str
    track: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one voter of one panel gave one finalist (form choices: 1). A voter's name counts within its panel only."""

    panel: str
    voter: str
    finalist: str
    score: int


class Reason(StrEnum):
    """Why the box does not take a ballot."""

    UNKNOWN_PANEL = "unknown_panel"
    UNKNOWN_FINALIST = "unknown_finalist"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_CHOICE = "not_a_choice"
    TWICE = "twice"
    TOO_MANY_CHOICES = "too_many_choices"


class BallotBox:
    """Takes ballots one by one and keeps what a count needs: per panel and finalist how many and their sum; who voted.

    A million ballots cost about 150 bytes each, most of it for knowing who scored whom already.
    """

    def __init__(self, rules: Rules, finalists: Sequence[Finalist]) -> None:
        self.rules = rules
        self.finalists = tuple(finalists)
        self._position = {finalist.name: at for at, finalist in enumerate(self.finalists)}
        panels = [panel.code for panel in rules.panels]
        self._sums = {panel: [0] * len(self.finalists) for panel in panels}
        self._counts = {panel: [0] * len(self.finalists) for panel in panels}
        self._voters: dict[str, dict[str, int]] = {panel: {} for panel in panels}
        self._cast: dict[str, set[int]] = {panel: set() for panel in panels}
        self._choices: dict[tuple[str, str], dict[str, int]] = {}

    def put(self, ballot: Ballot) -> None:
        """Take a ballot, or raise BallotRefused with a Reason and stay as before."""
        if ballot.panel not in self._sums:
            raise BallotRefused(Reason.UNKNOWN_PANEL)
        at = self._position.get(ballot.finalist)
        if at is None:
            raise BallotRefused(Reason.UNKNOWN_FINALIST)
        self._check_score(ballot.score)
        voters, cast = self._voters[ballot.panel], self._cast[ballot.panel]
        seen = voters.get(ballot.voter)
        key = (len(voters) if seen is None else seen) * len(self.finalists) + at
        if key in cast:
            raise BallotRefused(Reason.TWICE)
        if self.rules.ballot.form is Form.CHOICES:
            self._choose(ballot, self.finalists[at].track)
        if seen is None:
            voters[ballot.voter] = len(voters)
        cast.add(key)
        self._sums[ballot.panel][at] += ballot.score
        self._counts[ballot.panel][at] += 1

    def sum(self, panel: str, finalist: Finalist) -> int:
        """What the panel gave the finalist in all."""
        return self._sums[panel][self._position[finalist.name]]

    def count(self, panel: str, finalist: Finalist) -> int:
        """How many of the panel's ballots name the finalist."""
        return self._counts[panel][self._position[finalist.name]]

    def turnout(self, panel: str) -> int:
        """How many of the panel's voters cast at least one ballot."""
        return len(self._voters[panel])

    def turnout_in(self, panel: str, track: str) -> int:
        """How many of the panel's voters chose somebody in the track (form choices only)."""
        return len(self._choices.get((panel, track), ()))

    def _check_score(self, score: int) -> None:
        ballot = self.rules.ballot
        if ballot.form is Form.CHOICES:
            if score != 1:
                raise BallotRefused(Reason.NOT_A_CHOICE)
        elif ballot.minimum is None or ballot.maximum is None or not ballot.minimum <= score <= ballot.maximum:
            raise BallotRefused(Reason.OUT_OF_RANGE)

    def _choose(self, ballot: Ballot, track: str) -> None:
        chosen = self._choices.setdefault((ballot.panel, track), {})
        so_far = chosen.get(ballot.voter, 0)
        if self.rules.ballot.most is None or so_far >= self.rules.ballot.most:
            raise BallotRefused(Reason.TOO_MANY_CHOICES)
        chosen[ballot.voter] = so_far + 1
