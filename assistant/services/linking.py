"""Saying what two ideas are to each other: linking, taking it back, choosing who stands for a group, citing a source.

Law: every act has a named person and a reason; texts, dates, authors and credit of all stay as they are; all authors of
linked proposals are told in the transaction that links them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.journal import Entry
from assistant.domain.link import (
    GROUPING,
    CanonicalChoice,
    Idea,
    Link,
    Origin,
    Relation,
    Side,
    TakenBack,
    canonical,
    check_no_cycle,
    groups,
)
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Proposal, Stage
from assistant.domain.text import storable
from assistant.errors import AlreadyJudged, Incomplete, MergeCycle, NotFound, ReviewRefused
from assistant.services.notifying import Notifying, authors
from assistant.services.owning import own
from assistant.storage.database import Database
from assistant.storage.records import Records

JUDGES = (Role.REVIEWER, Role.ORGANISER)


@dataclass(frozen=True, slots=True)
class LinkedGroup:
    """Proposals that are one idea, the earliest received first, and who stands for them."""

    members: tuple[str, ...]
    canonical: str
    chosen: CanonicalChoice | None


@dataclass(frozen=True, slots=True)
class Linking:
    """The finder may suggest; whoever calls here is a person."""

    database: Database
    notifying: Notifying
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def judge(self, person: Person, proposal_id: str, other: Idea, relation: Relation, reason: str) -> Link:
        """Record what a submitted proposal is to another one or to an archive item.

        Raises NotAllowed, NotFound, Incomplete (no reason), ReviewRefused (her own, or withdrawn), MergeCycle, or
        AlreadyJudged where a reviewer's judgement on the pair stands.
        """
        person.require("link", *JUDGES)
        reason, at = required(reason), self.now()
        link = Link(self.new_id(), _proposal(proposal_id), other, relation, Origin.REVIEWER, person.id, at, reason)
        with self.database.write() as records:
            proposals = [_judgeable(records, person, proposal_id)]
            if other.side is Side.PROPOSAL:
                proposals.append(_judgeable(records, person, other.id))
            else:
                records.archive.get(other.id)
            if other == link.a:
                raise MergeCycle(proposal_id, other.id)
            standing = [each for each in records.links.standing() if each.origin is Origin.REVIEWER]
            for each in standing:
                if {each.a, each.b} == {link.a, link.b}:
                    raise AlreadyJudged(each.relation.value, each.by)
            check_no_cycle(standing, link)
            records.links.add(link)
            self._write_down(records, link, person, "link")
            if relation is not Relation.DIFFERENT:
                self._tell(records, link, proposals, "linked", reason)
        return link

    def cite(self, person: Person, proposal_id: str, item_id: str, reason: str = "") -> Link:
        """An author names an earlier idea that hers carries on (이어받은 제안). Raises NotFound, AlreadyJudged."""
        item, at = Idea(Side.ARCHIVE, item_id), self.now()
        said = (person.id, at, storable(reason).strip())
        link = Link(self.new_id(), _proposal(proposal_id), item, Relation.BUILDS_ON, Origin.AUTHOR, *said)
        with self.database.write() as records:
            own(records.proposals.get(proposal_id), person)
            records.archive.get(item_id)
            for each in records.links.of(link.a):
                if each.origin is Origin.AUTHOR and each.b == item and each.taken_back is None:
                    raise AlreadyJudged(each.relation.value, each.by)
            records.links.add(link)
            self._write_down(records, link, person, "cite")
        return link

    def take_back(self, person: Person, link_id: str, reason: str) -> Link:
        """Undo a link: a reviewer or organiser any reviewer's, an author her own source.

        Raises NotAllowed, NotFound, Incomplete.
        """
        with self.database.write() as records:
            link = records.links.get(link_id)
            if link.origin is Origin.AUTHOR:
                own(records.proposals.get(link.a.id), person)
            else:
                person.require("link", *JUDGES)
                reason = required(reason)
                _refuse_own(records, person, link)
            link = records.links.take_back(link_id, TakenBack(person.id, self.now(), storable(reason).strip()))
            self._write_down(records, link, person, "unlink")
            if link.origin is Origin.REVIEWER and link.relation is not Relation.DIFFERENT:
                proposals = [records.proposals.get(i.id) for i in (link.a, link.b) if i.side is Side.PROPOSAL]
                self._tell(records, link, proposals, "unlinked", reason)
        return link

    def choose_canonical(self, person: Person, proposal_id: str, reason: str) -> LinkedGroup:
        """Let this proposal stand for its group instead of the earliest received one.

        Raises NotAllowed, NotFound (it is in no group), Incomplete (no reason), ReviewRefused.
        """
        person.require("link", *JUDGES)
        choice = CanonicalChoice(proposal_id, person.id, self.now(), required(reason))
        with self.database.write() as records:
            _judgeable(records, person, proposal_id)
            group = _group_of(records, proposal_id)
            if group is None:
                raise NotFound("group", proposal_id)
            taken_back = TakenBack(person.id, choice.at, choice.reason)
            records.links.unchoose(group.members, taken_back)
            if proposal_id != min_received(records, group.members):
                records.links.choose(choice)
            facts = {"instead_of": group.canonical}
            records.journal.add(Entry(choice.at, person.id, "choose_canonical", proposal_id, facts))
            for member in group.members:
                told = authors(records.proposals.get(member))
                facts = {"title": records.proposals.get(proposal_id).content.title, "reason": choice.reason}
                self.notifying.tell(records, told, "canonical_chosen", member, facts)
            chosen = _group_of(records, proposal_id)
        assert chosen is not None
        return chosen

    def of(self, person: Person, proposal_id: str) -> list[Link]:
        """What stands about a proposal, oldest first: for judges everything, for its authors links and sources.

        Raises NotFound where she is neither, and for judges as long as it is a draft.
        """
        with self.database.read() as records:
            proposal = records.proposals.get(proposal_id)
            if proposal.stage is Stage.DRAFT or not person.may_act_as(JUDGES):
                own(proposal, person)
            standing = [link for link in records.links.of(_proposal(proposal_id)) if link.taken_back is None]
        shown = person.may_act_as(JUDGES) and not proposal.belongs_to(person.id)
        return [link for link in standing if shown or link.relation is not Relation.DIFFERENT]

    def group_of(self, person: Person, proposal_id: str) -> LinkedGroup | None:
        """The linked group a submitted proposal is in, None where it stands alone. Raises NotAllowed."""
        person.require("see groups", *JUDGES)
        with self.database.read() as records:
            return _group_of(records, proposal_id)

    def groups(self, person: Person) -> list[LinkedGroup]:
        """Every linked group with two and more members taking part. Raises NotAllowed."""
        person.require("see groups", *JUDGES)
        with self.database.read() as records:
            return linked_groups(records)

    def _write_down(self, records: Records, link: Link, person: Person, act: str) -> None:
        facts = {"link": link.id, "relation": link.relation.value, "origin": link.origin.value}
        for idea in (link.a, link.b):
            if idea.side is Side.PROPOSAL:
                told = {**facts, "other": link.other(idea.id).id}
                records.journal.add(Entry(self.now(), person.id, act, idea.id, told))

    def _tell(self, records: Records, link: Link, proposals: Sequence[Proposal], kind: str, reason: str) -> None:
        """Each author learns the other idea's title and the reason, never who reviewed and never who wrote it."""
        titles: dict[Idea, str] = {_proposal(each.id): each.content.title for each in proposals}
        if link.b.side is Side.ARCHIVE:
            titles[link.b] = records.archive.get(link.b.id).content.title
        group = _group_of(records, link.a.id)
        for proposal in proposals:
            facts = {"relation": link.relation.value, "reason": reason, "other": titles[link.other(proposal.id)]}
            facts |= {"side": "a" if link.a.id == proposal.id else "b"}
            if group is not None and proposal.id in group.members and link.relation in GROUPING:
                facts["canonical"] = records.proposals.get(group.canonical).content.title
            self.notifying.tell(records, authors(proposal), kind, proposal.id, facts)


def linked_groups(records: Records) -> list[LinkedGroup]:
    """Groups of proposals still taking part; a withdrawn member counts for nothing."""
    links = [link for link in records.links.standing() if link.origin is Origin.REVIEWER]
    if not any(link.relation in GROUPING and link.b.side is Side.PROPOSAL for link in links):
        return []
    received = {p.id: (p.submitted_at, p.receipt or "") for p in records.proposals.in_stage(Stage.SUBMITTED)}
    present = {key: (at, receipt) for key, (at, receipt) in received.items() if at is not None}
    choices = records.links.choices()
    taking_part = (group & present.keys() for group in groups(links))
    return [_linked(group, present, choices) for group in taking_part if len(group) > 1]


def min_received(records: Records, members: Sequence[str]) -> str:
    """The one received first."""
    found = [records.proposals.get(member) for member in members]
    return canonical(members, {p.id: (p.submitted_at, p.receipt or "") for p in found if p.submitted_at}, ())


def required(reason: str) -> str:
    """The reason without blanks around it. Raises Incomplete where nothing is left."""
    reason = storable(reason).strip()
    if not reason:
        raise Incomplete(["reason"])
    return reason


def _linked(
    group: frozenset[str], received: Mapping[str, tuple[datetime, str]], choices: Sequence[CanonicalChoice]
) -> LinkedGroup:
    first = canonical(group, received, choices)
    chosen = next((choice for choice in reversed(choices) if choice.proposal_id == first), None)
    return LinkedGroup(tuple(sorted(group, key=lambda each: (*received[each], each))), first, chosen)


def _group_of(records: Records, proposal_id: str) -> LinkedGroup | None:
    return next((group for group in linked_groups(records) if proposal_id in group.members), None)


def _proposal(proposal_id: str) -> Idea:
    return Idea(Side.PROPOSAL, proposal_id)


def _judgeable(records: Records, person: Person, proposal_id: str) -> Proposal:
    proposal = records.proposals.get(proposal_id)
    if proposal.belongs_to(person.id):
        raise ReviewRefused("own")
    if proposal.stage is Stage.WITHDRAWN:
        raise ReviewRefused("withdrawn")
    if proposal.stage is not Stage.SUBMITTED:
        raise NotFound("proposal", proposal_id)
    return proposal


def _refuse_own(records: Records, person: Person, link: Link) -> None:
    for idea in (link.a, link.b):
        if idea.side is Side.PROPOSAL and records.proposals.get(idea.id).belongs_to(person.id):
            raise ReviewRefused("own")
