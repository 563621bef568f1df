"""Any change to the export of a held contest is caught by both programs: the application's and the independent one."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from assistant.documents.contest_export import MEMBERS
from assistant.documents.contest_held import HELD_MEMBERS
from assistant.documents.contest_zip import pack, unpack
from assistant.domain import voter
from assistant.domain.poll import fact
from assistant.services.recounting import recount
from assistant.storage.database import Database
from tests.evening import HOST, evening

ROOT = Path(__file__).parents[2]
NAMES = (*MEMBERS, *HELD_MEMBERS)


def _program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("held_recount", ROOT / "docs" / "recount" / "recount.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PROGRAM = _program()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """An export and the closing link that was read out when the box was closed."""
    cost, voter.COST = voter.COST, {"n": 2, "r": 1, "p": 1}
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('hall')}/hall.sqlite")
    database.migrate()
    hall = evening(database)
    hall.open_all()
    hall.everybody_casts()
    hall.cast(hall.enter("S1"), {"F1": 1})
    closed = hall.services.closing.close(HOST, hall.poll_id)
    hall.services.closing.publish(HOST, hall.poll_id)
    export = hall.services.closing.export(HOST, hall.poll_id)
    database.close()
    voter.COST = cost
    return export, fact(closed.poll.closing, "closing")


def _is_caught(content: bytes, path: Path, closing: str = "") -> bool:
    """Whether both programs find something."""
    path.write_bytes(content)
    PROGRAM.faults.clear()
    return not recount(path, closing).agrees and PROGRAM.main(str(path), closing) == 1


def test_the_export_as_it_was_closed_agrees_with_either_closing_link(held: tuple[bytes, str], tmp_path: Path) -> None:
    export, box_link = held
    members, _ = unpack(export, NAMES)
    for closing in ("", box_link, fact(members["closing.txt"].decode(), "closing")):
        assert not _is_caught(export, tmp_path / "contest.zip", closing)
        assert PROGRAM.faults == []
        assert recount(tmp_path / "contest.zip", closing).agrees
    assert _is_caught(export, tmp_path / "contest.zip", "0" * 64)


def test_any_flipped_bit_is_caught(held: tuple[bytes, str], tmp_path: Path) -> None:
    chance = random.Random(5)
    for at in [0, len(held[0]) - 1, *chance.sample(range(len(held[0])), 120)]:
        changed = bytearray(held[0])
        changed[at] ^= 1 << chance.randrange(8)
        assert _is_caught(bytes(changed), tmp_path / "contest.zip"), at


def test_any_cut_is_caught(held: tuple[bytes, str], tmp_path: Path) -> None:
    for size in [0, 1, 29, 30, len(held[0]) // 2, len(held[0]) - 23, len(held[0]) - 1]:
        assert _is_caught(held[0][:size], tmp_path / "contest.zip"), size
    assert _is_caught(held[0] + b"\0", tmp_path / "contest.zip")


Edit = Callable[[list[bytes]], list[bytes]]
EDITS: dict[str, Edit] = {
    "drop the first": lambda lines: lines[:1] + lines[2:],
    "drop the last": lambda lines: lines[:-2] + lines[-1:],
    "drop one": lambda lines: lines[:3] + lines[4:],
    "double one": lambda lines: [*lines[:3], *lines[:3][-1:], *lines[3:]],
    "swap two": lambda lines: lines[:2] + lines[3:4] + lines[2:3] + lines[4:],
    "add one": lambda lines: [*lines[:-1], lines[-2].replace(b"1", b"2"), lines[-1]],
    "cut the end": lambda lines: lines[:-1],
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("edit", EDITS)
def test_a_line_dropped_moved_or_added_in_any_member_is_caught(
    held: tuple[bytes, str], tmp_path: Path, name: str, edit: str
) -> None:
    members, _ = unpack(held[0], NAMES)
    lines = members[name].split(b"\n")
    changed = b"\n".join(EDITS[edit](lines))
    if changed == members[name]:  # a member of one line has nothing to swap
        changed = changed[::-1]
    assert _is_caught(pack({**members, name: changed}), tmp_path / "contest.zip")


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_member_is_caught(held: tuple[bytes, str], tmp_path: Path, name: str) -> None:
    members, _ = unpack(held[0], NAMES)
    del members[name]
    assert _is_caught(pack(members), tmp_path / "contest.zip")
