"""The zip that HWPX, DOCX and XLSX are, opened with suspicion.

Law: what the directory at the end says is checked before anything is unpacked, and nothing is unpacked beyond what it
said. No part is ever written anywhere.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass

from assistant.errors_files import FileRefused

MOST_PARTS = 1_000
LARGEST_DIRECTORY = 512 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024
LARGEST_PART = 24 * 1024 * 1024
MOST_FOLDED = 150
"""A part of a megabyte or more that unpacks to so many times its size is a bomb; office texts stay below 40."""
_END = struct.Struct("<4s4H2LH")
_LINK = 0xA
_MACROS = ("vbaproject.bin", "vbadata.xml", "/macros/", "macrosheets/", "activex/")
_OBJECTS = (".ole", "oleobject", "/embeddings/", ".exe", ".dll", ".scr", ".com", ".bat", ".cmd", ".vbs", ".jar", ".msi")
_HARMLESS = (".xlsx", ".docx", ".pptx")
"""What a chart keeps its numbers in; it is neither opened nor passed on."""


@dataclass(frozen=True, slots=True)
class Package:
    """A checked archive and its parts' names."""

    archive: zipfile.ZipFile
    names: frozenset[str]

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises FileRefused where it is not there, broken or larger than it says."""
        if name not in self.names:
            raise FileRefused("broken")
        info = self.archive.getinfo(name)
        if info.file_size > LARGEST_PART:
            raise FileRefused("unpacks_too_large")
        try:
            with self.archive.open(info) as part:
                content = part.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as exc:
            raise FileRefused("broken") from exc
        if len(content) != info.file_size:
            raise FileRefused("broken")
        return content


def open_package(content: bytes) -> Package:
    """The archive, when every entry of it is as an office program writes it. Raises FileRefused."""
    _check_end(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError, UnicodeDecodeError) as exc:
        raise FileRefused("broken") from exc
    entries = archive.infolist()
    for entry in entries:
        _check_entry(entry)
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) < len(names):
        raise FileRefused("bad_names")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise FileRefused("unpacks_too_large")
    _check_places(entries, len(content))
    _check_programs(names)
    return Package(archive, frozenset(names))


def _check_end(content: bytes) -> None:
    """The end record by itself: 10⁵ entries would take a second to list only to be refused."""
    at = content.rfind(b"PK\5\6", max(0, len(content) - _END.size - 65_535))
    if at < 0 or at + _END.size > len(content):
        raise FileRefused("broken")
    _, _, _, _, count, size, offset, _ = _END.unpack_from(content, at)
    if count > MOST_PARTS or size > LARGEST_DIRECTORY:
        raise FileRefused("too_many_parts")
    if offset + size > at or content.count(b"PK\1\2", offset, at) > MOST_PARTS:
        raise FileRefused("broken" if offset + size > at else "too_many_parts")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    steps = name.replace("\\", "/").split("/")
    if entry.flag_bits & 0x1:
        raise FileRefused("encrypted")
    leads_out = name.startswith("/") or ".." in steps or ":" in name or "\\" in name
    if leads_out or not name or len(name) > 255 or any(ord(c) < 0x20 or c == "\x7f" for c in name):
        raise FileRefused("bad_names")
    if entry.external_attr >> 28 == _LINK:
        raise FileRefused("bad_names")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused("broken")
    if entry.file_size > 1024 * 1024 and entry.file_size > MOST_FOLDED * max(entry.compress_size, 1):
        raise FileRefused("unpacks_too_large")
    if entry.compress_type == zipfile.ZIP_STORED and entry.file_size != entry.compress_size:
        raise FileRefused("broken")


def _check_places(entries: list[zipfile.ZipInfo], size: int) -> None:
    """No two entries share bytes; an overlapping archive unpacks the same bytes again and again."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        start = entry.header_offset
        if start < end or start + 30 + entry.compress_size > size:
            raise FileRefused("broken")
        end = start + 30 + entry.compress_size


def _check_programs(names: list[str]) -> None:
    for name in names:
        low = "/" + posixpath.normpath(name.casefold())
        if any(part in low for part in _MACROS):
            raise FileRefused("macros")
        if any(part in low for part in _OBJECTS) and not low.endswith(_HARMLESS):
            raise FileRefused("embedded")
