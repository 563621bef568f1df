"""Finalists, ballots, and the box that takes only the ballots the rules allow.

Law: one voter of a panel scores a finalist at most once; a recused or empty cell is no ballot at all, never a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.rules import BallotForm, Form, Rules
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
        form, choosing = rules.ballot, rules.ballot.form is Form.CHOICES
        self._track_of = [finalist.track for finalist in self.finalists] if choosing else None
        self._allowed = range(1, 2) if choosing else _scores(form)

    def put(self, ballot: Ballot) -> None:
        """Take a ballot, or raise BallotRefused with a Reason and stay as before."""
        self.add(ballot.panel, ballot.voter, ballot.finalist, ballot.score)

    def add(self, panel: str, voter: str, finalist: str, score: int) -> None:
        """`put` for a ballot in its four parts: making a million small objects takes a second and more."""
        voters = self._voters.get(panel)
        if voters is None:
            raise BallotRefused(Reason.UNKNOWN_PANEL)
        at = self._position.get(finalist)
        if at is None:
            raise BallotRefused(Reason.UNKNOWN_FINALIST)
        if score not in self._allowed:
            raise BallotRefused(Reason.OUT_OF_RANGE if self._track_of is None else Reason.NOT_A_CHOICE)
        cast, seen = self._cast[panel], voters.get(voter)
        key = (len(voters) if seen is None else seen) * len(self.finalists) + at
        if key in cast:
            raise BallotRefused(Reason.TWICE)
        if self._track_of is not None:
            self._choose(panel, voter, self._track_of[at])
        if seen is None:
            voters[voter] = len(voters)
        cast.add(key)
        self._sums[panel][at] += score
        self._counts[panel][at] += 1

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

    def _choose(self, panel: str, voter: str, track: str) -> None:
        chosen = self._choices.setdefault((panel, track), {})
        so_far = chosen.get(voter, 0)
        if self.rules.ballot.most is None or so_far >= self.rules.ballot.most:
            raise BallotRefused(Reason.TOO_MANY_CHOICES)
        chosen[voter] = so_far + 1


def _scores(form: BallotForm) -> range:
    """The scores a ballot may give; none where a bound is missing."""
    if form.minimum is None or form.maximum is None:
        return range(0)
    return range(form.minimum, form.maximum + 1)
