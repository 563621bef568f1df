"""Who goes on: drawn up by a rule, changed by people with reasons.

Law: the rule never decides a tie by chance and never leaves anything out without saying why; whoever changes its list
signs with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from assistant.domain.link import TakenBack


class Standing(StrEnum):
    """Whether a proposal goes on. TIED: it shares the last places with others, and people have to decide."""

    IN = "in"
    OUT = "out"
    TIED = "tied"


class Why(StrEnum):
    """What the standing rests on."""

    BY_RULE = "by_rule"
    BELOW = "below"
    TIE = "tie"
    GROUP = "group"
    BARRED = "barred"
    UNSCORED = "unscored"
    NO_TRACK = "no_track"
    ADDED = "added"
    REMOVED = "removed"
    NO_FINALIST = "no_finalist"


class ChangeKind(StrEnum):
    """What a person did to the rule's list. NO_FINALIST empties a track."""

    ADD = "add"
    REMOVE = "remove"
    NO_FINALIST = "no_finalist"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal under review: its mean, the means that settle ties, and its linked group ("" for none).

    `stands_first` breaks ties within its own group: the canonical proposal.
    """

    proposal_id: str
    track: str
    mean: Fraction | None
    ties: tuple[Fraction, ...] = ()
    group: str = ""
    stands_first: bool = False
    is_barred: bool = False

    @property
    def merit(self) -> tuple[Fraction, ...]:
        """What places are decided by, more is better."""
        return (self.mean if self.mean is not None else Fraction(-1), *self.ties)


@dataclass(frozen=True, slots=True)
class Change:
    """A person's change to the list."""

    id: str
    kind: ChangeKind
    track: str
    proposal_id: str
    by: str
    at: datetime
    reason: str
    taken_back: TakenBack | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal's standing in its track. `place` counts from 1 among those the rule compared, None for the others."""

    proposal_id: str
    track: str
    mean: Fraction | None
    place: int | None
    standing: Standing
    why: Why
    reason: str = ""
    by: str = ""


def draw_up(candidates: Sequence[Candidate], seats: Mapping[str, int], *, one_per_group: bool) -> list[Line]:
    """The rule's own list, by track in the order of `seats`, best first, then those it did not compare.

    The `seats[track]` best by merit go on. Where more share the merit of the last seat than there are seats left, all
    of them are TIED. With `one_per_group` a linked group is represented by its best member over all tracks (of equal
    ones the canonical one). Fewer candidates than seats simply leaves seats empty.
    """
    compared: list[Candidate] = []
    lines: list[Line] = []
    for each in candidates:
        why = _kept_out(each, seats)
        if why is None:
            compared.append(each)
        else:
            lines.append(Line(each.proposal_id, each.track, each.mean, None, Standing.OUT, why))
    if one_per_group:
        best: dict[str, Candidate] = {}
        for each in sorted(compared, key=lambda c: (c.merit, c.stands_first), reverse=True):
            if each.group:
                best.setdefault(each.group, each)
        second = [each for each in compared if each.group and best[each.group] is not each]
        lines += [Line(c.proposal_id, c.track, c.mean, None, Standing.OUT, Why.GROUP) for c in second]
        compared = [each for each in compared if each not in second]
    drawn: list[Line] = []
    for track, most in seats.items():
        drawn += _rank([each for each in compared if each.track == track], most)
        drawn += [line for line in lines if line.track == track]
    return drawn + [line for line in lines if line.track not in seats]


def apply(lines: Sequence[Line], changes: Iterable[Change], seats: Mapping[str, int]) -> list[Line]:
    """The list as people left it: standing changes in their order over the rule's lines.

    Once people filled a track's seats, proposals still tied there are out.
    """
    standing = [change for change in changes if change.taken_back is None]
    changed = {line.proposal_id: line for line in lines}
    for change in standing:
        line = changed.get(change.proposal_id)
        if line is None or change.kind is ChangeKind.NO_FINALIST:
            continue
        to = (Standing.IN, Why.ADDED) if change.kind is ChangeKind.ADD else (Standing.OUT, Why.REMOVED)
        changed[line.proposal_id] = replace(line, standing=to[0], why=to[1], reason=change.reason, by=change.by)
    for change in standing:
        if change.kind is ChangeKind.NO_FINALIST:
            for line in [each for each in changed.values() if each.track == change.track]:
                new = replace(line, standing=Standing.OUT, why=Why.NO_FINALIST, reason=change.reason, by=change.by)
                changed[line.proposal_id] = new
    taken = {track: sum(x.track == track and x.standing is Standing.IN for x in changed.values()) for track in seats}
    return [
        replace(line, standing=Standing.OUT)
        if line.standing is Standing.TIED and taken[line.track] >= seats[line.track]
        else line
        for line in changed.values()
    ]


def _kept_out(candidate: Candidate, seats: Mapping[str, int]) -> Why | None:
    if candidate.track not in seats:
        return Why.NO_TRACK
    if candidate.is_barred:
        return Why.BARRED
    return Why.UNSCORED if candidate.mean is None else None


def _rank(candidates: Sequence[Candidate], seats: int) -> list[Line]:
    ordered = sorted(candidates, key=lambda each: each.merit, reverse=True)
    lines = []
    for each in ordered:
        better = sum(other.merit > each.merit for other in ordered)
        equal = sum(other.merit == each.merit for other in ordered)
        standing, why = Standing.IN, Why.BY_RULE
        if better >= seats:
            standing, why = Standing.OUT, Why.BELOW
        elif better + equal > seats:
            standing, why = Standing.TIED, Why.TIE
        lines.append(Line(each.proposal_id, each.track, each.mean, better + 1, standing, why))
    return lines
