"""An export says when and where it was touched, and gives the announced result or says what differs."""

from __future__ import annotations

import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.documents.contest_export import MEMBERS, check
from assistant.documents.contest_zip import pack, unpack
from assistant.errors import BadFile
from assistant.services.recounting import recount
from assistant.services.tallying import tally_files

from ..contest import FINALISTS, rules_toml, write_contest

PROGRAM = Path(__file__).parents[2] / "docs" / "recount" / "recount.py"
SMALL_RULES = rules_toml({"internal_process": 2, "citizen_service": 1})
SMALL = [("가, 1", "internal_process"), ('나 "2"', "internal_process"), ("다3", "citizen_service")]


def exported(folder: Path, rules: str, finalists: list[tuple[str, str]], voters: tuple[int, int]) -> Path:
    """A contest of `voters` experts and staff who score at random; every seventh cell is a recusal."""
    chance = random.Random(4)
    ballots = [
        (panel, f"{panel[0]}{voter}", name, "" if voter and not chance.randrange(7) else chance.randint(0, 100))
        for panel, count in zip(("experts", "staff"), voters, strict=True)
        for voter in range(count)
        for name, _ in finalists
    ]
    files = write_contest(folder, rules, finalists, ballots)
    tally_files(*files.paths, export_to=folder / "export.zip")
    return folder / "export.zip"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("whole"), rules_toml(), list(FINALISTS), (13, 101))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("small"), SMALL_RULES, SMALL, (2, 3))


def independent(path: Path, *more: str) -> tuple[int, str]:
    """Exit code and last line of the program a stranger would run."""
    command = [sys.executable, "-I", str(PROGRAM), str(path), *more]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.stderr == ""
    return ended.returncode, ended.stdout.splitlines()[-1]


def caught(content: bytes) -> list[str]:
    """Where the changed export was touched, by its seals alone and without a recount."""
    return [f"{fault.file}:{fault.line}" for fault in check(content)[1]]


def rewritten(path: Path, **members: bytes) -> bytes:
    """The export with members replaced and every checksum of the zip put right."""
    stored, _ = unpack(path.read_bytes(), MEMBERS)
    return pack({name: members.get(name.partition(".")[0], content) for name, content in stored.items()})


def member(path: Path, name: str) -> bytes:
    return unpack(path.read_bytes(), MEMBERS)[0][name]


def test_an_untouched_export_agrees_with_both_programs(whole: Path) -> None:
    found = recount(whole)
    assert (found.agrees, found.breaks, found.differences) == (True, (), ())
    assert len(found.standings) == 10
    assert independent(whole) == (0, "recount agrees")


def test_an_export_is_a_zip_anybody_can_open(whole: Path) -> None:
    import zipfile

    with zipfile.ZipFile(whole) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == list(MEMBERS)
        assert opened.read("ballots.csv") == member(whole, "ballots.csv")


def test_ballots_stand_sorted_so_that_their_order_tells_nothing(whole: Path) -> None:
    rows = member(whole, "ballots.csv").decode().splitlines()[1:]
    assert rows == sorted(rows)


@pytest.mark.parametrize("by", [1, 128])
def test_every_single_byte_that_is_flipped_is_caught(small: Path, by: int) -> None:
    content = small.read_bytes()
    for at in range(len(content)):
        assert caught(content[:at] + bytes([content[at] ^ by]) + content[at + 1 :])


@pytest.mark.parametrize("name", MEMBERS)
def test_every_byte_flipped_in_a_member_is_caught_where_the_zip_itself_was_put_right(small: Path, name: str) -> None:
    content = member(small, name)
    for at in range(len(content)):
        flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert caught(rewritten(small, **{name.partition(".")[0]: flipped}))


def test_every_truncation_is_caught(small: Path) -> None:
    content = small.read_bytes()
    for length in range(len(content)):
        assert caught(content[:length])


def test_every_byte_that_is_added_or_dropped_is_caught(small: Path) -> None:
    content = small.read_bytes()
    for at in range(len(content)):
        assert caught(content[:at] + b"\0" + content[at:])
        assert caught(content[:at] + content[at + 1 :])
    assert caught(content + b"\0")


def test_a_changed_ballot_is_named_by_its_line_and_the_result_it_would_give(tmp_path: Path, whole: Path) -> None:
    lines = member(whole, "ballots.csv").split(b"\n")
    content, link = lines[5].rsplit(b",", 1)
    score = content.rsplit(b",", 1)[1]
    lines[5] = content[: -len(score)] + (b"1" if score != b"1" else b"2") + b"," + link
    path = tmp_path / "changed.zip"
    path.write_bytes(rewritten(whole, ballots=b"\n".join(lines)))
    found = recount(path)
    assert [(fault.file, fault.line) for fault in found.breaks] == [("ballots.csv", 6)]
    assert {fault.file for fault in found.differences} == {"result.json"}


def test_a_dropped_ballot_is_missed_at_the_line_after_it_and_at_closing(whole: Path) -> None:
    lines = member(whole, "ballots.csv").split(b"\n")
    del lines[7]
    assert caught(rewritten(whole, ballots=b"\n".join(lines))) == ["ballots.csv:8", "closing.txt:3"]


def test_the_first_and_the_last_ballot_cannot_be_dropped(whole: Path) -> None:
    lines = member(whole, "ballots.csv").split(b"\n")
    first = b"\n".join([lines[0], *lines[2:]])
    last = b"\n".join([*lines[:-2], b""])
    assert caught(rewritten(whole, ballots=first)) == ["ballots.csv:2", "closing.txt:3"]
    assert caught(rewritten(whole, ballots=last)) == ["closing.txt:3", "closing.txt:4"]


def test_two_ballots_that_changed_places_are_found(whole: Path) -> None:
    lines = member(whole, "ballots.csv").split(b"\n")
    lines[3], lines[4] = lines[4], lines[3]
    assert "ballots.csv:4" in caught(rewritten(whole, ballots=b"\n".join(lines)))


def relinked(path: Path, lines: list[bytes]) -> bytes:
    """What somebody writes who knows the specification: every link and record made anew."""
    opening = member(path, "opening.txt")
    link, chained = sha256(opening).hexdigest(), [lines[0]]
    for line in lines[1:]:
        content = line.rsplit(b",", 1)[0]
        link = sha256(link.encode() + b"\n" + content).hexdigest()
        chained.append(content + b"," + link.encode())
    facts = member(path, "closing.txt").decode().splitlines()
    facts[2:4] = [f"ballots {len(lines) - 1}", f"last {link}"]
    body = "".join(f"{fact}\n" for fact in facts[:-1])
    closing = f"{body}closing {sha256(body.encode()).hexdigest()}\n"
    return rewritten(path, ballots=b"\n".join([*chained, b""]), closing=closing.encode())


def test_an_added_ballot_with_its_chain_made_anew_is_caught_by_the_count_or_the_announced_closing(
    tmp_path: Path, whole: Path
) -> None:
    announced = recount(whole).closing_value
    lines = member(whole, "ballots.csv").split(b"\n")[:-1]
    forged = tmp_path / "forged.zip"
    forged.write_bytes(relinked(whole, [*lines, "staff,z,가1,100,".encode()]))
    found = recount(forged)
    assert (found.breaks, bool(found.differences), found.agrees) == ((), True, False)
    assert independent(forged) == (1, "result.json: is not what the ballots give")
    forged.write_bytes(relinked(whole, lines))
    assert recount(forged, announced).agrees
    assert not recount(forged, "0" * 64).agrees
    assert independent(forged, announced) == (0, "recount agrees")
    assert independent(forged, "0" * 64)[0] == 1


def test_ballots_in_the_order_of_casting_are_refused_even_when_well_chained(whole: Path) -> None:
    heading, *lines = member(whole, "ballots.csv").split(b"\n")[:-1]
    assert caught(relinked(whole, [heading, *lines[1:], lines[0]])) == [f"ballots.csv:{len(lines) + 1}"]


def test_half_a_line_after_the_last_ballot_is_found(whole: Path) -> None:
    ballots = member(whole, "ballots.csv")
    assert caught(rewritten(whole, ballots=ballots + b"x")) == [f"ballots.csv:{ballots.count(10) + 1}"]


def test_rules_and_finalists_cannot_be_exchanged(whole: Path) -> None:
    rules = member(whole, "rules.toml").replace(b"7/10", b"3/10", 1).replace(b'"3/10"', b'"7/10"')
    assert caught(rewritten(whole, rules=rules)) == ["opening.txt:2"]
    finalists = member(whole, "finalists.csv").replace("가1".encode(), "가9".encode())
    assert caught(rewritten(whole, finalists=finalists)) == ["opening.txt:3"]


def test_members_cannot_change_places_and_none_can_be_added(small: Path) -> None:
    stored, _ = unpack(small.read_bytes(), MEMBERS)
    assert caught(pack(dict(reversed(stored.items()))))
    assert caught(pack({**stored, "note.txt": b"hello"}))


def test_the_independent_program_catches_what_the_application_catches(tmp_path: Path, small: Path) -> None:
    content, path = small.read_bytes(), tmp_path / "changed.zip"
    chance = random.Random(11)
    changes = [content[:-1], content + b"\0", b"", content[:40]]
    changes += [content[:at] + b"\xff" + content[at + 1 :] for at in chance.sample(range(len(content)), 10)]
    for name in MEMBERS:
        stored = member(small, name)
        at = chance.randrange(len(stored))
        part = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
        changes += [rewritten(small, **{name.partition(".")[0]: part}), content.replace(stored, part)]
    for change in changes:
        path.write_bytes(change)
        assert (recount(path).agrees, independent(path)[0]) == (False, 1)


def test_a_name_with_a_line_break_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        exported(tmp_path, SMALL_RULES, [*SMALL[:2], ("다\n3", "citizen_service")], (1, 1))
    assert not (tmp_path / "export.zip").exists()
    assert not (tmp_path / "tally.json").exists()


def test_no_export_at_all_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        recount(tmp_path / "none.zip")
