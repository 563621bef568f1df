"""Whose a proposal is. The existence of somebody else's draft is not told."""

from __future__ import annotations

from assistant.domain.person import Person
from assistant.domain.proposal import Proposal
from assistant.errors import NotFound


def own(proposal: Proposal, person: Person) -> Proposal:
    """The proposal if it is the person's own; raises NotFound otherwise."""
    if not proposal.belongs_to(person.id):
        raise NotFound("proposal", proposal.id)
    return proposal
