"""What a file is, by its content; its name is only asked whether it says the same.

Law: only kinds on this list are read, and a file that claims to be another kind than it is is read as none.
"""

from __future__ import annotations

from enum import StrEnum

from assistant.documents.reading.packed import Package, open_package
from assistant.errors_files import FileRefused


class Kind(StrEnum):
    """A kind of document that can be read."""

    HWPX = "hwpx"
    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    TEXT = "txt"
    CSV = "csv"


EXTENSIONS = {
    "hwpx": Kind.HWPX, "docx": Kind.DOCX, "xlsx": Kind.XLSX, "pdf": Kind.PDF,
    "txt": Kind.TEXT, "md": Kind.TEXT, "markdown": Kind.TEXT, "csv": Kind.CSV,
}  # fmt: skip
_MACRO_EXTENSIONS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


def kind_of(name: str, content: bytes) -> tuple[Kind, Package | None]:
    """The kind, and the opened archive where it is one. Raises FileRefused."""
    extension = extension_of(name)
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileRefused("empty")
    if extension in _MACRO_EXTENSIONS:
        raise FileRefused("macros")
    if content.startswith(_OLE):
        raise FileRefused(_old_office(content))
    if extension == "hwp":
        raise FileRefused("legacy_hwp")
    if extension not in EXTENSIONS:
        raise FileRefused("unknown_type")
    claimed, package = EXTENSIONS[extension], None
    if content.startswith(b"PK"):
        package = open_package(content)
        found = _kind_of_package(package)
    elif b"%PDF-" in content[:8]:
        found = Kind.PDF
    elif content.startswith(_PROGRAMS) or claimed not in (Kind.TEXT, Kind.CSV):
        raise FileRefused("broken" if claimed in (Kind.HWPX, Kind.DOCX, Kind.XLSX, Kind.PDF) else "wrong_extension")
    else:
        found = claimed
    if found is not claimed:
        raise FileRefused("wrong_extension")
    return found, package


def extension_of(name: str) -> str:
    """What stands after the last full stop, lower case."""
    return name.rpartition(".")[2].strip().casefold() if "." in name else ""


def _kind_of_package(package: Package) -> Kind:
    if "mimetype" in package.names and package.read("mimetype").strip() == b"application/hwp+zip":
        return Kind.HWPX
    if "[Content_Types].xml" in package.names:
        types = package.read("[Content_Types].xml")
        if b"macroEnabled" in types:
            raise FileRefused("macros")
        if b"wordprocessingml.document.main" in types:
            return Kind.DOCX
        if b"spreadsheetml.sheet.main" in types:
            return Kind.XLSX
    raise FileRefused("unknown_type")


def _old_office(content: bytes) -> str:
    def said(words: str) -> bool:
        return words.encode("utf-16-le") in content

    if said("EncryptedPackage") or said("EncryptionInfo"):
        return "encrypted"
    return "legacy_hwp" if b"HWP Document File" in content or said("HwpSummaryInformation") else "legacy_office"
