"""The one zip a set of members makes: stored, dated 1980-01-01, in a given order, no byte to spare.

Law: two different files never unpack to the same members, so not even a time stamp in a header can change unseen.
The layout is written down in docs/recount/SPEC.md.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from zlib import crc32

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
HEADER_SIZE = _LOCAL.size
"""Bytes of a member's header before its name."""
_NEW_YEAR_1980 = 0x21
_VERSION = 20


def pack(members: Mapping[str, bytes]) -> bytes:
    """The zip of the members in their order; names are ASCII, the whole under 4 GB."""
    body, directory = bytearray(), bytearray()
    for name, content in members.items():
        path, sizes = name.encode("ascii"), (crc32(content), len(content), len(content))
        directory += _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, 0, 0, 0, _NEW_YEAR_1980, *sizes, len(path), 0, 0, 0, 0, 0, len(body)
        )
        directory += path
        body += _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _NEW_YEAR_1980, *sizes, len(path), 0) + path + content
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return bytes(body + directory + end)


def unpack(content: bytes, names: Sequence[str]) -> tuple[dict[str, bytes], int | None]:
    """The members that can be reached, and the offset from which the zip is not as `pack` writes it (None: it is).

    A member whose content was changed is given as it stands; its header's checksum is then what differs.
    """
    members: dict[str, bytes] = {}
    at = 0
    for name in names:
        if at + HEADER_SIZE > len(content):
            return members, at
        sign, _, _, _, _, _, _, size, _, length, _ = _LOCAL.unpack_from(content, at)
        start = at + HEADER_SIZE + length
        if sign != b"PK\3\4" or content[at + HEADER_SIZE : start] != name.encode("ascii"):
            return members, at
        members[name] = content[start : start + size]
        at = start + size
    expected = pack(members)
    if content == expected:
        return members, None
    shorter = min(len(content), len(expected))
    return members, next((at for at in range(shorter) if content[at] != expected[at]), shorter)
