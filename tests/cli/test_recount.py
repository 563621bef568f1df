"""`assistant recount` as a person calls it: 0 and "recount agrees", or 1 and where it differs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ..contest import ContestFiles, write_contest


def called(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from assistant.cli.main import main; main()", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def exported(folder: Path) -> tuple[ContestFiles, Path]:
    files, export = write_contest(folder), folder / "export.zip"
    named = zip(("--rules", "--finalists", "--ballots", "--out"), files.paths, strict=True)
    ended = called("tally", *(word for pair in named for word in pair), "--export", export)
    assert (ended.returncode, ended.stderr) == (0, "")
    return files, export


def test_an_export_is_counted_again_and_agrees(tmp_path: Path) -> None:
    _, export = exported(tmp_path)
    ended = called("recount", export)
    lines = ended.stdout.splitlines()
    assert (ended.returncode, lines[0], lines[-1]) == (0, "internal_process\t공동 1위\t가1\t50\t대상", "recount agrees")
    assert len(lines) == 13


def test_a_changed_score_ends_with_one_and_names_the_line_and_the_difference(tmp_path: Path) -> None:
    _, export = exported(tmp_path)
    export.write_bytes(export.read_bytes().replace("experts,v1,나2,50".encode(), "experts,v1,나2,99".encode()))
    ended = called("recount", export)
    assert ended.returncode == 1
    assert "recount agrees" not in ended.stdout
    assert "ballots.csv:8: 사슬이 여기서 끊어집니다" in ended.stdout
    assert "result.json: ‘나2’: 발표" in ended.stdout


def test_a_closing_value_that_was_not_announced_ends_with_one(tmp_path: Path) -> None:
    _, export = exported(tmp_path)
    closing = called("recount", export).stdout.splitlines()[-2].removeprefix("closing ")
    assert called("recount", export, "--closing", closing).returncode == 0
    assert called("recount", export, "--closing", "0" * 64).returncode == 1


def test_a_file_that_is_no_export_ends_with_one_and_no_file_with_two(tmp_path: Path) -> None:
    export = tmp_path / "export.zip"
    export.write_bytes(b"not a zip")
    assert called("recount", export).returncode == 1
    assert called("recount", tmp_path / "none.zip").returncode == 2
