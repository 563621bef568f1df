"""A copy of an installation as a zip: tables as JSON lines, files as they are, and a manifest with a hash of each part.

The manifest is written last and its sha256 is the copy's fingerprint: whoever keeps those 64 characters somewhere else
knows the copy again. Law: a reader believes nothing the manifest does not vouch for, and the file appears whole or not
at all.
"""

from __future__ import annotations

import json
import re
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.documents.whole_files import check_writable, halves_beside, writing_whole
from assistant.errors import BadFile, Fault
from assistant.errors_keeping import BackupRefused

FORMAT = "proposal-assistant-backup/1"
MANIFEST = "manifest.json"
_ANY_FORMAT = re.compile(r"proposal-assistant-backup/\d+")
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 64 << 20
_STALE_S = 24 * 3600
_SAFE = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[^/\\\x00-\x1f][^\\\x00-\x1f]*")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
"""What reading a damaged zip raises."""

Value = str | int | float | bool | None
Kind = Literal["text", "integer", "number", "boolean", "moment", "bytes"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str = Field(pattern="[0-9a-f]{64}")


class TablePart(_Part):
    """A table: its columns with their kinds, and how many rows."""

    name: str = Field(pattern="^[a-z_0-9]{1,63}$")
    columns: dict[str, Kind]
    rows: int = Field(ge=0)

    @property
    def member(self) -> str:
        """Where it lies in the zip."""
        return f"tables/{self.name}.jsonl"


class FilePart(_Part):
    """A file of the data directory, by its path there."""

    path: str
    size: int = Field(ge=0)

    @property
    def member(self) -> str:
        """Where it lies in the zip."""
        return f"files/{self.path}"


class BoxEnd(BaseModel):
    """How many papers lay in a box, and the last link."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    poll: str
    papers: int
    link: str


class JournalEnd(BaseModel):
    """How many entries the journal had, and the last link."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entries: int
    link: str


class Manifest(BaseModel):
    """What is in the copy. Tables stand in the order in which they have to be filled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str
    program: str
    made_at: datetime
    database: str
    revision: str
    has_vectors: bool
    journal: JournalEnd
    boxes: list[BoxEnd]
    tables: list[TablePart]
    files: list[FilePart]


class Writer:
    """Parts, one after another; `finish` puts the manifest at the end."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.tables: list[TablePart] = []
        self.files: list[FilePart] = []

    def table(self, name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Value]]) -> int:
        """Write a table; how many rows."""
        digest, count = sha256(), 0
        with self._archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                member.write(line)
                count += 1
        part = {"name": name, "columns": dict(columns), "rows": count, "sha256": digest.hexdigest()}
        self.tables.append(TablePart.model_validate(part))
        return count

    def file(self, path: str, source: IO[bytes]) -> None:
        """Copy a file in under its path in the data directory."""
        digest, size = sha256(), 0
        with self._archive.open(f"files/{path}", "w", force_zip64=True) as member:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                member.write(chunk)
                size += len(chunk)
        self.files.append(FilePart(path=path, size=size, sha256=digest.hexdigest()))

    def finish(self, manifest: Manifest) -> str:
        """Write the manifest; its sha256 is the fingerprint."""
        content = manifest.model_dump_json(indent=1).encode() + b"\n"
        self._archive.writestr(MANIFEST, content)
        return sha256(content).hexdigest()


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A copy that is at `path` once the block has ended well, for its owner only. Raises BadFile."""
    check_writable(path)
    _sweep(path.resolve())
    with (
        writing_whole(path, mode=0o600) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive,
    ):
        yield Writer(archive)


class Reader:
    """A copy that was opened; read `check` to the end before believing any of it."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest, fingerprint: str) -> None:
        self._archive, self.manifest, self.fingerprint = archive, manifest, fingerprint

    def check(self) -> None:
        """Every part is as it was written and there is no other. Raises BackupRefused."""
        parts: list[TablePart | FilePart] = [*self.manifest.tables, *self.manifest.files]
        members = [part.member for part in parts]
        if sorted([*members, MANIFEST]) != sorted(self._archive.namelist()):
            raise BackupRefused("altered", MANIFEST)
        if any(not _SAFE.fullmatch(part.path) for part in self.manifest.files):
            raise BackupRefused("altered", MANIFEST)
        for part in parts:
            digest = sha256()
            for chunk in self.chunks(part):
                digest.update(chunk)
            if digest.hexdigest() != part.sha256:
                raise BackupRefused("altered", part.member)

    def rows(self, part: TablePart) -> Iterator[dict[str, Value]]:
        """A table's rows. Raises BackupRefused."""
        try:
            with self._archive.open(part.member) as member:
                for line in member:
                    yield json.loads(line)
        except (*_DAMAGED, ValueError) as exc:
            raise BackupRefused("cut", part.member) from exc

    def chunks(self, part: TablePart | FilePart) -> Iterator[bytes]:
        """A part's bytes. Raises BackupRefused."""
        try:
            with self._archive.open(part.member) as member:
                while chunk := member.read(_CHUNK):
                    yield chunk
        except KeyError as exc:
            raise BackupRefused("altered", part.member) from exc
        except _DAMAGED as exc:
            raise BackupRefused("cut", part.member) from exc


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """A copy by its file. Raises BackupRefused: not_a_backup, cut, altered, newer; BadFile where there is no file."""
    try:
        file = path.open("rb")
    except OSError as exc:
        raise BadFile([Fault(str(path), 0, f"파일을 읽을 수 없습니다 ({exc.strerror})")]) from exc
    with file:
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGED as exc:
            file.seek(0)
            raise BackupRefused("cut" if file.read(4) == b"PK\x03\x04" else "not_a_backup") from exc
        with archive:
            content = _manifest(archive)
            yield Reader(archive, _parsed(content), sha256(content).hexdigest())


def _manifest(archive: zipfile.ZipFile) -> bytes:
    try:
        if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
            raise BackupRefused("altered", MANIFEST)
        return archive.read(MANIFEST)
    except KeyError as exc:
        raise BackupRefused("not_a_backup") from exc
    except _DAMAGED as exc:
        raise BackupRefused("cut", MANIFEST) from exc


def _parsed(content: bytes) -> Manifest:
    try:
        said = json.loads(content).get("format", "")
    except (ValueError, AttributeError) as exc:
        raise BackupRefused("altered", MANIFEST) from exc
    if said != FORMAT:
        raise BackupRefused("newer" if _ANY_FORMAT.fullmatch(str(said)) else "not_a_backup")
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as exc:
        raise BackupRefused("altered", MANIFEST) from exc


def _sweep(target: Path) -> None:
    """Remove what a killed process left half-written beside the target a day ago or earlier."""
    for left in halves_beside(target):
        if time.time() - left.stat().st_mtime > _STALE_S:
            left.unlink(missing_ok=True)
