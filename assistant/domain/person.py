"""Who acts: people and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.errors import NotAllowed


class Role(StrEnum):
    """What a person may do; one person may have several."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    ORGANISER = "organiser"
    OFFICER = "officer"
    """Signs with a second officer what no one may do alone: packages, new codes, closing."""


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person. `id` is stable and never shown."""

    id: str
    name: str
    department: str
    roles: frozenset[Role] = frozenset({Role.AUTHOR})

    def may_act_as(self, roles: Iterable[Role]) -> bool:
        """Whether the person has one of `roles`."""
        return not self.roles.isdisjoint(roles)

    def require(self, act: str, *roles: Role) -> None:
        """Raise NotAllowed unless the person has one of `roles`."""
        if not self.may_act_as(roles):
            raise NotAllowed(act)
