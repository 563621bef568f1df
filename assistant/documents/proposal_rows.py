"""Proposals and pairs out of the files of the bulk commands.

Law: all faults of a file are told at once, each with its line; an odd text is no fault, a row nobody can name is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.documents.tables import Row, read_rows
from assistant.domain.proposal import Content
from assistant.errors import BadFile, Fault

WRITTEN = ("title", "problem", "idea", "effect", "body")


def read_proposals(path: Path) -> list[tuple[str, Content]]:
    """(id, content) of every row, in order. Raises BadFile for rows without id or text field, and for doubled ids."""
    faults: list[Fault] = []
    found: dict[str, Content] = {}
    lines: dict[str, int] = {}
    for row in read_rows(path):
        if isinstance(row, Fault):
            faults.append(row)
            continue
        key = row.cells.get("id", "")
        texts = {name: row.cells[name] for name in WRITTEN if name in row.cells}
        if not key.strip():
            faults.append(Fault(str(path), row.line, "번호(id)가 없습니다."))
        elif key in found:
            faults.append(Fault(str(path), row.line, f"번호 '{key[:60]}'가 {lines[key]}번째 줄에 이미 있습니다."))
        elif not texts:
            faults.append(Fault(str(path), row.line, "제목(title)도 내용(body, problem, idea, effect)도 없습니다."))
        else:
            found[key], lines[key] = Content(**texts), row.line
    if faults:
        raise BadFile(faults)
    return list(found.items())


def read_pairs(path: Path, known: Iterable[str]) -> list[tuple[str, str]]:
    """(a, b) of every row, in order. Raises BadFile for a row without both, or with an id that is not in `known`."""
    ids, faults, found = frozenset(known), [], []
    for row in read_rows(path):
        if isinstance(row, Row):
            pair = row.cells.get("a", ""), row.cells.get("b", "")
            strange = [key[:60] for key in pair if key not in ids]
            if not strange:
                found.append(pair)
                continue
            mend = (
                f"번호 '{strange[0]}'를 자료 파일에서 찾을 수 없습니다."
                if strange[0]
                else "a와 b에 번호를 적어 주십시오."
            )
            row = Fault(str(path), row.line, mend)
        faults.append(row)
    if faults:
        raise BadFile(faults)
    return found


def as_jsonl(rows: Iterable[Mapping[str, object]]) -> bytes:
    """One JSON object a line, Korean as it is; lone surrogates, which UTF-8 has not, are written as escapes."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return "".join(lines).encode("utf-8", "backslashreplace")
