"""A document becomes a draft only when its author has seen it, replaces nothing, and loses nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from assistant.documents.reading.asking import Limits
from assistant.domain.passages import Passage
from assistant.domain.person import Person
from assistant.domain.proposal import Content, Proposal
from assistant.errors import EditConflict, NotAllowed, NotFound, TooLong
from assistant.errors_files import FileRefused
from assistant.services.taking_in import TakingIn
from assistant.storage.database import Database
from tests.documents.reading.makers import hp, hwpx
from tests.review import EVERYBODY, KIM, LEE, NINE, PARK

PAPER = hwpx(hp("제목: 안부 전화") + hp("1. 현황") + hp("찾아뵙기 어렵습니다.") + hp("5. 소요예산") + hp("오백만 원"))
PASSAGES = (
    Passage("title", "제목:", "안부 전화"),
    Passage("problem", "1. 현황", "찾아뵙기 어렵습니다."),
    Passage("", "5. 소요예산", "오백만 원"),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/papers.sqlite")
    opened.migrate()
    with opened.write() as records:
        for person in EVERYBODY:
            records.people.put(person)
    yield opened
    opened.close()


@pytest.fixture
def taking_in(database: Database) -> TakingIn:
    numbers = count(1)
    return TakingIn(database, Limits(60, 20), "", lambda: NINE, lambda: f"id-{next(numbers)}", lambda: None)


def begun(taking_in: TakingIn, content: Content, author: Person = KIM) -> Proposal:
    with taking_in.database.write() as records:
        return records.proposals.add("draft", author.id, content, NINE)


def stored(taking_in: TakingIn, key: str) -> Proposal:
    with taking_in.database.read() as records:
        return records.proposals.get(key)


def test_reading_stores_nothing(taking_in: TakingIn) -> None:
    assert taking_in.read(KIM, "a.hwpx", PAPER).passages == PASSAGES
    with taking_in.database.read() as records:
        assert records.proposals.of_person(KIM.id) == []


def test_a_new_draft_holds_the_passages_and_her_department(taking_in: TakingIn) -> None:
    made = taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES)
    content = stored(taking_in, made.id).content
    assert (content.title, content.problem) == ("안부 전화", "1. 현황\n찾아뵙기 어렵습니다.")
    assert content.department == KIM.department


def test_what_goes_into_no_field_is_kept_beside_the_draft(taking_in: TakingIn) -> None:
    made = taking_in.take(KIM, "../../기획.hwpx", PAPER, PASSAGES)
    (left,) = taking_in.left(KIM, made.id)
    assert (left.heading, left.text) == ("5. 소요예산", "오백만 원")
    with pytest.raises(NotFound):
        taking_in.left(LEE, made.id)


def test_a_draft_keeps_what_it_holds(taking_in: TakingIn) -> None:
    before = begun(taking_in, Content(title="내 제목", problem="내 글"))
    made = taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES, before)
    assert made.content.title == "내 제목"
    assert made.content.problem == "내 글\n1. 현황\n찾아뵙기 어렵습니다."
    assert [each.text for each in taking_in.left(KIM, made.id)] == ["안부 전화", "오백만 원"]
    with taking_in.database.read() as records:
        assert records.proposals.versions("draft")[0].content.problem == "내 글"


def test_the_same_document_twice_changes_the_text_once(taking_in: TakingIn) -> None:
    once = taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES)
    assert taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES, once).content == once.content


def test_a_draft_that_was_changed_meanwhile_is_left_alone(taking_in: TakingIn) -> None:
    seen = begun(taking_in, Content(problem="글"))
    with taking_in.database.write() as records:
        records.proposals.save("draft", Content(problem="새 글"), expected_version=1, by=KIM.id, at=NINE, landmark=True)
    with pytest.raises(EditConflict):
        taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES, seen)
    assert stored(taking_in, "draft").content == Content(problem="새 글")


def test_nobody_elses_draft_can_be_filled(taking_in: TakingIn) -> None:
    theirs = begun(taking_in, Content(), LEE)
    with pytest.raises(NotFound):
        taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES, theirs)
    assert stored(taking_in, "draft").content == Content()


def test_a_reviewer_takes_nothing_in(taking_in: TakingIn) -> None:
    with pytest.raises(NotAllowed):
        taking_in.read(PARK, "a.hwpx", PAPER)


def test_a_text_that_is_too_long_is_refused_and_nothing_is_begun(taking_in: TakingIn) -> None:
    with pytest.raises(TooLong):
        taking_in.take(KIM, "a.txt", b"a", [Passage("problem", "", "가" * 10_001)])
    with taking_in.database.read() as records:
        assert records.proposals.of_person(KIM.id) == []


def test_a_passage_left_over_finds_its_field_once(taking_in: TakingIn) -> None:
    made = taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES)
    (left,) = taking_in.left(KIM, made.id)
    placed = taking_in.place(KIM, made.id, left, "effect", made.version)
    assert placed.content.effect == "5. 소요예산\n오백만 원"
    assert taking_in.left(KIM, made.id) == []
    with pytest.raises(NotFound):
        taking_in.place(KIM, made.id, left, "effect", placed.version)


def test_a_passage_whose_draft_was_changed_meanwhile_stays_left(taking_in: TakingIn) -> None:
    made = taking_in.take(KIM, "a.hwpx", PAPER, PASSAGES)
    (left,) = taking_in.left(KIM, made.id)
    with pytest.raises(EditConflict):
        taking_in.place(KIM, made.id, left, "effect", made.version + 1)
    assert taking_in.left(KIM, made.id) == [left]


@pytest.mark.parametrize(
    ("program", "reason"), [("raise SystemExit(1)", "infected"), ("raise SystemExit(2)", "scan_failed")]
)
def test_what_the_scanner_does_not_pass_is_not_read(database: Database, program: str, reason: str) -> None:
    command = f'{sys.executable} -c "{program}"'
    with pytest.raises(FileRefused) as refused:
        TakingIn(database, Limits(60, 20), command, lambda: NINE, str, lambda: None).read(KIM, "a.hwpx", PAPER)
    assert refused.value.reason == reason


def test_without_its_scanner_nothing_is_read(database: Database) -> None:
    with pytest.raises(FileRefused) as refused:
        TakingIn(database, Limits(60, 20), "/no/such/scanner", lambda: NINE, str, lambda: None).read(
            KIM, "a.hwpx", PAPER
        )
    assert refused.value.reason == "scan_failed"


def test_the_scanner_is_given_the_file_itself(database: Database, tmp_path: Path) -> None:
    program = tmp_path / "scan.py"
    program.write_text(f"import sys, shutil; shutil.copy(sys.argv[1], {str(tmp_path / 'seen')!r})", "utf-8")
    command = f"{sys.executable} {program}"
    TakingIn(database, Limits(60, 20), command, lambda: NINE, str, lambda: None).read(KIM, "a; rm -rf x.hwpx", PAPER)
    assert (tmp_path / "seen").read_bytes() == PAPER
