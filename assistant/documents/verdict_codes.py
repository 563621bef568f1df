"""The organisation's verdict codes: `verdicts.toml` in, `VerdictCode` out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.documents.toml_file import read_toml
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
    found = read_toml(path).read_as(_Codes).verdicts
    codes = [each.code for each in found]
    if twice := [code for code in dict.fromkeys(codes) if codes.count(code) > 1]:
        raise BadFile([Fault(str(path), 0, f"판정 코드 '{code}'가 두 번 나옵니다.") for code in twice])
    return tuple(VerdictCode(each.code, each.clause, each.words, each.archive, each.bars) for each in found)
