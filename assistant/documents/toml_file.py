"""A TOML file somebody edits by hand, and what is wrong in it, by line.

Law: every fault names the line to look at and says in Korean what to write there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assistant.documents.whole_files import as_utf8, read_bytes
from assistant.domain.rules import KeyPath
from assistant.errors import BadFile, Fault

_Form = TypeVar("_Form", bound=BaseModel)

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_LINE = re.compile(r"at line (\d+)")


class TomlFile:
    """`tables` as read from `content`; `path` is only named in faults. Raises BadFile."""

    def __init__(self, path: Path, content: bytes, *, parse_float: Callable[[str], Any] = float) -> None:
        self._path = path
        self._text = text = as_utf8(path, content)
        try:
            self.tables: dict[str, Any] = tomllib.loads(text, parse_float=parse_float)
        except tomllib.TOMLDecodeError as exc:
            at = _LINE.search(str(exc))
            line = int(at[1]) if at else text.count("\n") + 1
            mend = "TOML 문법에 맞지 않습니다. 이 줄의 따옴표, 괄호, 등호를 살펴봐 주십시오."
            raise BadFile([Fault(str(path), line, mend)]) from exc
        except (ValueError, RecursionError) as exc:
            mend = "TOML로 읽을 수 없습니다. 숫자가 너무 길거나 괄호가 너무 깊습니다."
            raise BadFile([Fault(str(path), 1, mend)]) from exc

    def read_as(self, form: type[_Form], within: str = "") -> _Form:
        """The tables, or the one `within` where there is one, as `form` has them. Raises BadFile with every fault."""
        outer: KeyPath = (within,) if within in self.tables else ()
        try:
            return form.model_validate(self.tables[within] if outer else self.tables)
        except ValidationError as exc:
            raise BadFile([self.fault((*outer, *each["loc"]), sentence(each)) for each in exc.errors()]) from exc

    def fault(self, key: KeyPath, mend: str) -> Fault:
        """What to mend at `key`, at its line or that of the nearest table above it."""
        lines = _lines(self._text)
        line = next((lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in lines), 1)
        return Fault(str(self._path), line, f"{_spelled(key)}: {mend}" if key else mend)


def read_toml(path: Path) -> TomlFile:
    """The file at `path`. Raises BadFile."""
    return TomlFile(path, read_bytes(path))


def sentence(detail: ErrorDetails) -> str:
    """What to write instead of what Pydantic refused."""
    facts = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "빠져 있습니다. 이 항목을 적어 주십시오."
        case "extra_forbidden":
            return "모르는 항목입니다. 철자를 고치거나 지워 주십시오."
        case "enum" | "literal_error":
            return f"{str(facts.get('expected')).replace(' or ', ', ')} 가운데 하나를 적어 주십시오."
        case "int_type" | "int_from_float":
            return "따옴표 없는 정수로 적어 주십시오."
        case "bool_type":
            return "따옴표 없이 true나 false로 적어 주십시오."
        case "string_type":
            return "따옴표 안에 글자로 적어 주십시오."
        case "string_too_short":
            return "비어 있습니다. 글자를 적어 주십시오."
        case "string_too_long":
            return f"너무 깁니다. {facts.get('max_length')}자까지 적어 주십시오."
        case "greater_than_equal":
            return f"{facts.get('ge')} 이상으로 적어 주십시오."
        case "less_than_equal":
            return f"{facts.get('le')} 이하로 적어 주십시오."
        case "too_short":
            return f"{facts.get('min_length')}개 이상 적어 주십시오."
        case "too_long":
            return f"{facts.get('max_length')}개까지 적어 주십시오."
        case "list_type":
            return "[ ] 안에 목록으로 적어 주십시오."
        case "dict_type" | "model_type":
            return "표로 적어 주십시오. 견본 파일의 모양을 보아 주십시오."
        case "timezone_aware" | "datetime_type" | "datetime_from_date_parsing" | "datetime_parsing":
            return "2026-11-23T09:00:00+09:00처럼 날짜와 시각, 시간대를 적어 주십시오."
        case _:
            return "쓸 수 없는 값입니다. 견본 파일을 보고 고쳐 주십시오."


def _lines(text: str) -> dict[KeyPath, int]:
    """Where each table and key stands, as far as it begins a line."""
    lines: dict[KeyPath, int] = {}
    arrays: dict[str, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = (header[1],)
            if line.lstrip().startswith("[["):
                arrays[header[1]] = arrays.get(header[1], -1) + 1
                table = (header[1], arrays[header[1]])
            lines.setdefault((header[1],), number)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, key[1]), number)
    return lines


def _spelled(key: KeyPath) -> str:
    """("panels", 1, "weight") as a person counts: panels[2].weight"""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in key).removeprefix(".")
