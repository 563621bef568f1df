"""Rows out of JSONL, CSV and XLSX files, each with the line it stands on.

Law: a broken row never hides the good ones; it is reported with its line. Nothing is evaluated: formulas are read as
the values stored beside them.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from assistant.errors import BadFile, Fault

LARGEST_FILE = 500 * 1024 * 1024
LARGEST_SHEET = 200 * 1024 * 1024
"""Most bytes an XLSX may unpack to; a zip bomb is refused before it is read."""
LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line (from 1; in tables the heading is line 1) and its cells as text; an absent cell is absent."""

    line: int
    cells: Mapping[str, str]


def read_rows(path: Path) -> Iterator[Row | Fault]:
    """Every row of a file, or what is wrong with it. Raises BadFile where the file as a whole cannot be read."""
    try:
        size = path.stat().st_size
    except OSError as exc:
        raise BadFile([Fault(str(path), 0, "파일을 열 수 없습니다. 경로와 권한을 확인해 주십시오.")]) from exc
    if path.is_dir() or size > LARGEST_FILE:
        raise BadFile([Fault(str(path), 0, "파일이 아니거나 500MB를 넘습니다. 나누어서 다시 올려 주십시오.")])
    match path.suffix.casefold():
        case ".jsonl" | ".ndjson":
            return _jsonl(path)
        case ".csv":
            return _csv(path)
        case ".xlsx":
            return _xlsx(path)
        case other:
            mend = f"'{other}' 형식은 읽을 수 없습니다. JSONL, CSV, XLSX 파일로 저장해 주십시오."
            raise BadFile([Fault(str(path), 0, mend)])


def _jsonl(path: Path) -> Iterator[Row | Fault]:
    with path.open("rb") as file:
        for line, raw in enumerate(file, start=1):
            text = raw.decode("utf-8-sig" if line == 1 else "utf-8", errors="replace").strip()
            if not text:
                continue
            try:
                found = json.loads(text)
            except (json.JSONDecodeError, RecursionError):
                yield Fault(str(path), line, "JSON으로 읽을 수 없습니다. 한 줄에 객체 하나를 적어 주십시오.")
                continue
            if not isinstance(found, dict):
                yield Fault(str(path), line, "객체({…})가 아닙니다. 이름과 값을 갖춘 객체로 적어 주십시오.")
                continue
            yield Row(line, {str(name): _text(value) for name, value in found.items() if value is not None})


def _csv(path: Path) -> Iterator[Row | Fault]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open("rb") as raw:
        encoding = _encoding(path)
        reader = csv.reader(io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline=""))
        names: list[str] = []
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Fault(str(path), reader.line_num, "이 줄부터 읽을 수 없습니다. 따옴표를 확인해 주십시오.")
                return
            if not names:
                names = [cell.strip() for cell in cells]
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(names):
                yield Fault(str(path), reader.line_num, f"칸이 {len(cells)}개로 제목 줄의 {len(names)}개보다 많습니다.")
                continue
            yield Row(reader.line_num, dict(zip(names, cells, strict=False)))


def _encoding(path: Path) -> str:
    """UTF-8 with or without a mark, or the office suite's CP949 where UTF-8 does not fit."""
    with path.open("rb") as file:
        head = file.read(1_000_000)
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp949"
    return "utf-8-sig"


def _xlsx(path: Path) -> Iterator[Row | Fault]:
    broken = BadFile([Fault(str(path), 0, "XLSX 파일로 읽을 수 없습니다. 암호를 풀고 다시 저장해 주십시오.")])
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_SHEET:
                raise BadFile([Fault(str(path), 0, "풀었을 때 200MB를 넘는 파일입니다. 나누어서 다시 올려 주십시오.")])
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as exc:
        raise broken from exc
    try:
        sheet = book.worksheets[0]
        names: list[str] = []
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if not any(cell is not None and str(cell).strip() for cell in cells):
                continue
            if not names:
                names = [str(cell).strip() if cell is not None else "" for cell in cells]
                continue
            pairs = zip(names, cells, strict=False)
            yield Row(line, {name: _text(cell) for name, cell in pairs if name and cell is not None})
    finally:
        book.close()


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
