"""Files taken in row by row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.domain.archive import Outcome
from assistant.domain.proposal import Stage
from assistant.errors import BadFile
from assistant.wiring import Application


def _silent(_taken: int) -> None:
    pass


def _jsonl(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_good_rows_come_in_and_refused_ones_are_named_by_line(application: Application, tmp_path: Path) -> None:
    path = _jsonl(
        tmp_path / "a.jsonl",
        {"id": "1", "title": "하나", "body": "<p>본문</p>", "date": "2018-03-01", "votes": 3},
        {"id": "2", "title": " ", "body": None},
        {"id": "1", "title": "같은 번호"},
        {"id": "4", "title": "넷", "outcome": "모름"},
        {"id": "5", "title": "다섯", "outcome": "채택", "body": "가" * 30_000, "year": "미상"},
        {"id": "6", "title": "여섯", "year": "이천십팔"},
    )
    imported = application.importing.archive(path, {}, _silent)
    assert imported.taken == 2
    assert [fault.line for fault in imported.refused] == [2, 3, 4, 6]
    assert "연도" in imported.refused[3].mend
    with application.database.read() as records:
        one, five = records.archive.get("1"), records.archive.get("5")
    assert (one.year, one.outcome, one.content.body) == (2018, Outcome.UNKNOWN, "<p>본문</p>")
    assert (five.outcome, len(five.content.body)) == (Outcome.ADOPTED, 30_000)


def test_the_same_file_twice_changes_nothing(application: Application, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", {"title": "번호 없는 제안", "body": "내용"})
    application.importing.archive(path, {}, _silent)
    application.indexing.catch_up()
    application.importing.archive(path, {}, _silent)
    assert application.indexing.is_idle()
    with application.database.read() as records:
        assert records.archive.count() == 4


def test_columns_of_another_name_are_mapped(application: Application, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("접수번호,아이디어 이름,개선방안,심사결과\n7,드론 점검,드론으로 봅니다,불채택\n", "utf-8-sig")
    application.importing.archive(path, {"title": "아이디어 이름"}, _silent)
    with application.database.read() as records:
        item = records.archive.get("7")
    assert (item.content.title, item.content.idea, item.outcome) == (
        "드론 점검",
        "드론으로 봅니다",
        Outcome.NOT_ADOPTED,
    )


def test_imported_proposals_are_submitted_once(application: Application, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "p.jsonl", {"id": "P1", "title": "하나", "idea": "방안", "author": "kim"})
    application.importing.proposals(path, {}, _silent)
    application.importing.proposals(path, {}, _silent)
    with application.database.read() as records:
        (proposal,) = records.proposals.in_stage(Stage.SUBMITTED)
    assert (proposal.id, proposal.author_id) == ("P1", "kim")
    assert proposal.receipt is not None


def test_a_file_without_rows_is_refused(application: Application, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title\n", "utf-8")
    with pytest.raises(BadFile):
        application.importing.archive(path, {}, _silent)


def test_a_row_given_twice_is_told_by_what_its_writer_knows_number_or_text(
    application: Application, tmp_path: Path
) -> None:
    path = _jsonl(
        tmp_path / "a.jsonl",
        {"title": "하나"},
        {"title": "하나"},
        {"id": "N-1", "title": "둘"},
        {"id": "N-1", "title": "셋"},
    )
    imported = application.importing.archive(path, {}, _silent)
    assert [fault.mend for fault in imported.refused] == [
        "같은 글이 1번째 줄에 이미 있습니다. 하나만 남겨 주십시오.",
        "번호 'N-1'이(가) 3번째 줄에 이미 있습니다. 하나만 남겨 주십시오.",
    ]
