"""A sealed finalist package as a JSON file, for another voting system or from one.

Law: what is read is checked against its own seal; an unknown key is a fault, so that nothing rides along.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from assistant.documents.whole_files import read_bytes
from assistant.domain.package import FORMAT, Package, PackagedFinalist, Pitch, SignOff, canonical, seal
from assistant.errors import BadFile, Fault

_NO_PACKAGE = "봉인한 본선 자료가 아닙니다. 봉인한 곳에서 내려받은 JSON 파일을 골라 주십시오."
_OTHERWISE = "값이 본선 자료의 형식에 맞지 않습니다. 고쳐서 다시 봉인해 주십시오."
_MENDS = {
    "missing": "이 항목이 빠져 있습니다. 넣어서 다시 봉인해 주십시오.",
    "extra_forbidden": "본선 자료에 들어갈 수 없는 항목입니다. 빼고 다시 봉인해 주십시오.",
}
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
    """The package in a file. Raises BadFile, PackageRefused: see `parse_package`."""
    return parse_package(path, read_bytes(path))


def parse_package(path: Path, content: bytes) -> Package:
    """The package in `content` of `path`.

    Raises BadFile: not this format, or not as it was sealed; PackageRefused: contradicting itself.
    """
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise BadFile([Fault(str(path), 0, _NO_PACKAGE)]) from exc
    try:
        found = _File.model_validate(read)
    except ValidationError as exc:
        raise BadFile(_faults(path, exc)) from exc
    package = _package(found.package)
    if seal(package) != found.seal:
        mend = "봉인이 내용과 다릅니다. 손으로 고친 파일은 쓸 수 없습니다. 봉인한 곳에서 다시 받아 주십시오."
        raise BadFile([Fault(str(path), 0, mend)])
    return package


def _faults(path: Path, refused: ValidationError) -> list[Fault]:
    """What to mend, each entry named as it stands in the file; another format is one fault and not one for each key."""
    details = refused.errors(include_input=False, include_url=False)
    if any(each["loc"] in ((), ("format",)) for each in details):
        return [Fault(str(path), 0, _NO_PACKAGE)]
    return [
        Fault(str(path), 0, f"{'.'.join(map(str, each['loc']))}: {_MENDS.get(each['type'], _OTHERWISE)}")
        for each in details
    ]


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
