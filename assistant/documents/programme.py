"""The organiser's own files: tracks, the programme, and (for trying it out) sample people and drafts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from assistant.documents.toml_file import read_toml
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Programme
from assistant.domain.track import UNDECIDED, Track
from assistant.errors import BadFile, Fault

_Text = Annotated[str, Field(min_length=1, max_length=2_000)]


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Track(_File):
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    name: dict[str, _Text]
    description: dict[str, _Text]
    prototypes: Annotated[list[_Text], Field(min_length=1)]


class _Tracks(_File):
    tracks: Annotated[list[_Track], Field(min_length=1)]


class _Programme(_File):
    name: _Text
    opens: AwareDatetime
    closes: AwareDatetime


class _Person(_File):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.@-]{1,80}$")]
    name: _Text
    department: str = ""
    roles: list[Role]


class _People(_File):
    people: list[_Person]


def read_tracks(path: Path) -> tuple[Track, ...]:
    """The tracks in the file's order. Raises BadFile naming what to mend."""
    found = read_toml(path).read_as(_Tracks)
    tracks = tuple(Track(t.code, t.name, t.description, tuple(t.prototypes)) for t in found.tracks)
    codes = [track.code for track in tracks]
    faults = [f"분야 코드 '{code}'가 두 번 나옵니다." for code in dict.fromkeys(codes) if codes.count(code) > 1]
    faults += [f"'{UNDECIDED}'는 분야 코드로 쓸 수 없습니다."] if UNDECIDED in codes else []
    faults += [f"분야 '{track.code}'에 한국어 이름(name.ko)이 없습니다." for track in tracks if "ko" not in track.name]
    if faults:
        raise BadFile([Fault(str(path), 0, fault) for fault in faults])
    return tracks


def read_programme(path: Path) -> Programme:
    """The programme and its window. Raises BadFile."""
    found = read_toml(path).read_as(_Programme, "programme")
    if found.opens >= found.closes:
        raise BadFile([Fault(str(path), 0, "접수 시작(opens)이 마감(closes)보다 늦습니다.")])
    return Programme(found.name, datetime.fromisoformat(str(found.opens)), datetime.fromisoformat(str(found.closes)))


def read_people(path: Path) -> tuple[Person, ...]:
    """People with their roles. Raises BadFile."""
    return tuple(
        Person(p.id, p.name, p.department, frozenset(p.roles)) for p in read_toml(path).read_as(_People).people
    )
