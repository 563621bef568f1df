"""What is wrong in a file edited by hand is told by line, in Korean, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.config import PROJECT
from assistant.documents.criteria_file import read_criteria
from assistant.documents.programme import read_people, read_programme, read_tracks
from assistant.documents.retention_file import read_retention
from assistant.documents.verdict_codes import read_verdict_codes
from assistant.errors import BadFile

DATA = PROJECT / "data"
READERS: dict[str, Callable[[Path], object]] = {
    "criteria.toml": read_criteria,
    "retention.toml": read_retention,
    "tracks.toml": read_tracks,
    "verdicts.toml": read_verdict_codes,
}


def told(read: Callable[[Path], object], path: Path, text: str) -> list[tuple[int, str]]:
    path.write_text(text, "utf-8")
    with pytest.raises(BadFile) as caught:
        read(path)
    return [(fault.line, fault.mend) for fault in caught.value.faults]


@pytest.mark.parametrize("name", READERS)
def test_a_broken_line_of_our_own_file_is_named(name: str, tmp_path: Path) -> None:
    READERS[name](DATA / name)
    text = (DATA / name).read_text("utf-8").rstrip("\n")
    line = text.count("\n") + 2
    mend = "TOML 문법에 맞지 않습니다. 이 줄의 따옴표, 괄호, 등호를 살펴봐 주십시오."
    assert told(READERS[name], tmp_path / name, f"{text}\nsomething like this\n") == [(line, mend)]


@pytest.mark.parametrize("wrong", ["1979-05-27", "true", "0.5", "[[1]]", '""', '"\ud55c"', "{a = 1}", "[1, 2]", "-1"])
@pytest.mark.parametrize("name", READERS)
def test_any_wrong_value_is_told_in_korean(name: str, wrong: str, tmp_path: Path) -> None:
    lines = (DATA / name).read_text("utf-8").splitlines()
    at = [n for n, line in enumerate(lines) if "=" in line and line[:1].isalpha()]
    for n in at:
        changed = [*lines[:n], f"{lines[n].split('=')[0]}= {wrong}", *lines[n + 1 :]]
        try:
            found = told(READERS[name], tmp_path / name, "\n".join(changed))
        except pytest.fail.Exception:
            continue  # this value is one that this key may have
        for line, mend in found:
            assert mend.endswith("주십시오.") or line == 0, mend


def test_a_fault_stands_at_the_line_of_its_key(tmp_path: Path) -> None:
    text = '[programme]\nname = "공모전"\nopens = "내일"\n'
    assert told(read_programme, tmp_path / "p.toml", text) == [
        (3, "programme.opens: 2026-11-23T09:00:00+09:00처럼 날짜와 시각, 시간대를 적어 주십시오."),
        (1, "programme.closes: 빠져 있습니다. 이 항목을 적어 주십시오."),
    ]


def test_an_unknown_role_is_told_with_those_there_are(tmp_path: Path) -> None:
    text = '[[people]]\nid = "kim"\nname = "김"\nroles = ["author", "심사"]\n'
    ((line, mend),) = told(read_people, tmp_path / "p.toml", text)
    assert line == 4
    assert mend.startswith("people[1].roles[2]: 'author', 'reviewer'")
