"""The sealed finalist package: everything the competition may know about its finalists, signed by two officers.

Law: this is a list of what may enter, not of what may not. Nothing a model said has a field here except the pitch, and
that only with the name of the person who approved it; a test compares the fields with the list written there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from assistant.errors import PackageRefused

FORMAT = "finalist-package/1"
OFFICERS = 2
"""How many different people sign a package."""


class Flaw(StrEnum):
    """Why a package cannot be sealed or used."""

    NO_FINALISTS = "no_finalists"
    TWICE = "twice"
    EMPTY = "empty"
    ORDER = "order"
    NOT_AS_DRAWN = "not_as_drawn"
    PITCH_NOT_APPROVED = "pitch_not_approved"
    NOT_SIGNED = "not_signed"
    SIGNED_SOMETHING_ELSE = "signed_something_else"
    OTHER_RULES = "other_rules"
    UNKNOWN_TRACK = "unknown_track"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Pitch:
    """Two or three sentences for voters; a text needs the name of the person who approved it."""

    text: str = ""
    approved_by: str = ""
    drafted_by_machine: bool = False


READ = ("problem", "idea", "effect", "tools", "needs", "body")
"""Fields that voters read beside title and pitch, in this order."""


@dataclass(frozen=True, slots=True)
class PackagedFinalist:
    """A proposal that goes on the stage. `order` is its place on the programme, 1 the first.

    `author_ids` are ids of people, never shown: authors and co-authors cannot vote on their own.
    """

    id: str
    track: str
    title: str
    department: str
    order: int
    author_ids: tuple[str, ...] = ()
    problem: str = ""
    idea: str = ""
    effect: str = ""
    tools: str = ""
    needs: str = ""
    body: str = ""
    pitch: Pitch = Pitch()
    videos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """An officer's name under a package; `signed` is the `digest_to_sign` of what lay before them."""

    officer_id: str
    officer: str
    at: datetime
    signed: str


@dataclass(frozen=True, slots=True)
class Package:
    """The finalists of a contest in the order of presentation. Raises PackageRefused when made wrong.

    `rules_hash` is the sha256 of the rules file's bytes. `seed` is what the order was drawn with; empty: not drawn.
    """

    contest: str
    rules_hash: str
    finalists: tuple[PackagedFinalist, ...]
    seed: str = ""
    sign_offs: tuple[SignOff, ...] = ()

    def __post_init__(self) -> None:
        ids = [each.id for each in self.finalists]
        if not ids:
            raise PackageRefused(Flaw.NO_FINALISTS)
        for each in self.finalists:
            if not (each.id.strip() and each.track.strip() and each.title.strip()):
                raise PackageRefused(Flaw.EMPTY, each.id)
            if ids.count(each.id) > 1:
                raise PackageRefused(Flaw.TWICE, each.id)
            if each.pitch.text and not each.pitch.approved_by:
                raise PackageRefused(Flaw.PITCH_NOT_APPROVED, each.id)
        if [each.order for each in self.finalists] != list(range(1, len(ids) + 1)):
            raise PackageRefused(Flaw.ORDER)
        if self.seed and ids != list(draw(self.seed, [(each.track, each.id) for each in self.finalists])):
            raise PackageRefused(Flaw.NOT_AS_DRAWN)

    def drawn(self, seed: str) -> Package:
        """The package in the order that `seed` draws, without signatures: what is signed is the order too."""
        by_id = {each.id: each for each in self.finalists}
        order = draw(seed, [(each.track, each.id) for each in self.finalists])
        finalists = tuple(replace(by_id[key], order=place) for place, key in enumerate(order, start=1))
        return replace(self, finalists=finalists, seed=seed, sign_offs=())

    def signed_by(self, officer_id: str, officer: str, at: datetime) -> Package:
        """The package with one more signature; a second one of the same person changes nothing."""
        if any(each.officer_id == officer_id for each in self.sign_offs):
            return self
        return replace(self, sign_offs=(*self.sign_offs, SignOff(officer_id, officer, at, digest_to_sign(self))))

    def require_sealed(self) -> None:
        """Raise PackageRefused unless two different officers signed exactly this."""
        digest = digest_to_sign(self)
        if any(each.signed != digest for each in self.sign_offs):
            raise PackageRefused(Flaw.SIGNED_SOMETHING_ELSE)
        if len({each.officer_id for each in self.sign_offs}) < OFFICERS:
            raise PackageRefused(Flaw.NOT_SIGNED)


def draw(seed: str, finalists: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Ids of (track, id) in the order that `seed` draws: tracks stay together, each sorted by sha256(seed LF name).

    Anybody can repeat it on paper; the order in which the finalists were listed does not matter.
    """

    def lot(name: str) -> str:
        return sha256(f"{seed}\n{name}".encode()).hexdigest()

    return tuple(key for _, key in sorted(finalists, key=lambda pair: (lot(pair[0]), pair[0], lot(pair[1]))))


def canonical(package: Package) -> bytes:
    """The one spelling of a package: JSON, keys sorted, no blanks, UTF-8, moments in UTC."""
    return _spell(asdict(package))


def seal(package: Package) -> str:
    """sha256 of the canonical spelling, signatures included."""
    return sha256(canonical(package)).hexdigest()


def digest_to_sign(package: Package) -> str:
    """sha256 of the canonical spelling without signatures: what each officer signs."""
    return sha256(canonical(replace(package, sign_offs=()))).hexdigest()


def _spell(value: object) -> bytes:
    def moment(at: object) -> str:
        assert isinstance(at, datetime)
        return at.astimezone(UTC).isoformat(timespec="microseconds")

    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=moment).encode()
