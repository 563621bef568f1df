"""Who may vote, on what, and the codes they come in with.

A code is eight base-32 characters (40 random bits) on a printed card beside the seat number. scrypt turns it into a
key of 256 bits that lives in the voter's cookie only; the roll keeps a hash that recognises the key, the box a token
that the key makes. With the roll and the box in hand, nobody gets from one to the other without the code.
Law: neither code nor key is ever stored.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.package import Package
from assistant.domain.person import Person
from assistant.domain.rules import Rules

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U."""
CODE_LENGTH = 8
SALT_BYTES = 16
KEY_BYTES = 32
COST = {"n": 2**11, "r": 8, "p": 1}
"""scrypt: 2 MB and about 20 ms. The secret is random, not chosen; docs/decisions/0010 has the sum."""
SEAT_GUESSES = 20
"""Wrong codes for one seat before its door stays shut until two officers open it."""
ALL_GUESSES = 2_000
"""Wrong codes in all; with 40 bits the chance that one of them was right is below 2e-9 a seat."""

_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class Entry(StrEnum):
    """Why a voter is not let in."""

    WRONG = "wrong"
    SEAT_SHUT = "seat_shut"
    ALL_SHUT = "all_shut"
    ENDED = "ended"
    OVER = "over"


class RollFault(StrEnum):
    """What is wrong with a line of a roll, or with all of it."""

    EMPTY = "empty"
    NO_SEAT = "no_seat"
    SEAT_TWICE = "seat_twice"
    PERSON_TWICE = "person_twice"
    NO_NAME = "no_name"
    UNKNOWN_PANEL = "unknown_panel"
    UNKNOWN_FINALIST = "unknown_finalist"
    UNPRINTABLE = "unprintable"


class Mark(StrEnum):
    """How a voter of the roll has voted: on a phone, or on a paper handed out in the hall."""

    PHONE = "phone"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Voter:
    """One line of the roll. `id` is random. `recused`: conflicts of interest declared, or the voter's own."""

    id: str
    seat: str
    panel: str
    name: str = ""
    person_id: str = ""
    department: str = ""
    recused: tuple[str, ...] = ()
    salt: str = ""
    verifier: str = ""
    failures: int = 0
    has_entered: bool = False

    @property
    def has_code(self) -> bool:
        """Whether a code was issued and not revoked."""
        return bool(self.verifier)

    @property
    def is_shut(self) -> bool:
        """Whether too many wrong codes were tried at this seat."""
        return self.failures >= SEAT_GUESSES


def recusals(voter: Voter, package: Package) -> frozenset[str]:
    """Finalists the voter cannot vote on: own department, own proposal, declared."""
    own = _plain(voter.department)
    return frozenset(
        each.id
        for each in package.finalists
        if each.id in voter.recused
        or (voter.person_id and voter.person_id in each.author_ids)
        or (own and own == _plain(each.department))
    )


def own_finalists(voter: Voter, package: Package, authors: Sequence[Person]) -> tuple[str, ...]:
    """Finalists by somebody of the voter's name, and of the voter's department where the roll says one.

    Whom the roll names by id is nobody's namesake: `recusals` knows what is theirs.
    """
    if voter.person_id:
        return ()
    name, department = _plain(voter.name), _plain(voter.department)
    same = {
        each.id
        for each in authors
        if name and _plain(each.name) == name and department in ("", _plain(each.department))
    }
    return tuple(each.id for each in package.finalists if same.intersection(each.author_ids))


def check_roll(roll: Sequence[Voter], rules: Rules, package: Package) -> list[tuple[int, RollFault, str]]:
    """Every fault as (line of the roll, 0 the first; what; which seat, panel or finalist)."""
    panels = {panel.code: panel for panel in rules.panels}
    known = {each.id for each in package.finalists}
    faults: list[tuple[int, RollFault, str]] = [] if roll else [(0, RollFault.EMPTY, "")]
    seen_seats, seen_people = set[str](), set[str]()
    for at, each in enumerate(roll):
        if not each.seat:
            faults.append((at, RollFault.NO_SEAT, each.name))
        elif each.seat in seen_seats:
            faults.append((at, RollFault.SEAT_TWICE, each.seat))
        who = {each.person_id, f"{each.panel} {each.name} {each.department}" if each.name else ""} - {""}
        if who & seen_people:
            faults.append((at, RollFault.PERSON_TWICE, each.name or each.person_id))
        if each.panel not in panels:
            faults.append((at, RollFault.UNKNOWN_PANEL, each.panel))
        elif panels[each.panel].is_named and not each.name.strip():
            faults.append((at, RollFault.NO_NAME, each.seat))
        faults += [(at, RollFault.UNKNOWN_FINALIST, finalist) for finalist in each.recused if finalist not in known]
        if not (each.seat + each.name + each.department).isprintable():
            faults.append((at, RollFault.UNPRINTABLE, each.seat))
        seen_seats.add(each.seat)
        seen_people |= who
    return faults


def new_code(random_below: Callable[[int], int]) -> str:
    """A code nobody can guess, given `secrets.randbelow`."""
    return "".join(ALPHABET[random_below(len(ALPHABET))] for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """What a person meant: capitals, no blanks and hyphens, O for 0, I and L for 1, full-width letters narrow."""
    return unicodedata.normalize("NFKC", typed).strip().upper().translate(_TYPED)


def tidy_seat(typed: str) -> str:
    """A seat as it stands on the roll, typed in any width and case."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().split())


def key_of(code: str, salt: str) -> bytes:
    """The voter's key: scrypt of the code. About 20 ms of one core."""
    return hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), dklen=KEY_BYTES, **COST)


def verifier_of(key: bytes) -> str:
    """What the roll recognises a key by."""
    return hmac.new(key, b"roll", hashlib.sha256).hexdigest()


def token_of(key: bytes, poll_id: str) -> str:
    """What the box knows a voter of a secret panel by."""
    return hmac.new(key, b"box " + poll_id.encode(), hashlib.sha256).hexdigest()


def named_token(voter_id: str, poll_id: str) -> str:
    """What the box knows a voter of a named panel by; a new code does not change it."""
    return hashlib.sha256(f"named {poll_id} {voter_id}".encode()).hexdigest()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())
