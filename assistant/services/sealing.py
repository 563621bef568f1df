"""Making the finalist package and having two officers sign it; from then on nothing about the finalists changes.

Law: what an officer signs is exactly what lies before her and what the shortlist says at that moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.documents.package_file import package_bytes, parse_package
from assistant.domain.advice import AdviceKind, Verdict
from assistant.domain.journal import Entry
from assistant.domain.package import OFFICERS, Package, PackagedFinalist, Pitch, digest_to_sign, draw, seal
from assistant.domain.person import Person, Role
from assistant.domain.shortlist import Standing
from assistant.errors import ShortlistRefused
from assistant.services.docket import Docket, require_overseer
from assistant.services.linking import required
from assistant.services.notifying import authors
from assistant.services.shortlisting import SHORTLIST, Shortlisting
from assistant.storage.database import Database
from assistant.storage.records import Records
from assistant.storage.shortlists import StoredPackage

_LINK = re.compile(r"https?://[^\s<>\"']+")
_FILE = Path("finalists.json")


@dataclass(frozen=True, slots=True)
class Sealing:
    """`rules_hash_of` is the sha256 of the rules' text as it stands, inside a transaction."""

    database: Database
    shortlisting: Shortlisting
    rules_hash_of: Callable[[Records], str]
    now: Callable[[], datetime]

    def prepare(self, person: Person, seed: str) -> Package:
        """Make the package in the order that the published `seed` draws; signatures of an earlier one are void.

        Raises NotAllowed, Incomplete (no seed), PackageRefused, ShortlistRefused: sealed, under review, not released,
        objections open, nobody on the list.
        """
        person.require("prepare the package", Role.ORGANISER)
        seed = required(seed)
        with self.database.write() as records:
            if records.shortlists.is_sealed():
                raise ShortlistRefused("sealed")
            package = self._package(records, seed)
            self._store(records, person, package, sealed_at=None)
            facts = {"digest": digest_to_sign(package), "finalists": str(len(package.finalists))}
            records.journal.add(Entry(self.now(), person.id, "prepare_package", SHORTLIST, facts))
        return package

    def sign(self, person: Person, digest: str) -> Package:
        """Sign the package whose `digest_to_sign` the officer read. The second officer's signature seals it.

        Raises NotAllowed, PackageRefused, ShortlistRefused: no package, sealed, changed since, her own among it, signed
        by her already.
        """
        person.require("sign the package", Role.OFFICER)
        with self.database.write() as records:
            stored = records.shortlists.package()
            if stored is None:
                raise ShortlistRefused("no_package")
            if stored.sealed_at is not None:
                raise ShortlistRefused("sealed")
            package, at = _read(stored), self.now()
            if not digest == digest_to_sign(package) == digest_to_sign(self._package(records, package.seed)):
                raise ShortlistRefused("changed_since")
            if any(person.id in each.author_ids for each in package.finalists):
                raise ShortlistRefused("own")
            signed = package.signed_by(person.id, person.name, at)
            if signed == package:
                raise ShortlistRefused("unchanged")
            is_sealed = len(signed.sign_offs) >= OFFICERS
            if is_sealed:
                signed.require_sealed()
            self._store(records, person, signed, sealed_at=at if is_sealed else None)
            facts = {"digest": digest} | ({"seal": seal(signed)} if is_sealed else {})
            records.journal.add(Entry(at, person.id, "sign_package", SHORTLIST, facts))
        return signed

    def package(self, person: Person) -> tuple[Package, bool] | None:
        """The package and whether it is sealed, None where there is none. Raises NotAllowed."""
        require_overseer(person, "see the package")
        with self.database.read() as records:
            stored = records.shortlists.package()
        return None if stored is None else (_read(stored), stored.sealed_at is not None)

    def file(self, person: Person) -> bytes:
        """The sealed package for the poll. Raises NotAllowed, ShortlistRefused where it is not sealed yet."""
        found = self.package(person)
        if found is None or not found[1]:
            raise ShortlistRefused("no_package")
        return package_bytes(found[0])

    def _store(self, records: Records, person: Person, package: Package, *, sealed_at: datetime | None) -> None:
        body = package_bytes(package).decode()
        records.shortlists.put_package(StoredPackage(body, person.id, self.now(), sealed_at))

    def _package(self, records: Records, seed: str) -> Package:
        docket = Docket.read(records, self.shortlisting.criteria)
        if not records.shortlists.released():
            raise ShortlistRefused("not_released")
        if waiting := sum(each.answered_at is None for each in records.shortlists.objections()):
            raise ShortlistRefused("objections_open", waiting)
        lines = self.shortlisting.lines(records, docket)
        if undecided := sum(line.standing is Standing.TIED for line in lines):
            raise ShortlistRefused("undecided", undecided)
        chosen = {line.proposal_id: line.track for line in lines if line.standing is Standing.IN}
        if not chosen:
            raise ShortlistRefused("empty")
        order = draw(seed, [(track, key) for key, track in chosen.items()])
        finalists = tuple(_finalist(records, docket, key, chosen[key], at) for at, key in enumerate(order, start=1))
        contest = self.shortlisting.rules_of(records).name
        return Package(contest, self.rules_hash_of(records), finalists, seed)


def _finalist(records: Records, docket: Docket, proposal_id: str, track: str, order: int) -> PackagedFinalist:
    """Field by field: what is not named here does not get in."""
    proposal = docket.proposals[proposal_id]
    content, author = proposal.content, docket.people[proposal.author_id]
    return PackagedFinalist(
        id=proposal.id,
        track=track,
        title=content.title,
        department=content.department or author.department,
        order=order,
        author_ids=authors(proposal),
        problem=content.problem,
        idea=content.idea,
        effect=content.effect,
        tools=content.tools,
        needs=content.needs,
        body=content.body,
        pitch=_pitch(records, proposal_id, content.pitch.strip(), author.name),
        videos=tuple(link.rstrip(",.;)") for link in _LINK.findall(content.video)),
    )


def _pitch(records: Records, proposal_id: str, text: str, author: str) -> Pitch:
    """Her pitch, marked where she ever took a model's suggestion over, also edited: then it is not hers alone."""
    if not text:
        return Pitch()
    taken = {Verdict.ACCEPTED.value, Verdict.EDITED.value}
    drafted = any(
        entry.act == "decide_advice"
        and entry.facts.get("kind") == AdviceKind.PITCH.value
        and entry.facts.get("verdict") in taken
        for entry in records.journal.of(proposal_id)
    )
    return Pitch(text, author, drafted)


def _read(stored: StoredPackage) -> Package:
    return parse_package(_FILE, stored.body.encode())
