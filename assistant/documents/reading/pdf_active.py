"""What a PDF may do beside being read: scripts, programs, files inside. Any of it, and the file is refused.

Names are looked for outside streams and in unpacked object streams, with their escapes (`/J#53`) undone. Nothing here
is ever run by this program; the file may be passed on to colleagues whose viewers would.
"""

from __future__ import annotations

import re
import zlib

from assistant.errors_files import FileRefused

MOST_UNPACKED = 16 * 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm|GoToE)(?![A-Za-z0-9])"
)
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_DICTIONARY = 2_000


def refuse_active(content: bytes) -> None:
    """Raise FileRefused for a PDF that is more than pages, or that is locked."""
    left = MOST_UNPACKED
    outside: list[bytes] = []
    at = 0
    while found := _STREAM.search(content, at):
        outside.append(content[at : found.start()])
        facts = content[max(at, found.start() - _DICTIONARY) : found.start()]
        end = content.find(_END, found.end())
        end = end if end >= 0 else len(content)
        if b"/ObjStm" in _plain(facts.rpartition(b" obj")[2]):
            inner = _unpacked(content[found.end() : end], left)
            left -= len(inner)
            if left <= 0:
                raise FileRefused("unpacks_too_large")
            outside.append(inner)
        at = end
    outside.append(content[at:])
    said = _plain(b"\n".join(outside))
    if _ENCRYPTED.search(said):
        raise FileRefused("encrypted")
    if _ACTIVE.search(said):
        raise FileRefused("active_pdf")


def _plain(content: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _unpacked(packed: bytes, most: int) -> bytes:
    """What a stream unpacks to, at most `most` bytes; as it is where it is packed in another way."""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return packed
