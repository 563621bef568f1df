"""A CSV table as rows with line numbers, and the faults found in it.

Law: a table that cannot be read is a BadFile; a row that cannot be read is a fault and reading goes on.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.documents.whole_files import as_utf8
from assistant.errors import BadFile, Fault

_NOT_PLAIN = (
    *(b'"', b"\r", b"\t", b"\v", b"\f", b"\0", b"\x1c", b"\x1d", b"\x1e", b"\x1f"),
    *(b" ,", b", ", b"\n ", b" \n", b"\n\n", b"\n,"),
    *(b"\xc2\x85", b"\xc2\xa0", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f", b"\xe3\x80\x80"),
)
"""What a table must not hold to be read line by line: quotes, other line ends, blanks at a cell's edge, blank rows.

The last six are the blanks of Unicode in UTF-8; the fourth of them also begins other signs, which only costs time.
"""
MOST_FAULTS = 1000
"""Faults told of one file; the rest are only counted: a file of another kind has one in every row."""
LONGEST_SENTENCE = 400


class Faults:
    """Faults of one file, the first MOST_FAULTS told one by one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._first: list[Fault] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, line: int, mend: str) -> None:
        """Note what to mend in a line, 1 the first; said in one line even where a cell holds several."""
        self._count += 1
        if self._count <= MOST_FAULTS:
            self._first.append(Fault(str(self._path), line, " ".join(mend.split())[:LONGEST_SENTENCE]))

    def told(self) -> tuple[Fault, ...]:
        """What a person is told, in the order it was found."""
        more = self._count - len(self._first)
        rest = [Fault(str(self._path), 0, f"고칠 곳이 {more}군데 더 있습니다.")] if more else []
        return (*self._first, *rest)


def same_name(cell: str) -> str:
    """What two spellings of one name have in common: composed Hangul (NFC); macOS files decompose it."""
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def rows(
    path: Path,
    content: bytes,
    columns: Sequence[str],
    optional: Mapping[str, str],
    faults: Faults,
    spoken: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, list[str]]]:
    """First line and stripped cells of each row that is not blank: `columns`, then `optional` or their defaults.

    Other columns are ignored; `spoken` are other names of columns. Raises BadFile where the table is none: not UTF-8, a
    column missing, an open quote.
    """
    text = as_utf8(path, content)
    if _is_plain(content):
        yield from _plain_rows(path, text, columns, optional, faults, spoken or {})
        return
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline=""), strict=True)
    line = 1
    try:
        header = _header(next(reader, []), spoken or {})
        _check_header(path, header, columns, optional, spoken or {})
        wanted = [
            (header.index(name) if name in header else -1, default) for name, default in _named(columns, optional)
        ]
        line = reader.line_num + 1
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                if len(cells) < len(header):
                    faults.add(line, f"칸이 {len(cells)}개뿐입니다. {len(header)}칸으로 맞춰 주십시오.")
                elif any(cells[len(header) :]):
                    faults.add(
                        line,
                        f"칸이 {len(cells)}개입니다. 쉼표가 든 이름은 따옴표로 묶어 {len(header)}칸으로 맞춰 주십시오.",
                    )
                else:
                    yield line, [default if at < 0 else cells[at] for at, default in wanted]
            line = reader.line_num + 1
    except csv.Error as exc:
        mend = f"CSV로 읽을 수 없습니다. 이 줄부터 따옴표를 확인해 주십시오 ({exc})"
        raise BadFile([*faults.told(), Fault(str(path), line, mend)]) from exc


def _is_plain(content: bytes) -> bool:
    return not content.startswith((b",", b" ", b"\n")) and not any(each in content for each in _NOT_PLAIN)


def _plain_rows(
    path: Path,
    text: str,
    columns: Sequence[str],
    optional: Mapping[str, str],
    faults: Faults,
    spoken: Mapping[str, str],
) -> Iterator[tuple[int, list[str]]]:
    """`rows` of a table without quotes, blanks around cells and blank rows: no CSV reader and no stripping needed."""
    lines = iter(text.removesuffix("\n").split("\n"))
    header = _header(next(lines).split(","), spoken)
    _check_header(path, header, columns, optional, spoken)
    wanted = [(header.index(name) if name in header else -1, default) for name, default in _named(columns, optional)]
    is_exact = [at for at, _ in wanted] == list(range(len(header)))
    for line, cells in enumerate((each.split(",") for each in lines), start=2):
        if len(cells) < len(header):
            faults.add(line, f"칸이 {len(cells)}개뿐입니다. {len(header)}칸으로 맞춰 주십시오.")
        elif any(cells[len(header) :]):
            faults.add(
                line,
                f"칸이 {len(cells)}개입니다. 쉼표가 든 이름은 따옴표로 묶어 {len(header)}칸으로 맞춰 주십시오.",
            )
        else:
            yield (
                line,
                cells[: len(wanted)] if is_exact else [default if at < 0 else cells[at] for at, default in wanted],
            )


def _header(cells: Sequence[str], spoken: Mapping[str, str]) -> list[str]:
    names = [same_name(cell.strip()) for cell in cells]
    return [spoken.get(name, name) for name in names]


def _named(columns: Sequence[str], optional: Mapping[str, str]) -> list[tuple[str, str]]:
    return [*((name, "") for name in columns), *optional.items()]


def _check_header(
    path: Path, header: Sequence[str], columns: Sequence[str], optional: Mapping[str, str], spoken: Mapping[str, str]
) -> None:
    also = {name: f"{name}({other})" for other, name in spoken.items()}
    missing = [also.get(name, name) for name in columns if name not in header]
    twice = [name for name, _ in _named(columns, optional) if header.count(name) > 1]
    if missing:
        raise BadFile([Fault(str(path), 1, f"{', '.join(missing)} 열이 없습니다. 첫 줄에 열 이름을 적어 주십시오.")])
    if twice:
        raise BadFile([Fault(str(path), 1, f"{', '.join(twice)} 열이 두 번 있습니다. 하나만 남겨 주십시오.")])
