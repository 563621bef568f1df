"""Everything reviewing rests on, read at one moment: who may see what, who counts, what a proposal scored.

Law: who is recused leaves numerator and denominator; others' scores are shown only where one's own is in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from assistant.domain.blind import Shown, masked, shown, telling
from assistant.domain.criteria import Criteria, mean
from assistant.domain.link import Origin
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Proposal, Stage
from assistant.domain.review import Conflict, Phase, Review, State, conflicts, relatives
from assistant.errors import NotAllowed, NotFound, ReviewRefused
from assistant.storage.records import Records

OVERSEERS = (Role.ORGANISER, Role.OFFICER)


@dataclass(frozen=True, slots=True)
class Docket:
    """A snapshot; `assigned` is by proposal, `sheets` by (proposal, reviewer)."""

    criteria: Criteria
    phase: Phase
    proposals: dict[str, Proposal]
    people: dict[str, Person]
    assigned: dict[str, tuple[str, ...]]
    sheets: dict[tuple[str, str], Review]
    declared: frozenset[tuple[str, str]]
    near: dict[str, frozenset[str]]
    all_proposals: dict[str, Proposal]
    _found: dict[tuple[str, str], frozenset[Conflict]] = field(default_factory=dict)

    @classmethod
    def read(cls, records: Records, criteria: Criteria) -> Docket:
        """The state as this transaction sees it; withdrawn proposals are in none of its lists."""
        everything = {each.id: each for each in records.proposals.in_stage(Stage.SUBMITTED, Stage.WITHDRAWN)}
        proposals = {key: each for key, each in everything.items() if each.stage is Stage.SUBMITTED}
        assigned: dict[str, tuple[str, ...]] = {}
        for each in records.reviews.assignments():
            if each.proposal_id in proposals:
                assigned[each.proposal_id] = (*assigned.get(each.proposal_id, ()), each.reviewer_id)
        links = [link for link in records.links.standing() if link.origin is Origin.REVIEWER]
        return cls(
            criteria=criteria,
            phase=records.reviews.phase(),
            proposals=proposals,
            people={person.id: person for person in records.people.all()},
            assigned=assigned,
            sheets={(each.proposal_id, each.reviewer_id): each for each in records.reviews.all()},
            declared=frozenset((each.proposal_id, each.reviewer_id) for each in records.reviews.recusals()),
            near=relatives(links),
            all_proposals=everything,
        )

    def proposal(self, proposal_id: str) -> Proposal:
        """One under review. Raises NotFound, ReviewRefused where it was withdrawn."""
        found = self.all_proposals.get(proposal_id)
        if found is None:
            raise NotFound("proposal", proposal_id)
        if found.stage is Stage.WITHDRAWN:
            raise ReviewRefused("withdrawn")
        return found

    def writers(self, proposal: Proposal) -> list[Person]:
        """Who wrote it, the first author first."""
        return [self.people[each] for each in (proposal.author_id, *proposal.co_author_ids) if each in self.people]

    def shown(self, proposal: Proposal) -> Shown:
        """The proposal as the phase allows it to be seen."""
        return shown(proposal, self.writers(proposal), is_blind=self.phase.is_blind)

    def title(self, proposal: Proposal) -> str:
        """Its title alone, as the phase allows it to be seen; a list of hundreds need not cover every text."""
        title = proposal.content.title.strip()
        return masked(title, telling(proposal, self.writers(proposal))) if self.phase.is_blind else title

    def telling(self, proposal_ids: Iterable[str]) -> frozenset[str]:
        """Names and departments to be covered in texts about these proposals; none once names are shown."""
        if not self.phase.is_blind:
            return frozenset()
        found = [self.all_proposals[each] for each in proposal_ids if each in self.all_proposals]
        return frozenset().union(*(telling(each, self.writers(each)) for each in found))

    def conflicts(self, person: Person, proposal: Proposal) -> frozenset[Conflict]:
        """Why the person must not judge it, found and declared; a department binds reviewers only."""
        key = (person.id, proposal.id)
        if key not in self._found:
            linked = [self.all_proposals[i] for i in self.near.get(proposal.id, ()) if i in self.all_proposals]
            found = conflicts(person, proposal, self.writers(proposal), linked)
            if Role.REVIEWER not in person.roles:
                found.discard(Conflict.DEPARTMENT)
            if (proposal.id, person.id) in self.declared:
                found.add(Conflict.DECLARED)
            self._found[key] = frozenset(found)
        return self._found[key]

    def panel(self, proposal_id: str) -> list[Person]:
        """The reviewers who count: assigned, and without a conflict."""
        proposal = self.proposals[proposal_id]
        assigned = [self.people[each] for each in self.assigned.get(proposal_id, ()) if each in self.people]
        return [person for person in assigned if not self.conflicts(person, proposal)]

    def scored(self, proposal_id: str) -> list[Review]:
        """The sheets with scores that count."""
        sheets = [self.sheets.get((proposal_id, person.id)) for person in self.panel(proposal_id)]
        return [sheet for sheet in sheets if sheet is not None and sheet.state is State.SCORED]

    def mean(self, proposal_id: str) -> Fraction | None:
        """The mean of the weighted scores that count, None while there is none."""
        return mean([self.criteria.weighted(sheet.scores) for sheet in self.scored(proposal_id)])

    def criterion_mean(self, proposal_id: str, code: str) -> Fraction | None:
        """The mean of one criterion's scores that count."""
        given = [Fraction(sheet.scores[code]) for sheet in self.scored(proposal_id) if code in sheet.scores]
        return mean(given)

    def spread(self, proposal_id: str) -> Fraction:
        """How far apart the highest and the lowest weighted score lie; 0 below two."""
        values = [self.criteria.weighted(sheet.scores) for sheet in self.scored(proposal_id)]
        return max(values) - min(values) if len(values) > 1 else Fraction(0)

    def mine(self, person: Person) -> list[str]:
        """Proposals the person has to review, without those she is recused from."""
        assigned = (key for key, reviewers in self.assigned.items() if person.id in reviewers)
        return [key for key in assigned if not self.conflicts(person, self.proposals[key])]

    def require_readable(self, person: Person, proposal_id: str) -> Proposal:
        """The proposal if the person may read it as a reviewer or overseer.

        Raises NotAllowed, NotFound, ReviewRefused. In the blind phase a conflict that was found tells nothing but
        "not assigned" to whom it was not assigned.
        """
        person.require("review", Role.REVIEWER, *OVERSEERS)
        proposal = self.proposal(proposal_id)
        if proposal.belongs_to(person.id):
            raise ReviewRefused("own")
        is_assigned = person.id in self.assigned.get(proposal_id, ())
        if not is_assigned and not person.may_act_as(OVERSEERS):
            raise ReviewRefused("not_assigned")
        if self.conflicts(person, proposal) and (is_assigned or not person.may_act_as(OVERSEERS)):
            raise ReviewRefused("recused")
        if Conflict.DECLARED in self.conflicts(person, proposal):
            raise ReviewRefused("recused")
        return proposal

    def may_see_scores(self, person: Person, proposal_id: str) -> bool:
        """Whether others' scores and what is computed from them may be shown to the person."""
        if self.conflicts(person, self.proposals[proposal_id]):
            return False
        sheet = self.sheets.get((proposal_id, person.id))
        is_assigned = person.id in self.assigned.get(proposal_id, ())
        if is_assigned and sheet is not None and sheet.state is State.SCORED:
            return True
        if Role.REVIEWER in person.roles and self.phase is not Phase.CLOSED:
            return False  # also where she oversees the review: her own score may still be wanted
        return person.may_act_as(OVERSEERS)


def require_overseer(person: Person, act: str) -> None:
    """Raise NotAllowed unless the person runs the review."""
    if not person.may_act_as(OVERSEERS):
        raise NotAllowed(act)
