"""Letting a person in, knowing her again, and seeing her out.

Law: who she is comes from the provider, the proxy or the demo door; what she may do is decided here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.visit import Claim, Ending, Stay, Visit
from assistant.errors import NotFound
from assistant.errors_doors import SignedOut
from assistant.storage.database import Database
from assistant.storage.records import Records

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is written down when somebody was last active."""
KEPT = timedelta(days=60)
"""How long visits are kept; what opens one has expired long before."""


@dataclass(frozen=True, slots=True)
class Admitting:
    """Visits over one database. `group_roles` says which roles a group's members have."""

    database: Database
    now: Callable[[], datetime]
    stay: Stay = field(default_factory=Stay)
    group_roles: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    first_organiser: str = ""

    def admit(self, key: str, who: Claim | str, *, since: datetime | None = None, is_active: bool = False) -> Person:
        """The person of the visit `key`, which begins at its first use; `who` is a claim, or the id of a known person.

        `since` is when a provider vouched for her, where it says so. Raises SignedOut, NotFound for an unknown id.
        """
        now = self.now()
        with self.database.read() as records:
            visit = records.visits.get(key)
            person = records.people.get(visit.person_id) if visit else None
        if visit is None or person is None:
            return self._begin(key, who, min(since, now) if since else now)
        if ending := visit.ending(now, self.stay):
            raise SignedOut(ending)
        if is_active and now - visit.seen_at >= SEEN_EVERY:
            with self.database.write() as records:
                records.visits.touch(key, now)
        return person

    def leave(self, key: str) -> None:
        """End the visit for every tab and for whoever holds a copy of the cookie. An unknown one is no error."""
        now = self.now()
        with self.database.write() as records:
            visit = records.visits.get(key)
            if visit is None or visit.left_at is not None:
                return
            records.visits.put(Visit(key, visit.person_id, visit.began_at, now, now))
            records.journal.add(Entry(now, visit.person_id, "sign out", visit.person_id, {}))

    def _begin(self, key: str, who: Claim | str, began_at: datetime) -> Person:
        now = self.now()
        if now - began_at >= self.stay.most:
            raise SignedOut(Ending.LONG)  # an old cookie whose visit is forgotten opens nothing
        with self.database.write() as records:
            person = self._known(records, who) if isinstance(who, Claim) else records.people.get(who)
            if records.visits.get(key) is None:  # two tabs may begin it at once
                records.visits.put(Visit(key, person.id, began_at, now))
                records.visits.forget_before(now - KEPT)
                way = who.issuer if isinstance(who, Claim) else "demo"
                records.journal.add(Entry(now, person.id, "sign in", person.id, {"way": way}))
        return person

    def _known(self, records: Records, claim: Claim) -> Person:
        """The person of a claim with name, department and roles as of now."""
        if not claim.subject or not claim.name:
            raise SignedOut("nameless")
        by_group = frozenset[Role]().union(*(self.group_roles.get(group, frozenset()) for group in claim.groups))
        try:
            before = records.people.get(claim.person_id)
        except NotFound:
            before = Person(claim.person_id, claim.name, claim.department, frozenset())
        granted, _ = records.visits.roles(before.id) or (before.roles, by_group)
        if self.first_organiser == claim.subject and not any(Role.ORGANISER in p.roles for p in records.people.all()):
            granted |= {Role.ORGANISER}
            facts = {"after": "organiser", "why": "ASSISTANT_FIRST_ORGANISER"}
            records.journal.add(Entry(self.now(), before.id, "change roles", before.id, facts))
        department = claim.department or before.department
        person = Person(before.id, claim.name, department, frozenset({Role.AUTHOR}) | granted | by_group)
        if person != before or not before.roles:
            records.people.put(person)
        records.visits.put_roles(person.id, granted, by_group)
        return person
