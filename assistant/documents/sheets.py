"""Tables as CSV, XLSX and JSON for office software.

Law: no cell can become a formula: what begins like one gets an apostrophe before it, and an XLSX cell is text or a
whole number.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Cell = str | int
_FORMULA = re.compile(r"^[\s\ufeff\u200b]*[=+\-@|\uff1d\uff0b\uff0d\uff20\t\r]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_000
"""Excel takes 32,767 characters; longer text is cut with a mark."""


def csv_bytes(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads Korean; formulas neutralised."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "ignore")


def xlsx_bytes(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet; every text is a text cell, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("review")
    for row in (headings, *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=harmless(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def json_bytes(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A list of objects; texts as they are, for programs do not evaluate them."""
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "ignore")


def harmless(cell: Cell) -> Cell:
    """The cell so that no office program evaluates it: an apostrophe before what begins like a formula."""
    if isinstance(cell, int):
        return cell
    text = _UNWRITABLE.sub("", cell)
    text = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
    return f"'{text}" if _FORMULA.match(text) else text
