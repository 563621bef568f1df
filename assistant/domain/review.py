"""Reviewing: its phases, a reviewer's sheet, conflicts of interest, and how the work is shared out.

Law: who wrote a proposal is told to nobody before the blind phase ends; who is recused leaves every count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.domain.link import GROUPING, Link, Relation, Side, groups
from assistant.domain.person import Person
from assistant.domain.proposal import Proposal
from assistant.domain.text import letters


class Phase(StrEnum):
    """Where reviewing stands. Names are shown from OPEN on; scores are taken in BLIND and OPEN."""

    PREPARING = "preparing"
    BLIND = "blind"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def is_blind(self) -> bool:
        """Whether names and departments are unreachable."""
        return self in {Phase.PREPARING, Phase.BLIND}

    @property
    def takes_scores(self) -> bool:
        """Whether reviewers may score."""
        return self in {Phase.BLIND, Phase.OPEN}


FOLLOWS = {
    Phase.PREPARING: frozenset({Phase.BLIND}),
    Phase.BLIND: frozenset({Phase.OPEN, Phase.CLOSED}),
    Phase.OPEN: frozenset({Phase.CLOSED}),
    Phase.CLOSED: frozenset({Phase.OPEN}),
}
"""Where each phase may go on to; names once shown cannot be hidden again."""


class State(StrEnum):
    """What a reviewer made of an assignment."""

    SCORED = "scored"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A proposal given to a reviewer."""

    proposal_id: str
    reviewer_id: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Review:
    """A reviewer's sheet on one proposal; `note` is a remark, or the reason of an abstention."""

    proposal_id: str
    reviewer_id: str
    state: State
    scores: Mapping[str, int]
    note: str
    at: datetime
    revisions: int = 0


@dataclass(frozen=True, slots=True)
class Recusal:
    """A conflict of interest that a reviewer declared herself."""

    proposal_id: str
    reviewer_id: str
    by: str
    at: datetime
    reason: str


class Conflict(StrEnum):
    """Why a person must not judge a proposal."""

    OWN = "own"
    DEPARTMENT = "department"
    LINKED = "linked"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Share:
    """A reviewer's work. `today` of the `left_this_morning` are her fair share of today; `done_today` are done."""

    assigned: int
    done: int
    left_this_morning: int
    today: int
    done_today: int


def relatives(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    """For each proposal, those it is linked to: its whole group, and what it is related to."""
    standing = [link for link in links if link.taken_back is None and link.b.side is Side.PROPOSAL]
    near: dict[str, set[str]] = {}
    for group in groups(standing):
        for member in group:
            near.setdefault(member, set()).update(group - {member})
    for link in standing:
        if link.relation is Relation.RELATED or link.relation in GROUPING:
            near.setdefault(link.a.id, set()).add(link.b.id)
            near.setdefault(link.b.id, set()).add(link.a.id)
    return {proposal_id: frozenset(others) for proposal_id, others in near.items()}


def conflicts(
    person: Person, proposal: Proposal, writers: Sequence[Person], linked: Iterable[Proposal]
) -> set[Conflict]:
    """What is found without anybody saying so.

    `writers`: everybody who wrote the proposal; `linked`: the proposals it is linked to. Departments are compared by
    their letters; an empty one is nobody's.
    """
    found: set[Conflict] = set()
    if proposal.belongs_to(person.id):
        found.add(Conflict.OWN)
    theirs = {letters(each.department) for each in writers} | {letters(proposal.content.department)}
    if letters(person.department) and letters(person.department) in theirs:
        found.add(Conflict.DEPARTMENT)
    if any(each.belongs_to(person.id) for each in linked):
        found.add(Conflict.LINKED)
    return found


def share_out(
    proposal_ids: Sequence[str],
    free: Mapping[str, Collection[str]],
    assigned: Mapping[str, Collection[str]],
    per_proposal: int,
) -> list[tuple[str, str]]:
    """New (proposal, reviewer) pairs: `per_proposal` reviewers for each proposal, where so many have no conflict.

    `free`: reviewers without a conflict, by proposal; `assigned`: who has it already and counts. Nobody loses a
    proposal; new ones go to whoever has fewest, proposals with fewest free reviewers first. The same input gives the
    same pairs.
    """
    load: dict[str, int] = {}
    for reviewers in (*free.values(), *assigned.values()):
        for reviewer in reviewers:
            load.setdefault(reviewer, 0)
    for reviewers in assigned.values():
        for reviewer in reviewers:
            load[reviewer] += 1
    made: list[tuple[str, str]] = []
    for proposal_id in sorted(proposal_ids, key=lambda each: (len(free.get(each, ())), proposal_ids.index(each))):
        have = set(assigned.get(proposal_id, ()))
        able = sorted(set(free.get(proposal_id, ())) - have, key=lambda reviewer: (load[reviewer], reviewer))
        for reviewer in able[: max(0, per_proposal - len(have))]:
            load[reviewer] += 1
            made.append((proposal_id, reviewer))
    return made


def fair_today(assigned: int, done: int, done_today: int, days_left: int) -> Share:
    """Today's part of what was left this morning, spread evenly over `days_left` days, today included (at least 1)."""
    left = assigned - done + done_today
    return Share(assigned, done, left, -(-left // max(1, days_left)), done_today)
