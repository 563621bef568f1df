"""What people say two ideas are to each other, and the groups and the canonical proposal that follow from it.

Law: a judgement is a named person's with a reason; taking it back leaves it written down. Nothing here changes a text,
a date or who wrote what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from assistant.errors import MergeCycle

_Member = TypeVar("_Member")


class Relation(StrEnum):
    """What the first idea is to the second. Only PART_OF and BUILDS_ON have a direction."""

    SAME = "same"
    PART_OF = "part_of"
    BUILDS_ON = "builds_on"
    RELATED = "related"
    DIFFERENT = "different"


DIRECTED = frozenset({Relation.PART_OF, Relation.BUILDS_ON})
GROUPING = frozenset({Relation.SAME, Relation.PART_OF, Relation.BUILDS_ON})
"""Relations that make proposals one linked group; `related` is the same subject and another idea, so it does not."""


class Side(StrEnum):
    """Where an idea is kept."""

    PROPOSAL = "proposal"
    ARCHIVE = "archive"


class Origin(StrEnum):
    """In which role a judgement was made: a reviewer's finding, or an author naming her source (이어받은 제안)."""

    REVIEWER = "reviewer"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True, order=True)
class Idea:
    """An idea by where it is kept and its id."""

    side: Side
    id: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Who took something back, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """`a` is `relation` to `b`, says `by`. `a` is always a proposal."""

    id: str
    a: Idea
    b: Idea
    relation: Relation
    origin: Origin
    by: str
    at: datetime
    reason: str
    taken_back: TakenBack | None = None

    def other(self, proposal_id: str) -> Idea:
        """The side that is not this proposal."""
        return self.b if self.a.id == proposal_id and self.a.side is Side.PROPOSAL else self.a


@dataclass(frozen=True, slots=True)
class CanonicalChoice:
    """A person's choice of the proposal that stands for its group."""

    proposal_id: str
    by: str
    at: datetime
    reason: str


def groups(links: Iterable[Link]) -> list[frozenset[str]]:
    """Ids of proposals that belong together by standing links, groups of two and more, in the order of least ids."""
    leader: dict[str, str] = {}
    for link in links:
        if link.relation in GROUPING and link.a.side is link.b.side is Side.PROPOSAL and link.taken_back is None:
            one, two = _find(leader, link.a.id), _find(leader, link.b.id)
            leader[max(one, two)] = min(one, two)
    members: dict[str, set[str]] = {}
    for proposal_id in leader:
        members.setdefault(_find(leader, proposal_id), set()).add(proposal_id)
    return [frozenset(members[first]) for first in sorted(members)]


def canonical(
    group: Iterable[str], received: Mapping[str, tuple[datetime, str]], choices: Sequence[CanonicalChoice]
) -> str:
    """Who stands for the group: the last choice of a person within it, else the earliest received.

    `received` has moment and receipt of those still taking part; the group must have one of them. `choices`: oldest
    first.
    """
    present = [proposal_id for proposal_id in group if proposal_id in received]
    for choice in reversed(choices):
        if choice.proposal_id in present:
            return choice.proposal_id
    return min(present, key=lambda proposal_id: (*received[proposal_id], proposal_id))


def check_no_cycle(links: Iterable[Link], new: Link) -> None:
    """Raise MergeCycle where `new` would make an idea part of, or built on, itself: directly or over others.

    Ideas that are the same count as one, so `a` same `b` is refused where `a` is part of `b`.
    """
    standing = [link for link in (*links, new) if link.taken_back is None]
    leader: dict[Idea, Idea] = {}
    for link in standing:
        if link.relation is Relation.SAME:
            one, two = _find(leader, link.a), _find(leader, link.b)
            leader[max(one, two)] = min(one, two)
    above: dict[Idea, set[Idea]] = {}
    for link in standing:
        if link.relation in DIRECTED:
            above.setdefault(_find(leader, link.a), set()).add(_find(leader, link.b))
    for start in above:
        reached, waiting = set[Idea](), [start]
        while waiting:
            for upper in above.get(waiting.pop(), set()) - reached:
                if upper == start:
                    raise MergeCycle(new.a.id, new.b.id)
                reached.add(upper)
                waiting.append(upper)


def _find(leader: dict[_Member, _Member], member: _Member) -> _Member:
    leader.setdefault(member, member)
    while leader[member] != member:
        leader[member] = leader[leader[member]]
        member = leader[member]
    return member
