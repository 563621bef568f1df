"""An installation in which every field that people or models fill holds payloads, brought there by the services."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.cluster import Cluster, Level, Side, Standing, Text
from assistant.domain.difference_note import DifferenceNote
from assistant.domain.implementation import Status
from assistant.domain.link import Idea, Relation
from assistant.domain.link import Side as LinkSide
from assistant.domain.package import Pitch, digest_to_sign
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content
from assistant.domain.review import Phase
from assistant.domain.voter import Voter
from assistant.services.rolling import Act as RollAct
from assistant.storage.database import Database
from tests.contest import rules_toml
from tests.evening import HOST, Evening, evening, finalists
from tests.journeys.payloads import joined
from tests.llm.chat_server import GOOD, PITCH, TRACK, Act, completion
from tests.llm.chat_server import Handler as ChatHandler
from tests.review import Desk

NAMED = {
    "sample-kim": Role.AUTHOR,
    "sample-lee": Role.AUTHOR,
    "sample-han": Role.REVIEWER,
    "sample-jung": Role.REVIEWER,
    "sample-oh": Role.ORGANISER,
    "sample-seo": Role.OFFICER,
    "sample-moon": Role.OFFICER,
}
SUBMITTED = ("H1", "H2", "H3", "H4", "H5", "H6")
DRAFT = "HDRAFT"
LONG = joined(9_500, between="\n")


def hostile_content(start: int, department: str = "") -> Content:
    """Every field of a proposal."""
    long = joined(9_500, start, "\n")
    return Content(
        title=joined(200, start),
        problem=long,
        idea=long,
        effect=long,
        tools=joined(500, start + 20),
        needs=joined(500, start + 40),
        department=department or joined(100, start + 60),
        video=joined(500, start + 30),
        pitch=joined(280, start + 50),
        track="citizen_service",
    )


@dataclass
class World:
    """`people` by id; `show` and `done` are the polls under way and published."""

    database: Database
    desk: Desk
    people: dict[str, Person]
    show: Evening | None = None
    done: Evening | None = None

    def begin(self) -> None:
        """Drafts, past ideas, groups, and a review in which names may be seen."""
        with self.database.write() as records:
            for person in self.people.values():
                records.people.put(person)
            records.archive.put_many(
                ArchiveItem(
                    f"HA-{n}", hostile_content(9 * n), Outcome.NOT_ADOPTED, 2024, joined(100, 5 * n), joined(400, 5 * n)
                )
                for n in range(4)
            )
            records.proposals.add(DRAFT, "sample-kim", hostile_content(0), self.desk.at)
        kim, lee, han, oh = (self.people[f"sample-{name}"] for name in ("kim", "lee", "han", "oh"))
        for n, key in enumerate(SUBMITTED):
            author = kim if n < 4 else lee
            fields = hostile_content(12 * n, author.department)
            texts = {name: getattr(fields, name) for name in Content.__slots__}
            self.desk.hand_in(key, author, **texts)
        with self.database.write() as records:
            records.difference_notes.put(DifferenceNote("H1", "HA-1", joined(500, 7), kim.id, self.desk.at))
            self._group(records)
            records.clusters.save_view(han.id, joined(60, 10), {}, self.desk.at)
        self.desk.convening.share_out(oh)
        self.desk.convening.go_on(oh, Phase.BLIND)
        self.desk.convening.go_on(oh, Phase.OPEN)
        codes = [each.code for each in self.desk.criteria.criteria]
        for reviewer in (han, self.people["sample-jung"]):
            for key in SUBMITTED[:5]:
                self.desk.reviewing.save(reviewer, key, dict.fromkeys(codes, 7), joined(1_900, 3, "\n"))
        reason = joined(1_900, 30, "\n")
        self.desk.linking.judge(han, "H1", Idea(LinkSide.PROPOSAL, "H2"), Relation.RELATED, reason)
        self.desk.linking.judge(han, "H1", Idea(LinkSide.ARCHIVE, "HA-2"), Relation.RELATED, reason)
        self.desk.judging.record(han, "H5", "not_applicable", reason)
        asked = self.desk.asking.ask(han, "H1", joined(1_900, 40, "\n"), self.desk.at + timedelta(days=3))
        self.desk.asking.answer(kim, asked.id, joined(1_900, 50, "\n"))
        self.desk.asking.ask(han, "H2", joined(1_900, 45, "\n"), self.desk.at + timedelta(days=3))

    def _group(self, records: object) -> None:
        clusters = records.clusters  # type: ignore[attr-defined]
        theme, idea = clusters.new_id(Level.THEME), clusters.new_id(Level.IDEA)
        named = {"name": joined(60, 25), "named_by": joined(80, 35), "named_at": self.desk.at}
        terms = (joined(60, 15), joined(60, 45))
        clusters.put(
            [
                Cluster(each, level, self.desk.at, terms=terms, **named)
                for each, level in ((theme, Level.THEME), (idea, Level.IDEA))
            ]
        )
        texts = [Text(Side.PROPOSAL, key) for key in SUBMITTED]
        clusters.stand({text: Standing(idea, theme, x=n, y=n) for n, text in enumerate(texts)}, self.desk.at)

    def end(self) -> None:
        """The review is over: changes, decisions, an objection, a sealed package, one poll open and one published."""
        kim, oh = self.people["sample-kim"], self.people["sample-oh"]
        self.desk.convening.go_on(oh, Phase.CLOSED)
        self.desk.shortlisting.remove(oh, "H2", joined(1_900, 8, "\n"))
        self.desk.shortlisting.release(oh)
        filed = self.desk.objecting.file(kim, "H2", joined(3_900, 18, "\n"))
        self.desk.objecting.answer(oh, filed.id, joined(3_900, 28, "\n"), uphold=False)
        digest = digest_to_sign(self.desk.sealing.prepare(oh, joined(180, 33)))
        for officer in ("sample-seo", "sample-moon"):
            self.desk.sealing.sign(self.people[officer], digest)
        hostile = tuple(
            replace(
                each,
                title=joined(200, 7 * n),
                department=joined(100, 6 * n),
                problem=LONG,
                idea=LONG,
                effect=LONG,
                author_ids=("sample-kim",),
                pitch=Pitch(joined(280, 5 * n), joined(80, n), True),
            )
            for n, each in enumerate(finalists())
        )
        roll = [Voter(id="", seat=f"E{n}", panel="experts", name=joined(80, 9 * n)) for n in (1, 2)]
        roll += [Voter(id="", seat=f"S{n}", panel="staff", name="") for n in (1, 2)]
        self.done = evening(self.database, rules_toml(), roll, of=hostile)
        self.done.open_all()
        self.done.everybody_casts()
        services, poll = self.done.services, self.done.poll_id
        services.closing.close(HOST, poll)
        services.closing.publish(HOST, poll)
        services.implementing.say(HOST, "F1", Status.PLANNED, joined(100, 12), joined(1_900, 22, "\n"), 0)
        self.show = evening(self.database, rules_toml(), roll, of=hostile)
        self.show.open_all()
        officer = self.people["sample-seo"]
        self.show.services.rolling.ask(officer, self.show.poll_id, RollAct.REISSUE, self._voter("E1"))

    def _voter(self, seat: str) -> str:
        assert self.show is not None
        with self.database.read() as records:
            found = records.roll.at(self.show.poll_id, seat)
        assert found is not None
        return found.id


def world(data_dir: Path) -> World:
    """Over the samples, with hostile names for everybody who acts."""
    database = Database(f"sqlite:///{data_dir / 'assistant.sqlite3'}")
    database.migrate()
    people = {
        key: Person(key, joined(80, 11 * n), joined(100, 11 * n + 5), frozenset({role}))
        for n, (key, role) in enumerate(NAMED.items())
    }
    return World(database, Desk(database, datetime.now(UTC) - timedelta(days=1)), people)


def hostile_answer(handler: ChatHandler) -> None:
    """What a model says that somebody has taken over: payloads wherever an answer has room for words."""
    asked = handler.asked_for
    said = dict(GOOD[asked])
    if asked == "TrackAnswer":
        said = TRACK | {"why": f"직원이 자료를 모으는 일을 줄이는 내용입니다. {joined(300, 5)}"}
    elif asked == "PitchAnswer":
        told = f"부서마다 자료를 손으로 모으느라 시간이 많이 듭니다. {joined(150, 15)}"
        said = {"sentences": [{"text": told, "source": one["source"]} for one in PITCH["sentences"]]}
    elif asked == "CoachAnswer":
        said["question"] = f"어느 부서에서 먼저 써 볼 수 있습니까? {joined(150, 25)}"
    handler.send(200, json.dumps(completion(json.dumps(said, ensure_ascii=False))).encode())


HOSTILE: Act = hostile_answer
