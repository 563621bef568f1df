"""What an organiser fixes before a contest: tracks, panels, the ballot, scoring, ties and awards.

Law: rules that contradict themselves cannot be made; a number in them that ranks people is whole or a Fraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assistant.errors import RulesContradict


class Form(StrEnum):
    """What a ballot says: a whole number for each finalist, or a few finalists of each track."""

    SCORES = "scores"
    CHOICES = "choices"


class PanelScore(StrEnum):
    """How a panel's ballots become its score for a finalist."""

    MEAN = "mean"
    SUM = "sum"
    SHARE = "share"


class GrandPrize(StrEnum):
    """What the best total over all tracks gets: 대상 instead of its track's award, beside it, or nothing more."""

    REPLACES = "replaces"
    ADDS = "adds"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ContestTrack:
    """A category of the contest and the most finalists it may have."""

    code: str
    finalists: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A group of voters with one weight; the weights of a contest add up to 1.

    The papers of a panel are secret unless it `is_named`: then they carry the voter's name.
    """

    code: str
    weight: Fraction
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class BallotForm:
    """Bounds of a score (form scores) or the most choices in a track (choices); the other form's bounds are ignored.

    A voter `may_change` what was cast until it is closed; the last paper counts.
    """

    form: Form
    minimum: int | None = None
    maximum: int | None = None
    most: int | None = None
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class Award:
    """An award of every track and how many places it takes, counted on from the award before it."""

    name: str
    places: int


@dataclass(frozen=True, slots=True)
class ShortlistRule:
    """How finalists are drawn up by mean score: criteria whose means settle ties in turn, and one of a linked group."""

    ties: tuple[str, ...] = ()
    one_per_group: bool = True


class Contradiction(StrEnum):
    """Why rules cannot be counted by."""

    NONE_GIVEN = "none_given"
    TWICE = "twice"
    NEGATIVE = "negative"
    NOT_ONE = "not_one"
    BELOW_MINIMUM = "below_minimum"
    NEEDED_FOR_SCORES = "needed_for_scores"
    NEEDED_FOR_CHOICES = "needed_for_choices"
    SHARE_OF_NEGATIVES = "share_of_negatives"
    UNKNOWN_PANEL = "unknown_panel"


KeyPath = tuple[str | int, ...]
"""Where in a rules file a value stands: ("panels", 1, "weight")."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a count needs besides finalists and ballots. Raises RulesContradict when made wrong."""

    name: str
    tracks: tuple[ContestTrack, ...]
    panels: tuple[Panel, ...]
    ballot: BallotForm
    panel_score: PanelScore
    tie_order: tuple[str, ...]
    awards: tuple[Award, ...]
    grand_prize: GrandPrize
    minimum_total: Fraction
    shortlist: ShortlistRule = ShortlistRule()

    def __post_init__(self) -> None:
        contradictions = [*self._of_names(), *self._of_weights(), *self._of_the_ballot(), *self._of_awards()]
        if contradictions:
            raise RulesContradict(contradictions)

    def _of_names(self) -> Iterator[tuple[KeyPath, str]]:
        codes = {"tracks": [track.code for track in self.tracks], "panels": [panel.code for panel in self.panels]}
        for table, names in codes.items():
            if not names:
                yield (table,), Contradiction.NONE_GIVEN
            for at in _repeats(names):
                yield (table, at, "code"), Contradiction.TWICE
        for _ in _repeats(self.tie_order):
            yield ("ties", "order"), Contradiction.TWICE
        if not set(self.tie_order) <= set(codes["panels"]):
            yield ("ties", "order"), Contradiction.UNKNOWN_PANEL

    def _of_weights(self) -> Iterator[tuple[KeyPath, str]]:
        for at, panel in enumerate(self.panels):
            if panel.weight < 0:
                yield ("panels", at, "weight"), Contradiction.NEGATIVE
        if self.panels and sum(panel.weight for panel in self.panels) != 1:
            yield ("panels", len(self.panels) - 1, "weight"), Contradiction.NOT_ONE

    def _of_the_ballot(self) -> Iterator[tuple[KeyPath, str]]:
        ballot = self.ballot
        if ballot.form is Form.CHOICES:
            if ballot.most is None:
                yield ("ballot", "most"), Contradiction.NEEDED_FOR_CHOICES
            return
        for key, bound in (("minimum", ballot.minimum), ("maximum", ballot.maximum)):
            if bound is None:
                yield ("ballot", key), Contradiction.NEEDED_FOR_SCORES
        if ballot.minimum is None or ballot.maximum is None:
            return
        if ballot.minimum > ballot.maximum:
            yield ("ballot", "maximum"), Contradiction.BELOW_MINIMUM
        if ballot.minimum < 0 and self.panel_score is PanelScore.SHARE:
            yield ("ballot", "minimum"), Contradiction.SHARE_OF_NEGATIVES

    def _of_awards(self) -> Iterator[tuple[KeyPath, str]]:
        if any(award.places < 0 for award in self.awards):
            yield ("awards", "per_track"), Contradiction.NEGATIVE


def _repeats(names: Sequence[str]) -> list[int]:
    """Positions of names that stand earlier too."""
    return [at for at, name in enumerate(names) if name in names[:at]]
