"""`assistant tally` as a person calls it: exit codes, sentences on stderr, silence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from ..contest import ContestFiles, write_contest


def called(files: ContestFiles, *more: str) -> subprocess.CompletedProcess[str]:
    named = zip(("--rules", "--finalists", "--ballots", "--out"), map(str, files.paths), strict=True)
    command = ["-c", "from assistant.cli.main import main; main()", "tally", *(word for pair in named for word in pair)]
    return subprocess.run([sys.executable, *command, *more], capture_output=True, text=True, timeout=120, check=False)


def test_a_count_succeeds_without_a_word(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    ended = called(files, "--quiet")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert len(json.loads(files.out.read_text("utf-8"))["standings"]) == 10


def test_bad_input_ends_with_two_and_a_line_for_each_fault_and_writes_nothing(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    with files.ballots.open("a", encoding="utf-8") as file:
        file.write("experts,v2,가1,101\nexperts,v2,없는 제안,5\n")
    ended = called(files)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        f"{files.ballots}:22: 점수 101은(는) 범위 밖입니다. 0~100 사이 정수로 고쳐 주십시오.",
        f"{files.ballots}:23: ‘없는 제안’은(는) 본선 진출작이 아닙니다. 본선 진출작 파일과 같게 적어 주십시오.",
    ]
    assert not files.out.exists()


def test_a_silent_panel_ends_with_two_and_names_panel_and_finalist(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    files.ballots.write_text(files.ballots.read_text("utf-8").replace("staff,v1,나3,50\n", ""), "utf-8")
    ended = called(files)
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        f"{files.finalists}:9: ‘나3’에 staff 평가단이 낸 투표지가 ballots.csv에 하나도 없습니다. 점수를 넣어 주십시오."
    ]
    assert not files.out.exists()
