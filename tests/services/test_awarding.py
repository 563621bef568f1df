"""After closing: the stage, publishing, notices with reasons, the archive, and the carrying-out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.domain.archive import Outcome
from assistant.domain.implementation import Status
from assistant.errors import EditConflict, FollowUpForbids, Incomplete, NotAllowed
from assistant.errors_voting import PollForbids
from assistant.services.awarding import AWARDED, NOT_AWARDED
from assistant.services.implementing import FOLLOW_UP
from assistant.storage.database import Database
from tests.contest import rules_toml
from tests.evening import AUTHOR, CLERK, HOST, Evening, evening, finalists

SCORES = {"F1": 95, "F2": 90, "F3": 80, "F4": 80, "F5": 60, "F6": 85, "F7": 80, "F8": 70, "F9": 60, "F10": 50}
RULES = rules_toml(per_track='[["최우수상", 1], ["우수상", 1], ["장려상", 2]]')


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Evening]:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b.sqlite3'}")
    database.migrate()
    of = tuple(replace(each, author_ids=("kim",)) if each.id in ("F1", "F5") else each for each in finalists())
    made = evening(database, RULES, of=of)
    made.open_all()
    for card in made.cards:
        made.cast(made.enter(card.seat), SCORES)
    yield made
    database.close()


@pytest.fixture
def closed(hall: Evening) -> Evening:
    hall.services.closing.close(HOST, hall.poll_id)
    return hall


@pytest.fixture
def published(closed: Evening) -> Evening:
    closed.services.closing.publish(HOST, closed.poll_id)
    return closed


def test_results_can_be_read_after_publishing_only(closed: Evening) -> None:
    with pytest.raises(PollForbids):
        closed.services.awarding.results(closed.poll_id)
    assert closed.services.awarding.published() == []
    closed.services.closing.publish(HOST, closed.poll_id)
    found = closed.services.awarding.results(closed.poll_id).announcement
    assert [(each.standing.finalist.name, each.standing.place, each.awards) for each in found.placed[:5]] == [
        ("F1", 1, ("대상",)),
        ("F2", 2, ("우수상",)),
        ("F3", 3, ("장려상",)),
        ("F4", 3, ("장려상",)),
        ("F5", 5, ()),
    ]


def test_nothing_can_be_revealed_or_counted_while_the_vote_is_open(hall: Evening) -> None:
    with pytest.raises(PollForbids):
        hall.services.staging.reveal(HOST, hall.poll_id, 0)
    with pytest.raises(PollForbids):
        hall.services.staging.rehearsed_steps(HOST, hall.poll_id)
    assert hall.services.staging.screen(hall.poll_id).revealed == ()


def test_awards_are_revealed_one_by_one_and_a_double_press_reveals_one(closed: Evening) -> None:
    staging = closed.services.staging
    assert staging.reveal(HOST, closed.poll_id, 0) == 1
    assert staging.reveal(HOST, closed.poll_id, 0) == 1
    shown = staging.screen(closed.poll_id).revealed
    assert [(each.award, each.track, each.finalists) for each in shown] == [
        ("장려상", "internal_process", ("F3", "F4"))
    ]
    for step in range(1, 10):
        staging.reveal(HOST, closed.poll_id, step)
    shown = staging.screen(closed.poll_id).revealed
    assert [(each.award, each.finalists) for each in shown[-2:]] == [("최우수상", ("F6",)), ("대상", ("F1",))]
    with pytest.raises(NotAllowed):
        staging.reveal(CLERK, closed.poll_id, 0)


def test_winners_and_all_others_are_told_with_reasons(published: Evening) -> None:
    with published.database.read() as records:
        told = {each.subject: each for each in records.notices.of(AUTHOR.id)}
    assert (told["F1"].kind, told["F5"].kind) == (AWARDED, NOT_AWARDED)
    assert told["F1"].facts["award"] == "대상"
    assert {key: told["F5"].facts[key] for key in ("place", "of", "total", "panels", "ballots")} == {
        "place": "5",
        "of": "5",
        "total": "60",
        "panels": '{"experts": "60", "staff": "60"}',
        "ballots": '{"experts": 2, "staff": 4}',
    }


def test_publishing_feeds_the_archive_with_awards_and_no_decision(published: Evening) -> None:
    with published.database.read() as records:
        first, last = records.archive.get("FINAL-F1"), records.archive.get("FINAL-F5")
    assert (first.outcome, first.reason) == (Outcome.UNKNOWN, "아이디어톤 대상")
    assert (last.outcome, last.reason) == (Outcome.UNKNOWN, "아이디어톤 본선 진출")
    assert first.content.title == "제안 1: 시민이 기다리지 않는 창구"


def test_certificates_have_a_line_for_each_award(published: Evening) -> None:
    content = published.services.awarding.certificates(HOST, published.poll_id, {"internal_process": "내부"}).decode(
        "utf-8-sig"
    )
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(row["상"], row["순위"], row["공동"], row["합계(분수)"]) for row in rows] == [
        ("대상", "1", "", "95"),
        ("우수상", "2", "", "90"),
        ("장려상", "3", "공동", "80"),
        ("장려상", "3", "공동", "80"),
        ("최우수상", "1", "", "85"),
        ("우수상", "2", "", "80"),
        ("장려상", "3", "", "70"),
        ("장려상", "4", "", "60"),
    ]
    assert (rows[0]["제안자"], rows[0]["분야"], rows[4]["분야"]) == ("김제안", "내부", "citizen_service")
    with pytest.raises(NotAllowed):
        published.services.awarding.certificates(AUTHOR, published.poll_id, {})


def test_a_finalist_is_followed_from_adoption_to_the_end_and_the_archive_follows(published: Evening) -> None:
    follow = published.services.implementing
    follow.say(HOST, "F1", Status.PLANNED, "재무과", "내년 상반기 시범 운영", 0)
    follow.say(HOST, "F1", Status.UNDER_WAY, "재무과", "", 1)
    follow.say(HOST, "F1", Status.DONE, "재무과", "전 부서 사용", 2)
    first = next(each for each in follow.all() if each.finalist.id == "F1")
    assert [step.status for step in first.steps] == [Status.PLANNED, Status.UNDER_WAY, Status.DONE]
    with published.database.read() as records:
        item = records.archive.get("FINAL-F1")
        told = [each.facts["status"] for each in records.notices.of(AUTHOR.id) if each.kind == FOLLOW_UP]
    assert (item.outcome, item.reason) == (Outcome.RUNNING, "아이디어톤 대상. 전 부서 사용")
    assert told == ["done", "under_way", "planned"]


def test_what_cannot_be_carried_out_needs_its_reason(published: Evening) -> None:
    follow = published.services.implementing
    follow.say(HOST, "F5", Status.PLANNED, "재무과", "", 0)
    with pytest.raises(Incomplete):
        follow.say(HOST, "F5", Status.INFEASIBLE, "재무과", " ", 1)
    follow.say(HOST, "F5", Status.INFEASIBLE, "재무과", "법령 개정이 필요합니다", 1)
    with published.database.read() as records:
        assert records.archive.get("FINAL-F5").reason == "아이디어톤 본선 진출. 법령 개정이 필요합니다"


def test_steps_are_not_skipped_not_doubled_and_only_the_organiser_says_them(published: Evening) -> None:
    follow = published.services.implementing
    with pytest.raises(FollowUpForbids):
        follow.say(HOST, "F1", Status.DONE, "재무과", "", 0)
    with pytest.raises(NotAllowed):
        follow.say(AUTHOR, "F1", Status.PLANNED, "재무과", "", 0)
    follow.say(HOST, "F1", Status.PLANNED, "재무과", "", 0)
    with pytest.raises(EditConflict):
        follow.say(HOST, "F1", Status.PLANNED, "재무과", "", 0)


def test_authors_this_installation_does_not_know_are_nobody_to_tell(published: Evening) -> None:
    with published.database.read() as records:
        assert records.notices.of("a2") == []
