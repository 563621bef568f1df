"""What an author adds to a proposal beside its text: a file of a known kind, or the address of a video.

Law: the kind is what the content says, never what its name says.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from assistant.domain.text import visible

MOST_ATTACHMENTS = 10
LONGEST_NAME = 100
LONGEST_ADDRESS = 500


class AttachmentKind(StrEnum):
    """The value is also the extension the file is handed out with."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"
    MP4 = "mp4"
    WEBM = "webm"
    LINK = "link"

    @property
    def is_picture(self) -> bool:
        """Whether it is drawn anew before it is kept."""
        return self in (AttachmentKind.PNG, AttachmentKind.JPEG, AttachmentKind.WEBP)

    @property
    def is_video(self) -> bool:
        """Whether a player shows it."""
        return self in (AttachmentKind.MP4, AttachmentKind.WEBM)


MEDIA_TYPES = {
    AttachmentKind.PDF: "application/pdf",
    AttachmentKind.PNG: "image/png",
    AttachmentKind.JPEG: "image/jpeg",
    AttachmentKind.WEBP: "image/webp",
    AttachmentKind.MP4: "video/mp4",
    AttachmentKind.WEBM: "video/webm",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A row; the bytes lie in the vault under `sha256`. A link has an `address` and neither bytes nor name."""

    id: str
    proposal_id: str
    kind: AttachmentKind
    name: str
    size: int
    sha256: str
    address: str
    added_by: str
    added_at: datetime

    @property
    def domain(self) -> str:
        """Whose address a link is, as a person reads it."""
        return urlsplit(self.address).hostname or ""


def kind_by_content(content: bytes) -> AttachmentKind | None:
    """The kind, None for anything that is not on the list."""
    if content.startswith(b"%PDF-"):
        return AttachmentKind.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return AttachmentKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return AttachmentKind.JPEG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return AttachmentKind.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _BRANDS:
        return AttachmentKind.MP4
    if content.startswith(b"\x1aE\xdf\xa3") and b"webm" in content[:64]:
        return AttachmentKind.WEBM
    return None


_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"})
_ALIKE = {"jpeg": "jpg", "jpe": "jpg", "m4v": "mp4"}
_UNSAFE = re.compile(r'[\\/:*?"<>|%\x00-\x1f]+')


def kind_by_name(name: str) -> AttachmentKind | None:
    """The kind that the name's extension says, None for any other."""
    extension = name.rpartition(".")[2].casefold()
    known = {each.value: each for each in AttachmentKind}
    return known.get(_ALIKE.get(extension, extension))


def clean_name(name: str, kind: AttachmentKind) -> str:
    """The name without folders, invisible characters and a second extension, with the extension of its kind."""
    last = unicodedata.normalize("NFC", visible(name)).replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] if "." in last else last
    stem = _UNSAFE.sub(" ", stem).replace(".", " ").replace("\n", " ").replace("\t", " ")
    stem = " ".join(stem.split())[:LONGEST_NAME].strip()
    return f"{stem or 'file'}.{kind.value}"


def https_address(address: str) -> str | None:
    """The address as it is kept, None where it is not a plain https address of a named host."""
    text = visible(address).strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    is_plain = parts.scheme == "https" and "." in host and not parts.username and port in (None, 443)
    return text if is_plain and len(text) <= LONGEST_ADDRESS and not re.search(r"\s", text) else None
