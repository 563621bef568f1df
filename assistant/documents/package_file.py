"""A sealed finalist package as a JSON file, for another voting system or from one.

Law: what is read is checked against its own seal; an unknown key is a fault, so that nothing rides along.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from assistant.documents.whole_files import as_utf8, read_bytes
from assistant.domain.package import FORMAT, Package, PackagedFinalist, Pitch, SignOff, canonical, seal
from assistant.errors import BadFile, Fault, PackageRefused

_Name = Annotated[str, Field(min_length=1, max_length=500)]
_Text = Annotated[str, Field(max_length=20_000)]
_Link = Annotated[str, Field(max_length=500, pattern=r"^https?://[^\s<>\"']+$")]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Pitch(_Strict):
    text: _Text
    approved_by: Annotated[str, Field(max_length=200)]
    drafted_by_machine: bool


class _Finalist(_Strict):
    id: _Name
    track: _Name
    title: _Name
    department: Annotated[str, Field(max_length=200)]
    order: int
    author_ids: list[_Name]
    problem: _Text
    idea: _Text
    effect: _Text
    tools: _Text
    needs: _Text
    body: _Text
    pitch: _Pitch
    videos: list[_Link]


class _SignOff(_Strict):
    officer_id: _Name
    officer: _Name
    at: AwareDatetime
    signed: _Hash


class _Package(_Strict):
    contest: _Name
    rules_hash: _Hash
    finalists: Annotated[list[_Finalist], Field(max_length=1_000)]
    seed: Annotated[str, Field(max_length=200)]
    sign_offs: list[_SignOff]


class _File(_Strict):
    format: Literal["finalist-package/1"]
    package: _Package
    seal: _Hash


def package_bytes(package: Package) -> bytes:
    """The file: format, package and seal, each in its canonical spelling, one line."""
    return b'{"format":"%s","package":%s,"seal":"%s"}\n' % (
        FORMAT.encode(),
        canonical(package),
        seal(package).encode(),
    )


def read_package(path: Path) -> Package:
    """The package in a file. Raises BadFile naming what to mend."""
    return parse_package(path, read_bytes(path))


def parse_package(path: Path, content: bytes) -> Package:
    """The package in `content` of `path`. Raises BadFile: not this format, edited by hand, or contradicting itself."""
    try:
        found = _File.model_validate(json.loads(as_utf8(path, content)))
    except ValidationError as exc:
        faults = [
            Fault(str(path), 0, f"{'.'.join(map(str, each['loc']))}: {each['msg']}")
            for each in exc.errors(include_input=False)
        ]
        raise BadFile(faults) from exc
    except (ValueError, RecursionError) as exc:
        raise BadFile([Fault(str(path), 0, f"JSON으로 읽을 수 없습니다 ({exc})")]) from exc
    try:
        package = _package(found.package)
    except PackageRefused as exc:
        mend = f"본선 자료가 스스로 어긋납니다 ({exc}). 다시 봉인해 주십시오."
        raise BadFile([Fault(str(path), 0, mend)]) from exc
    if seal(package) != found.seal:
        mend = "봉인이 내용과 다릅니다. 손으로 고친 파일은 쓸 수 없습니다. 봉인한 곳에서 다시 받아 주십시오."
        raise BadFile([Fault(str(path), 0, mend)])
    return package


def _package(found: _Package) -> Package:
    return Package(
        contest=found.contest,
        rules_hash=found.rules_hash,
        finalists=tuple(
            PackagedFinalist(
                **{
                    **each.model_dump(exclude={"pitch", "author_ids", "videos"}),
                    "author_ids": tuple(each.author_ids),
                    "videos": tuple(each.videos),
                    "pitch": Pitch(**each.pitch.model_dump()),
                }
            )
            for each in found.finalists
        ),
        seed=found.seed,
        sign_offs=tuple(
            SignOff(each.officer_id, each.officer, datetime.fromisoformat(str(each.at)), each.signed)
            for each in found.sign_offs
        ),
    )
