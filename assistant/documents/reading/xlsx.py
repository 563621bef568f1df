"""XLSX: the cells that exist, by sheet and row. Formulas are read as the values stored beside them.

Law: what a sheet claims to hold is never believed; only cells that are there are counted, and places are bounded.
"""

from __future__ import annotations

import posixpath
import re
from datetime import datetime, timedelta

from assistant.documents.reading.markup import Element, parse
from assistant.documents.reading.packed import Package
from assistant.domain.document import Block, Cell, Document, Paragraph, Table
from assistant.errors_files import FileRefused

MOST_CELLS = 50_000
LAST_COLUMN = 200
LAST_ROW = 100_000
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DATE_FORMATS = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
_DATE_SIGNS = re.compile(r"(?<!\\)[ymdhs]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(package: Package) -> Document:
    """Every sheet as a table. Raises FileRefused."""
    shared = _shared(package)
    dates = _dates(package)
    blocks: list[Block] = []
    for name, part in _sheets(package):
        rows = _rows(parse(package.read(part)), shared, dates)
        if rows:
            blocks += ([Paragraph(name)] if blocks else []) + [Table(rows)]
    return Document(tuple(blocks), is_sheet=True)


def _sheets(package: Package) -> list[tuple[str, str]]:
    links = {
        link.facts.get("Id", ""): link.facts
        for link in parse(package.read("xl/_rels/workbook.xml.rels")).all("Relationship")
    }
    found = []
    for sheet in parse(package.read("xl/workbook.xml")).all("sheet"):
        facts = links.get(sheet.facts.get("id", ""), {})
        target = facts.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if facts.get("Type", "").endswith("/worksheet"):
            found.append((sheet.facts.get("name", ""), part))
    return found


def _shared(package: Package) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in package.names:
        return []
    return [_words(item) for item in parse(package.read(name)) if item.name == "si"]


def _words(item: Element) -> str:
    """The text of a string with its runs, without readings put over it."""
    return "".join(part.text() if part.name == "t" else _words(part) for part in item if part.name in ("t", "r"))


def _dates(package: Package) -> frozenset[int]:
    """Numbers of the cell styles that show a number as a date."""
    if "xl/styles.xml" not in package.names:
        return frozenset()
    styles = parse(package.read("xl/styles.xml"))
    own = {
        each.facts.get("numFmtId", "")
        for each in styles.all("numFmt")
        if _DATE_SIGNS.search(_QUOTED.sub("", each.facts.get("formatCode", "").replace("General", "")))
    }
    formats = styles.first("cellXfs") or Element("", {})
    codes = [each.facts.get("numFmtId", "0") for each in formats]
    return frozenset(at for at, code in enumerate(codes) if code in own or code in _DATE_FORMATS)


def _rows(sheet: Element, shared: list[str], dates: frozenset[int]) -> tuple[tuple[Cell, ...], ...]:
    data = sheet.first("sheetData") or Element("", {})
    rows = []
    left = MOST_CELLS
    for row in data:
        cells: list[Cell] = []
        for cell in row:
            left -= 1
            column, line = _place(cell.facts.get("r", ""), len(cells))
            if left < 0 or column >= LAST_COLUMN or line > LAST_ROW:
                raise FileRefused("too_many_cells")
            cells += [()] * (column - len(cells))
            text = _value(cell, shared, dates)
            cells.append((Paragraph(text),) if text.strip() else ())
        if any(cells):
            rows.append(tuple(cells))
    return tuple(rows)


def _place(name: str, following: int) -> tuple[int, int]:
    """Column from 0 and row from 1; a cell without a place follows the one before it."""
    found = _PLACE.fullmatch(name)
    if found is None:
        return following, 1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column - 1 < following:
        raise FileRefused("broken")
    return column - 1, int(found[2])


def _value(cell: Element, shared: list[str], dates: frozenset[int]) -> str:
    kind, value = cell.facts.get("t", "n"), cell.first("v")
    if kind == "inlineStr":
        return "".join(map(_words, cell.all("is")))
    said = value.text() if value else ""
    style = cell.facts.get("s", "")
    if kind == "s":
        return shared[int(said)] if said.isdecimal() and int(said) < len(shared) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(said, said)
    if kind == "n" and said and style.isdecimal() and int(style) in dates:
        return _date(said)
    return said.removesuffix(".0")


def _date(days: str) -> str:
    try:
        at = datetime(1899, 12, 30) + timedelta(days=float(days))
    except (ValueError, OverflowError):
        return days
    return at.strftime("%Y-%m-%d" if at.hour == at.minute == 0 else "%Y-%m-%d %H:%M")
