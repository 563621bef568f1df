"""What an export has besides where the contest was held here: package, receipts, and the record made at closing.

The box's record was read out when the box was closed, before anybody counted. Its `root` is over the very ballot lines
of the export, its `opening` over the very opening record: so the export is tied to the live box.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256

from assistant.domain.paper import root
from assistant.domain.poll import fact
from assistant.errors import Fault

HELD_MEMBERS = ("package.json", "receipts.txt", "box.txt")
BOX_FORMAT = "proposal-contest-box/1"


def is_held(opening: bytes) -> bool:
    """Whether an opening record announces a package, and so the members named here."""
    return b"\npackage " in opening


def box_closing(members: Mapping[str, bytes]) -> str:
    """The closing link that was read out when the box was closed; empty where there is none."""
    return fact(_text(members.get("box.txt", b"")), "closing")


def check_held(members: Mapping[str, bytes], lines: list[bytes]) -> Iterator[Fault]:
    """Every place where these members and `lines` (ballots without links) are not what was sealed."""
    opening, box = _text(members["opening.txt"]), members["box.txt"]
    if fact(opening, "package") != _hash(members["package.json"]):
        yield Fault("package.json", 0, "opening.txt에 적힌 본선 자료와 다릅니다.")
    elif _finalists_of(members["package.json"]) != _finalists_in(members["finalists.csv"]):
        yield Fault("finalists.csv", 0, "본선 자료의 진출작과 다릅니다.")
    for name in HELD_MEMBERS:
        if fact(_text(members["closing.txt"]), name.partition(".")[0]) != _hash(members[name]):
            yield Fault(name, 0, "closing.txt에 적힌 것과 다릅니다.")
    receipts = members["receipts.txt"].split(b"\n")
    if receipts != [*sorted(set(receipts[:-1])), b""]:
        yield Fault("receipts.txt", 0, "투표 확인 코드의 순서가 어긋나거나 같은 코드가 두 번 있습니다.")
    stated = {
        "format": BOX_FORMAT,
        "opening": _hash(members["opening.txt"]),
        "papers": str(len(receipts) - 1),
        "ballots": str(len(lines)),
        "root": root(lines),
        "receipts": _hash(members["receipts.txt"]),
    }
    for key, value in stated.items():
        if fact(_text(box), key) != value:
            yield Fault("box.txt", 0, f"{key}이(가) 내보낸 것에서 나온 값과 다릅니다.")
    body = box[: box.rfind(b"\nclosing ") + 1]
    if not body or box != body + f"closing {_hash(body)}\n".encode():
        yield Fault("box.txt", 0, "마감 확인값이 마감 기록과 다릅니다.")


def _finalists_of(package: bytes) -> list[list[str]]:
    try:
        found = json.loads(package)["package"]["finalists"]
        return [[each["id"], each["track"], each["department"]] for each in found]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []


def _finalists_in(table: bytes) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(_text(table), newline="")))[1:]
    except csv.Error:
        return []


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
