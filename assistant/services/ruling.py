"""The organiser's rules: read, checked, saved as a new version, sealed while a poll runs.

Law: only rules that can be counted by are saved, and none while a poll is open or its result not yet published.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.documents.contest_rules import parse_rules
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.rulebook import RulesVersion
from assistant.domain.rules import Rules
from assistant.errors import EditConflict, NotFound, RulesSealed
from assistant.storage.database import Database
from assistant.storage.records import Records

RULES_FILE = Path("rules.toml")
"""What faults call the text, as it is called in an export."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """`template` is offered before the first save; `is_sealed`: a poll stands that the rules must not change under."""

    database: Database
    template: str
    now: Callable[[], datetime]
    is_sealed: Callable[[Records], bool]

    def latest(self, person: Person) -> RulesVersion | None:
        """The rules as saved last, None before the first time. Raises NotAllowed."""
        person.require("read the rules", Role.ORGANISER)
        with self.database.read() as records:
            return records.rulebook.latest()

    def history(self, person: Person) -> list[RulesVersion]:
        """Every version, newest first. Raises NotAllowed."""
        person.require("read the rules", Role.ORGANISER)
        with self.database.read() as records:
            return records.rulebook.all()

    def sealed(self, person: Person) -> bool:
        """Whether the rules may not be changed now. Raises NotAllowed."""
        person.require("read the rules", Role.ORGANISER)
        with self.database.read() as records:
            return self.is_sealed(records)

    def current(self, person: Person) -> Rules:
        """What the latest text means. Raises NotAllowed, NotFound before the first time."""
        version = self.latest(person)
        if version is None:
            raise NotFound("rules", "")
        return check(version.text)

    def save(self, person: Person, text: str, expected: int) -> RulesVersion:
        """Add a version; the same text again adds none. `expected` is the number of the version the person saw, or 0.

        Raises NotAllowed, BadFile with every fault, RulesSealed, EditConflict.
        """
        person.require("change the rules", Role.ORGANISER)
        check(text)
        at = self.now()
        with self.database.write() as records:
            if self.is_sealed(records):
                raise RulesSealed()
            last = records.rulebook.latest()
            number = last.number if last else 0
            if number != expected:
                raise EditConflict(expected, number)
            if last and last.text == text:
                return last
            version = RulesVersion(number + 1, text, person.id, at)
            records.rulebook.add(version)
            facts = {"number": str(version.number), "hash": version.hash}
            records.journal.add(Entry(at, person.id, "save rules", "rules", facts))
        return version


def check(text: str) -> Rules:
    """What a text means. Raises BadFile with every fault and its line."""
    return parse_rules(RULES_FILE, text.encode("utf-8", errors="surrogatepass"))
