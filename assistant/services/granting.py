"""Who may do what: an organiser gives and takes roles; the journal keeps every change, and changing back undoes it.

A role comes from a group of the provider's or from a person. What a group gives cannot be taken here: it would be back
at the next sign-in. Everybody is an author.
Law: there is always an organiser left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.errors import Refused
from assistant.errors_doors import LastOrganiser
from assistant.storage.database import Database
from assistant.storage.records import Records

TERMINAL = "terminal"
"""Who changed a role, in the journal, where somebody did it with `assistant role` on the server."""
ACT = "change roles"


@dataclass(frozen=True, slots=True)
class Member:
    """A person, and which of her roles a group gives."""

    person: Person
    by_group: frozenset[Role]


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One change, as the journal has it; `by` is a person's id or TERMINAL."""

    at: datetime
    by: str
    before: frozenset[Role]
    after: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Granting:
    """Roles over one database."""

    database: Database
    now: Callable[[], datetime]

    def members(self, person: Person, words: str = "") -> list[Member]:
        """Everybody whose name or department holds `words`, by name. Raises NotAllowed."""
        person.require("see roles", Role.ORGANISER)
        sought = words.casefold().split()
        with self.database.read() as records:
            found = [
                Member(each, _sources(records, each)[1])
                for each in records.people.all()
                if all(word in f"{each.name} {each.department}".casefold() for word in sought)
            ]
        return sorted(found, key=lambda member: (member.person.name, member.person.id))

    def changes(self, person: Person, person_id: str) -> list[RoleChange]:
        """Every change of somebody's roles, newest first. Raises NotAllowed."""
        person.require("see roles", Role.ORGANISER)
        with self.database.read() as records:
            entries = [entry for entry in records.journal.of(person_id) if entry.act == ACT]
        return [
            RoleChange(e.at, e.person_id, _roles(e.facts.get("before", "")), _roles(e.facts.get("after", "")))
            for e in reversed(entries)
        ]

    def change(self, person: Person, person_id: str, roles: Iterable[Role], before: Iterable[Role]) -> Person:
        """Give somebody exactly `roles`, beside what her groups give, where she has `before` now.

        Raises NotAllowed, NotFound, LastOrganiser, and Refused where somebody else changed them in the meantime.
        """
        person.require("change roles", Role.ORGANISER)
        with self.database.write() as records:
            current = records.people.get(person_id)
            if current.roles != frozenset(before):
                raise Refused("the roles were changed in the meantime")
            return self._put(records, current, roles, person.id)

    def give(self, person_id: str, role: Role) -> Person:
        """Give a role from the terminal, which whoever runs the server may. Raises NotFound."""
        with self.database.write() as records:
            current = records.people.get(person_id)
            return self._put(records, current, current.roles | {role}, TERMINAL)

    def take(self, person_id: str, role: Role) -> Person:
        """Take a role from the terminal. Raises NotFound, LastOrganiser."""
        with self.database.write() as records:
            current = records.people.get(person_id)
            return self._put(records, current, current.roles - {role}, TERMINAL)

    def _put(self, records: Records, current: Person, roles: Iterable[Role], by: str) -> Person:
        _, by_group = _sources(records, current)
        granted = frozenset({Role.AUTHOR, *roles}) - (by_group - {Role.AUTHOR})
        changed = replace(current, roles=granted | by_group)
        records.visits.put_roles(current.id, granted, by_group)
        if changed.roles == current.roles:
            return current
        records.people.put(changed)
        if Role.ORGANISER in current.roles and not any(Role.ORGANISER in p.roles for p in records.people.all()):
            raise LastOrganiser
        facts = {"before": _words(current.roles), "after": _words(changed.roles)}
        records.journal.add(Entry(self.now(), by, ACT, current.id, facts))
        return changed


def _sources(records: Records, person: Person) -> tuple[frozenset[Role], frozenset[Role]]:
    return records.visits.roles(person.id) or (person.roles, frozenset())


def _words(roles: Iterable[Role]) -> str:
    return ",".join(sorted(roles))


def _roles(words: str) -> frozenset[Role]:
    return frozenset(Role(word) for word in words.split(",") if word)
