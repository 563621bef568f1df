"""People, proposals and services that the tests of linking, reviewing and the shortlist share; over real SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.config import PROJECT
from assistant.documents.contest_rules import parse_rules
from assistant.documents.criteria_file import read_criteria
from assistant.documents.verdict_codes import read_verdict_codes
from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content, Proposal
from assistant.domain.review import Phase
from assistant.domain.rulebook import rules_hash
from assistant.services.asking import Asking
from assistant.services.convening import Convening
from assistant.services.exporting import Exporting
from assistant.services.judging import Judging
from assistant.services.linking import Linking
from assistant.services.notifying import Notifying
from assistant.services.objecting import Objecting
from assistant.services.reviewing import Reviewing
from assistant.services.sealing import Sealing
from assistant.services.shortlisting import Shortlisting
from assistant.storage.database import Database

SEOUL = ZoneInfo("Asia/Seoul")
TRACKS = frozenset({"internal_process", "citizen_service"})
NINE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
KIM = Person("p-kim", "김제안", "디지털정책과", frozenset({Role.AUTHOR}))
LEE = Person("p-lee", "이공저", "복지정책과", frozenset({Role.AUTHOR}))
CHOI = Person("p-3-choi", "최겸직", "도로관리과", frozenset({Role.AUTHOR, Role.REVIEWER}))
PARK = Person("p-1-park", "박심사", "감사담당관", frozenset({Role.REVIEWER}))
HAN = Person("p-2-han", "한심사", "조직문화과", frozenset({Role.REVIEWER}))
JUNG = Person("p-4-jung", "정동료", "디지털정책과", frozenset({Role.REVIEWER}))
OH = Person("p-oh", "오운영", "창의행정담당관", frozenset({Role.ORGANISER}))
SIM = Person("p-sim", "심담당", "창의행정담당관", frozenset({Role.OFFICER}))
YOO = Person("p-yoo", "유담당", "예산과", frozenset({Role.OFFICER}))
EVERYBODY = (KIM, LEE, CHOI, PARK, HAN, JUNG, OH, SIM, YOO)

OLD = ArchiveItem("A-OLD", Content(title="어르신 안부 전화", idea="전화로 안부를 묻습니다."), Outcome.ADOPTED, 2023)


@dataclass
class Desk:
    """The services over one database, with a clock that stands still until it is moved."""

    database: Database
    at: datetime = NINE
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.notifying = Notifying(self.database, self.now, self.new_id)
        self.linking = Linking(self.database, self.notifying, self.now, self.new_id)
        codes = read_verdict_codes(PROJECT / "data" / "verdicts.toml")
        self.criteria = read_criteria(PROJECT / "data" / "criteria.toml")
        self.judging = Judging(self.database, codes, self.criteria, self.now, self.new_id)
        self.reviewing = Reviewing(self.database, self.criteria, TRACKS, SEOUL, self.now)
        self.convening = Convening(self.database, self.criteria, self.now)
        self.exporting = Exporting(self.database, self.criteria, self.convening, self.now)
        self.asking = Asking(self.database, self.criteria, self.notifying, self.now, self.new_id)
        self.rules_text = (PROJECT / "data" / "rules.toml").read_text("utf-8")
        told = (self.notifying, self.now, self.new_id)
        self.shortlisting = Shortlisting(
            self.database, self.criteria, codes, lambda _: parse_rules(Path("r"), self.rules_text.encode()), *told
        )
        self.objecting = Objecting(self.database, *told)
        self.sealing = Sealing(self.database, self.shortlisting, lambda _: rules_hash(self.rules_text), self.now)

    def now(self) -> datetime:
        return self.at

    def new_id(self) -> str:
        return f"id-{next(self._numbers)}"

    def later(self, **step: float) -> None:
        self.at += timedelta(**step)

    def hand_in(self, key: str, author: Person = KIM, *, co: tuple[Person, ...] = (), **texts: str) -> Proposal:
        """A submitted proposal; a minute later than the one before."""
        self.later(minutes=1)
        given = {"title": f"제안 {key}", "problem": f"문제 {key}", "idea": f"방안 {key}", "effect": "효과"}
        given |= {"department": author.department, "track": "citizen_service"} | texts
        with self.database.write() as records:
            records.proposals.add(key, author.id, Content(**given), self.at)
            records.proposals.set_co_authors(key, [person.id for person in co])
            number = records.proposals.next_receipt_number(2026)
            return records.proposals.submit(key, f"2026-{number:04d}", self.at)

    def begin(self) -> None:
        """Share out what was handed in and begin the blind phase."""
        self.convening.share_out(OH)
        self.convening.go_on(OH, Phase.BLIND)

    def score(self, reviewer: Person, key: str, *scores: int) -> str | None:
        """Feasibility, creativity, efficiency, scope, continuity; one number stands for all five."""
        given = scores * 5 if len(scores) == 1 else scores
        codes = [each.code for each in self.criteria.criteria]
        return self.reviewing.save(reviewer, key, dict(zip(codes, given, strict=True)))

    def withdraw(self, key: str) -> None:
        with self.database.write() as records:
            records.proposals.withdraw(key, self.at)

    def acts(self, key: str) -> list[str]:
        with self.database.read() as records:
            return [entry.act for entry in records.journal.of(key)]

    def kinds(self, person: Person) -> list[tuple[str, str]]:
        """(kind, subject) of every notice, oldest first."""
        return [(notice.kind, notice.subject) for notice in reversed(self.notifying.mine(person))]


@contextmanager
def desk_over(folder: Path) -> Iterator[Desk]:
    """A desk over a fresh database with everybody and one archive item in it."""
    database = Database(f"sqlite:///{folder}/review.sqlite")
    database.migrate()
    with database.write() as records:
        for person in EVERYBODY:
            records.people.put(person)
        records.archive.put_many([OLD])
    yield Desk(database)
    database.close()
