"""No cell of any table that leaves becomes a formula, whichever office program opens it."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from assistant.documents.certificates import table_csv
from assistant.documents.sheets import csv_bytes, json_bytes, xlsx_bytes

LIVE = (
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "|calc",
)
STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|")


@pytest.mark.parametrize("cell", LIVE)
def test_no_cell_of_a_csv_begins_like_a_formula(cell: str) -> None:
    content = csv_bytes([cell, "b"], [[cell, "x"]]).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(content, newline="")):
        assert row[0].startswith("'")
        assert row[0].removeprefix("'").replace("\r\n", "\n") == cell


@pytest.mark.parametrize("cell", LIVE)
def test_no_cell_of_a_workbook_is_a_formula(cell: str) -> None:
    content = xlsx_bytes([cell, "b"], [[cell, "x"]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    for row in sheet.iter_rows():
        assert row[0].data_type == "s"
        assert str(row[0].value).startswith("'")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("cell", [each for each in LIVE if each.startswith(("=", "+", "-", "@", "\t", "\r"))])
def test_certificates_are_harmless_too(cell: str) -> None:
    rows = list(csv.reader(io.StringIO(table_csv(["a"], [[cell]]).decode("utf-8-sig"), newline="")))
    assert not rows[1][0].startswith(STARTS)


def test_plain_words_and_numbers_stay_as_they_are() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(["제목"], [["글 = 셈"], [-3]]).decode("utf-8-sig"))))
    assert rows == [["제목"], ["글 = 셈"], ["-3"]]


def test_programs_get_the_text_itself() -> None:
    assert '"=1+1"' in json_bytes(["a"], [["=1+1"]]).decode()
