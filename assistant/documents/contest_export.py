"""A contest in one zip a stranger can recount: rules, finalists, ballots and result, chained from opening to closing.

Law: no byte of the export can be changed, dropped, moved or added without `check` naming the place. Who rewrites the
whole chain is caught by the closing value that was read out and printed at closing. docs/recount/SPEC.md is the form.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from hashlib import sha256

from assistant.documents.contest_held import HELD_MEMBERS, check_held, is_held
from assistant.documents.contest_zip import HEADER_SIZE, pack, unpack
from assistant.domain.ballot import Ballot, Finalist
from assistant.errors import BadFile, Fault

FORMAT = "proposal-contest-export/1"
MEMBERS = ("opening.txt", "rules.toml", "finalists.csv", "ballots.csv", "result.json", "closing.txt")
_HEADING = b"panel,voter,finalist,score,link"
_LINK = re.compile(rb"[0-9a-f]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def export(
    rules: bytes,
    finalists: Sequence[Finalist],
    ballots: Iterable[Ballot],
    result: bytes,
    opening: Mapping[str, str] | bytes,
    closing: Mapping[str, str],
    held: Sequence[bytes] = (),
) -> bytes:
    """The zip. `opening` and `closing` are facts for their records, such as the contest's name or the time.

    Of a contest that was held here `opening` is the whole record made then and `held` the contents of HELD_MEMBERS.

    Ballots are sorted, so that their order tells nothing of when they were cast. Raises BadFile when a name or a fact
    holds a line break or another control character.
    """
    listed = finalists_csv(finalists)
    first_record = opening if isinstance(opening, bytes) else opening_record(rules, finalists, opening)
    besides = dict(zip(HELD_MEMBERS, held, strict=True)) if held else {}
    rows = ballot_lines(ballots)
    link = _hash(first_record).encode()
    chained = [_HEADING]
    for payload in rows:
        link = next_link(link, payload)
        chained.append(payload + b"," + link)
    last_record = _record(
        {
            "format": FORMAT,
            "opening": _hash(first_record),
            "ballots": str(len(rows)),
            "last": link.decode(),
            "result": _hash(result),
            **{name.partition(".")[0]: _hash(content) for name, content in besides.items()},
            **closing,
        }
    )
    last_record += f"closing {_hash(last_record)}\n".encode()
    content = (first_record, rules, listed, _lines(chained), result, last_record)
    return pack({**dict(zip(MEMBERS, content, strict=True)), **besides})


def finalists_csv(finalists: Sequence[Finalist]) -> bytes:
    """The member finalists.csv."""
    return _lines(_line(row) for row in [("finalist", "track", "department"), *map(astuple, finalists)])


def opening_record(rules: bytes, finalists: Sequence[Finalist], facts: Mapping[str, str]) -> bytes:
    """The member opening.txt; its hash is the first link. Raises BadFile."""
    return _record({"format": FORMAT, "rules": _hash(rules), "finalists": _hash(finalists_csv(finalists)), **facts})


def ballot_lines(ballots: Iterable[Ballot]) -> list[bytes]:
    """The lines of ballots.csv in their order, without links. Raises BadFile."""
    rows = sorted((each.panel, each.voter, each.finalist, each.score) for each in ballots)
    return [_line(map(str, row)) for row in rows]


def check(content: bytes) -> tuple[dict[str, bytes], list[Fault]]:
    """The members that can be reached, and every place where the export is not as it was closed; none: it is."""
    names: tuple[str, ...] = MEMBERS
    members, byte = unpack(content, names)
    if is_held(members.get("opening.txt", b"")):
        names = (*MEMBERS, *HELD_MEMBERS)
        members, byte = unpack(content, names)
    if len(members) < len(names):
        name = names[len(members)]
        return members, [Fault(name, 0, f"zip의 {byte}번째 바이트부터 {name}이(가) 있어야 하는데 읽을 수 없습니다.")]
    container = [] if byte is None else [Fault(_member_at(members, byte), 0, f"zip의 {byte}번째 바이트가 다릅니다.")]
    found = [*container, *_check_opening(members), *_check_chain(members), *_check_closing(members)]
    if is_held(members["opening.txt"]):
        lines = [line.rpartition(b",")[0] for line in members["ballots.csv"].split(b"\n")[1:-1]]
        found += check_held(members, lines)
    return members, found


def closing_value(members: Mapping[str, bytes]) -> str:
    """The closing record's own link, which is read out at closing; empty where there is none."""
    return _value(members.get("closing.txt", b"").split(b"\n")[-2:-1])


def next_link(link: bytes, payload: bytes) -> bytes:
    """SHA-256, in hexadecimal, over the link before, a line feed and the line without its own link."""
    return _hash(link + b"\n" + payload).encode()


def _check_opening(members: Mapping[str, bytes]) -> Iterator[Fault]:
    lines = members["opening.txt"].split(b"\n")
    rules, finalists = _hash(members["rules.toml"]), _hash(members["finalists.csv"])
    yield from _compare("opening.txt", lines, "format", FORMAT, "모르는 형식입니다.")
    yield from _compare("opening.txt", lines, "rules", rules, "rules.toml이 시작할 때의 규칙과 다릅니다.")
    yield from _compare("opening.txt", lines, "finalists", finalists, "finalists.csv가 시작할 때의 명단과 다릅니다.")


def _check_chain(members: Mapping[str, bytes]) -> Iterator[Fault]:
    """Each line against the link before it as stated, so that one change is one place and not all that follow."""
    heading, *lines = members["ballots.csv"].split(b"\n")
    is_cut = not lines or lines.pop() != b""
    if heading != _HEADING:
        yield Fault("ballots.csv", 1, f"첫 줄이 ‘{_HEADING.decode()}’이(가) 아닙니다.")
    link, before = _hash(members["opening.txt"]).encode(), [b""]
    for number, line in enumerate(lines, start=2):
        payload, _, stated = line.rpartition(b",")
        following = sha256(link + b"\n" + payload).hexdigest().encode()  # next_link, in place: a million times
        if following == stated:
            link = stated
        else:
            yield Fault(
                "ballots.csv",
                number,
                "사슬이 여기서 끊어집니다. 앞줄의 연결값과 이 줄에서 나온 연결값이 적힌 것과 다릅니다.",
            )
            link = stated if _LINK.fullmatch(stated) else following
        row = payload.split(b",")[:3] if b'"' not in payload else _cells(payload)[:3]
        if row <= before:
            yield Fault("ballots.csv", number, "줄의 순서가 어긋나거나 같은 투표지가 두 번 있습니다.")
        before = row
    if is_cut:
        yield Fault("ballots.csv", len(lines) + 2, "마지막 줄이 잘렸습니다.")


def _check_closing(members: Mapping[str, bytes]) -> Iterator[Fault]:
    content = members["closing.txt"]
    lines, rows = content.split(b"\n"), members["ballots.csv"].split(b"\n")[1:-1]
    first = _hash(members["opening.txt"])
    last = rows[-1].rpartition(b",")[2].decode("ascii", errors="replace") if rows else first
    count, result = str(len(rows)), _hash(members["result.json"])
    yield from _compare("closing.txt", lines, "format", FORMAT, "모르는 형식입니다.")
    yield from _compare("closing.txt", lines, "opening", first, "첫 연결값이 opening.txt와 다릅니다.")
    yield from _compare("closing.txt", lines, "ballots", count, f"투표지 수가 ballots.csv의 {count}줄과 다릅니다.")
    yield from _compare("closing.txt", lines, "last", last, "마지막 연결값이 ballots.csv의 끝과 다릅니다.")
    yield from _compare("closing.txt", lines, "result", result, "result.json이 마감할 때의 결과와 다릅니다.")
    body = b"".join(line + b"\n" for line in lines[:-2])
    if content != body + f"closing {_hash(body)}\n".encode():
        yield Fault("closing.txt", max(len(lines) - 1, 1), "마감 확인값이 마감 기록과 다릅니다.")


_ORDER = {
    "opening.txt": ("format", "rules", "finalists"),
    "closing.txt": ("format", "opening", "ballots", "last", "result"),
}


def _compare(member: str, lines: Sequence[bytes], key: str, value: str, what: str) -> Iterator[Fault]:
    """A fault when the line of `key` in a record does not state `value`."""
    at = _ORDER[member].index(key)
    if lines[at : at + 1] != [f"{key} {value}".encode()]:
        yield Fault(member, at + 1, what)


def _member_at(members: Mapping[str, bytes], byte: int) -> str:
    """The member a byte of the zip belongs to, its header included; the directory at the end is the zip's own."""
    end = 0
    for name, content in members.items():
        end += HEADER_SIZE + len(name) + len(content)
        if byte < end:
            return name
    return "zip"


def _record(facts: Mapping[str, str]) -> bytes:
    return "".join(f"{_plain(key)} {_plain(value)}\n" for key, value in facts.items()).encode()


def _lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _line(cells: Iterable[str]) -> bytes:
    """One CSV line without its end; cells with a comma or a quotation mark are quoted."""
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(map(_plain, cells))
    return written.getvalue().encode()


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise BadFile(
            [Fault(repr(text), 0, "줄바꿈이나 제어 문자가 들어 있어 내보낼 수 없습니다. 한 줄로 고쳐 주십시오.")]
        )
    return text


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _cells(payload: bytes) -> list[bytes]:
    """The cells of a line with quotes; UTF-8 sorts as its code points do."""
    try:
        return [cell.encode() for cell in next(csv.reader([payload.decode()]), [])]
    except (csv.Error, UnicodeDecodeError):
        return []


def _value(lines: Sequence[bytes]) -> str:
    return lines[0].removeprefix(b"closing ").decode("ascii", errors="replace") if lines else ""
