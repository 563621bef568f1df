"""Taking files in: earlier ideas into the archive, proposals into the programme, row by row, resumably.

Law: a refused row is named with its line and keeps nothing else out; the same file twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from assistant.documents.tables import Row, read_rows
from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content, Stage, too_long
from assistant.domain.text import fingerprint, storable
from assistant.errors import BadFile, Fault, NotFound
from assistant.storage.database import Database

BATCH = 500
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "번호", "접수번호", "제안번호"),
    "title": ("title", "제목", "제안명", "제안제목"),
    "problem": ("problem", "현황 및 문제점", "현황및문제점", "현황", "문제점"),
    "idea": ("idea", "개선방안", "제안내용", "개선 방안"),
    "effect": ("effect", "기대효과", "기대 효과"),
    "body": ("body", "내용", "본문"),
    "outcome": ("outcome", "결과", "채택여부", "심사결과"),
    "year": ("year", "연도", "date", "일자", "접수일"),
    "department": ("department", "부서", "소관부서", "담당부서"),
    "reason": ("reason", "사유"),
    "source": ("source", "출처"),
    "author": ("author", "제안자"),
    "track": ("track", "분야"),
}
"""Column names understood without a mapping; the first is the field's own name."""

OUTCOMES: Mapping[str, Outcome] = {
    "adopted": Outcome.ADOPTED,
    "채택": Outcome.ADOPTED,
    "not_adopted": Outcome.NOT_ADOPTED,
    "불채택": Outcome.NOT_ADOPTED,
    "미채택": Outcome.NOT_ADOPTED,
    "running": Outcome.RUNNING,
    "시행중": Outcome.RUNNING,
    "시행 중": Outcome.RUNNING,
    "unknown": Outcome.UNKNOWN,
    "": Outcome.UNKNOWN,
}
_MADE = "ROW-"
"""Begins the number of a row that brought none; the rest is the fingerprint of its text."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_YEAR = frozenset({"", "-", "?", ".", "0", "미상", "없음", "모름", "null", "none", "nan", "n/a"})
_TEXTS = ("title", "problem", "idea", "effect", "body")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows were taken, and those that were not."""

    taken: int
    refused: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Importing:
    """Used from the command line, where the operating system has said who it is, and by the demonstration."""

    database: Database
    now: Callable[[], datetime]

    def archive(self, path: Path, mapping: Mapping[str, str], progress: Callable[[int], None]) -> Imported:
        """Put the file's rows into the archive. `mapping`: field -> column name. Raises BadFile."""
        return self._take(path, mapping, progress, self._put_archive)

    def proposals(self, path: Path, mapping: Mapping[str, str], progress: Callable[[int], None]) -> Imported:
        """Put the file's rows in as submitted proposals; one that is there already is left alone. Raises BadFile."""
        return self._take(path, mapping, progress, self._put_proposals)

    def _take(
        self,
        path: Path,
        mapping: Mapping[str, str],
        progress: Callable[[int], None],
        put: Callable[[Mapping[str, dict[str, str]]], None],
    ) -> Imported:
        refused: list[Fault] = []
        seen: dict[str, int] = {}
        taken = 0

        def good() -> Iterator[tuple[str, dict[str, str]]]:
            for row in read_rows(path):
                fault = row if isinstance(row, Fault) else None
                cells = {} if isinstance(row, Fault) else _fields(row, mapping)
                if isinstance(row, Row):
                    fault = _fault(path, row.line, cells, seen, bounded=put == self._put_proposals)
                if fault is not None:
                    refused.append(fault)
                    continue
                yield cells["id"], cells

        for batch in _batches(good()):
            put(dict(batch))
            taken += len(batch)
            progress(taken)
        if not taken and not refused:
            raise BadFile([Fault(str(path), 0, "읽을 줄이 없습니다. 제목 줄과 내용을 확인해 주십시오.")])
        return Imported(taken, tuple(refused))

    def _put_archive(self, rows: Mapping[str, dict[str, str]]) -> None:
        items = [
            ArchiveItem(
                id=key,
                content=_content(cells),
                outcome=OUTCOMES[cells.get("outcome", "").strip().casefold()],
                year=int(found[0]) if (found := _YEAR.search(cells.get("year", ""))) else None,
                department=cells.get("department", "").strip(),
                reason=cells.get("reason", "").strip(),
                is_sample=cells.get("source", "") == "sample",
            )
            for key, cells in rows.items()
        ]
        with self.database.write() as records:
            records.archive.put_many(items)
            facts = {"items": str(len(items))}
            records.journal.add(Entry(self.now(), "command-line", "import", "archive", facts))

    def _put_proposals(self, rows: Mapping[str, dict[str, str]]) -> None:
        at = self.now()
        with self.database.write() as records:
            for key, cells in rows.items():
                try:
                    records.proposals.get(key)
                    continue
                except NotFound:
                    pass
                author = cells.get("author", "").strip() or "imported"
                try:
                    records.people.get(author)
                except NotFound:
                    department = cells.get("department", "")
                    records.people.put(Person(author, author, department, frozenset({Role.AUTHOR})))
                records.proposals.add(key, author, _content(cells), at)
                if cells.get("stage", Stage.SUBMITTED) == Stage.SUBMITTED:
                    number = records.proposals.next_receipt_number(at.year)
                    records.proposals.submit(key, f"{at.year}-{number:04d}", at)
                records.journal.add(Entry(at, "command-line", "import", key, {}))


def _fields(row: Row, mapping: Mapping[str, str]) -> dict[str, str]:
    lower = {name.strip().casefold(): value for name, value in row.cells.items()}
    cells: dict[str, str] = {}
    for name, known in {**COLUMNS, "tools": ("tools",), "needs": ("needs",), "stage": ("stage",)}.items():
        wanted = (mapping[name],) if name in mapping else known
        for column in wanted:
            if (value := lower.get(column.casefold())) is not None:
                cells[name] = storable(value)
                break
    cells["id"] = cells.get("id", "").strip() or _MADE + fingerprint("\n".join(cells.get(n, "") for n in _TEXTS))[:12]
    return cells


def _fault(path: Path, line: int, cells: Mapping[str, str], seen: dict[str, int], *, bounded: bool) -> Fault | None:
    key, content = cells["id"], _content(cells)
    mend = None
    if content.is_blank():
        mend = "제목과 내용이 모두 비어 있습니다."
    elif len(key) > 100:
        mend = "번호(id)가 100자를 넘습니다."
    elif key in seen:
        what = "같은 글이" if key.startswith(_MADE) else f"번호 '{key}'이(가)"
        mend = f"{what} {seen[key]}번째 줄에 이미 있습니다. 하나만 남겨 주십시오."
    elif bounded and (over := too_long(content)):
        mend = " ".join(f"'{name}'이(가) {most:,}자를 넘습니다." for name, most in over.items())
    elif cells.get("outcome", "").strip().casefold() not in OUTCOMES:
        mend = f"결과 '{cells['outcome'][:40]}'를 알 수 없습니다. 채택, 불채택, 시행 중 가운데 하나로 적어 주십시오."
    elif (year := cells.get("year", "").strip()).casefold() not in _NO_YEAR and not _YEAR.search(year):
        mend = f"연도 '{year[:40]}'에서 네 자리 연도를 찾을 수 없습니다. 2018처럼 적거나 비워 주십시오."
    if mend is not None:
        return Fault(str(path), line, mend)
    seen[key] = line
    return None


def _content(cells: Mapping[str, str]) -> Content:
    names = (*_TEXTS, "tools", "needs", "department", "track")
    return Content(**{name: cells.get(name, "").strip() for name in names})


def _batches(rows: Iterator[tuple[str, dict[str, str]]]) -> Iterator[list[tuple[str, dict[str, str]]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
