"""The organisation's verdict codes: `verdicts.toml` in, `VerdictCode` out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.documents.whole_files import as_utf8, read_bytes
from assistant.domain.verdict import VerdictCode
from assistant.errors import BadFile, Fault

_Text = Annotated[str, Field(min_length=1, max_length=500)]


class _Code(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    clause: _Text
    words: _Text
    archive: bool = False
    bars: bool = False


class _Codes(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    verdicts: Annotated[list[_Code], Field(min_length=1)]


def read_verdict_codes(path: Path) -> tuple[VerdictCode, ...]:
    """The codes in the order of the file. Raises BadFile."""
    try:
        found = _Codes.model_validate(tomllib.loads(as_utf8(path, read_bytes(path)))).verdicts
    except tomllib.TOMLDecodeError as exc:
        raise BadFile([Fault(str(path), 0, f"TOML 문법에 맞지 않습니다 ({exc})")]) from exc
    except ValidationError as exc:
        faults = [f"{'.'.join(map(str, e['loc']))}: 값을 고쳐 주십시오 ({e['msg']})" for e in exc.errors()]
        raise BadFile([Fault(str(path), 0, fault) for fault in faults]) from exc
    codes = [each.code for each in found]
    if twice := [code for code in dict.fromkeys(codes) if codes.count(code) > 1]:
        raise BadFile([Fault(str(path), 0, f"판정 코드 '{code}'가 두 번 나옵니다.") for code in twice])
    return tuple(VerdictCode(each.code, each.clause, each.words, each.archive, each.bars) for each in found)
