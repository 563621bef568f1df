"""Rows out of files people really have."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from assistant.documents.tables import Row, read_rows
from assistant.errors import BadFile, Fault


def test_a_broken_json_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('\ufeff{"id": 1, "title": "하나", "votes": null}\n{"id": 2\n\n[3]\n{"id": "4"}\n', "utf-8")
    found = list(read_rows(path))
    assert [row for row in found if isinstance(row, Row)] == [Row(1, {"id": "1", "title": "하나"}), Row(5, {"id": "4"})]
    assert [fault.line for fault in found if isinstance(fault, Fault)] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_csv_of_an_office_suite_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('번호,제목,내용\r\n1,"가로등, 보안등","첫 줄\n둘째 줄"\r\n\r\n2,짧은 줄\r\n'.encode(encoding))
    assert list(read_rows(path)) == [
        Row(3, {"번호": "1", "제목": "가로등, 보안등", "내용": "첫 줄\n둘째 줄"}),
        Row(5, {"번호": "2", "제목": "짧은 줄"}),
    ]


def test_a_csv_row_with_too_many_cells_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title\n1,a,b\n2,c\n", "utf-8")
    found = list(read_rows(path))
    assert isinstance(found[0], Fault)
    assert found[0].line == 2
    assert found[1] == Row(3, {"id": "2", "title": "c"})


def test_a_sheet_gives_values_as_text_and_never_formulas(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["번호", "제목", None])
    sheet.append([3.0, "=1+1", "이름 없는 칸"])
    book.save(path)
    assert list(read_rows(path)) == [Row(2, {"번호": "3"})]


def test_a_sheet_that_unpacks_to_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as big,
    ):
        for _ in range(260):
            big.write(b"0" * 1024 * 1024)
    with pytest.raises(BadFile, match="200MB"):
        list(read_rows(path))


@pytest.mark.parametrize("name", ["a.xlsx", "a.hwp", "a.pdf"])
def test_what_is_not_a_table_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"not a table")
    with pytest.raises(BadFile, match="주십시오"):
        list(read_rows(path))


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="열 수 없습니다"):
        list(read_rows(tmp_path / "none.csv"))
