"""An evening for tests: rules, a sealed package, a roll and its codes, over any database."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.documents.package_file import package_bytes
from assistant.domain.package import Package, PackagedFinalist, Pitch
from assistant.domain.person import Person, Role
from assistant.domain.poll import digest
from assistant.domain.voter import Voter
from assistant.services.rolling import Card, seats
from assistant.services.voting import Receipt
from assistant.storage.database import Database
from assistant.wiring_contest import ContestServices, build_contest
from tests.contest import rules_toml

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
HOST = Person("host", "오운영", "창의행정담당관", frozenset({Role.ORGANISER}))
DESK = Person("desk", "표관리", "총무과", frozenset({Role.OFFICER}))
CLERK = Person("clerk", "박관리", "총무과", frozenset({Role.OFFICER}))
AUTHOR = Person("kim", "김제안", "재무과", frozenset({Role.AUTHOR}))

NAMED = 'form = "scores"\nminimum = 0\nmaximum = 100'


def finalists(count: int = 10) -> tuple[PackagedFinalist, ...]:
    """Finalists F1…, the first half in internal_process, each of a department of its own, written by person a1…"""
    return tuple(
        PackagedFinalist(
            id=f"F{n}",
            track="internal_process" if n <= (count + 1) // 2 else "citizen_service",
            title=f"제안 {n}: 시민이 기다리지 않는 창구",
            department=f"부서{n}",
            order=n,
            author_ids=(f"a{n}",),
            problem="현황입니다.",
            idea="개선방안입니다.",
            effect="기대효과입니다.",
            pitch=Pitch(f"{n}번 제안의 한줄 소개입니다.", "박심사", True),
        )
        for n in range(1, count + 1)
    )


def sealed(rules: bytes, of: Sequence[PackagedFinalist]) -> bytes:
    """A package signed by two officers, as its file."""
    package = Package("아이디어톤", digest(rules), tuple(of))
    return package_bytes(package.signed_by("desk", "표관리", AT).signed_by("clerk", "박관리", AT))


@dataclass
class Evening:
    """A poll with everybody's codes; `enter` and `cast` are what a voter's phone does."""

    database: Database
    services: ContestServices
    poll_id: str
    cards: list[Card]
    _keys: itertools.count[int] = field(default_factory=itertools.count)

    def card(self, seat: str) -> Card:
        return next(each for each in self.cards if each.seat == seat)

    def enter(self, seat: str) -> str:
        return self.services.voting.enter(self.poll_id, seat, self.card(seat).code)

    def cast(self, voters_pass: str, scores: Mapping[str, object], key: str = "", before: int | None = None) -> Receipt:
        if before is None:
            before = self.services.voting.booth(voters_pass).papers
        typed = {name: "" if score is None else str(score) for name, score in scores.items()}
        key = key or f"key-of-ballot-{next(self._keys):06d}"
        return self.services.voting.cast(voters_pass, key, before, tuple(scores), typed)

    def open_all(self) -> None:
        ids = [each.id for each in self.services.polling.get(self.poll_id).finalists]
        self.services.polling.open(HOST, self.poll_id, ids)

    def everybody_casts(self, seed: int = 1) -> None:
        """A score for every finalist from everybody who may, by chance."""
        self.everybody_but("", seed)

    def everybody_but(self, seat: str, seed: int = 1) -> None:
        """The same without one seat."""
        chance = random.Random(seed)
        for card in (each for each in self.cards if each.seat != seat):
            voters_pass = self.enter(card.seat)
            lines = self.services.voting.booth(voters_pass).lines
            self.cast(voters_pass, {each.finalist.id: chance.randint(50, 100) for each in lines if each.can_be_cast})


def evening(
    database: Database,
    rules: str = "",
    roll: Sequence[Voter] | None = None,
    of: Sequence[PackagedFinalist] = (),
    experts: int = 2,
    staff: int = 4,
) -> Evening:
    """A poll at CREATED over a database that has its tables: experts E1… by name, staff S1… by seat, codes issued."""
    with database.write() as records:
        for person in (HOST, DESK, CLERK, AUTHOR):
            records.people.put(person)
    services = build_contest(database)
    content = (rules or rules_toml()).encode()
    poll_id = services.polling.create(HOST, content, sealed(content, of or finalists())).poll.id
    if roll is None:
        named = [Voter(id="", seat=f"E{n}", panel="experts", name=f"위원{n}") for n in range(1, experts + 1)]
        roll = [*named, *seats("staff", staff, "S")]
    services.rolling.put(HOST, poll_id, roll)
    return Evening(database, services, poll_id, services.rolling.issue(HOST, poll_id))
