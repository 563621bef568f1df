"""A file is there whole or not at all, under whatever name, and every refusal is one error that names it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from assistant.documents.whole_files import check_writable, halves_beside, write_whole, writing_whole
from assistant.errors import BadFile


def test_a_name_as_long_as_the_disk_takes_it_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / f"{'가' * 83}.csv"
    write_whole(path, b"x")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_name_longer_than_the_disk_takes_it_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="쓸 수 없습니다"):
        write_whole(tmp_path / ("가" * 90), b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BadFile, match="쓸 수 없습니다"):
        write_whole(tmp_path / "file" / "x.csv", b"x")


def test_a_link_that_leads_to_itself_is_one_error(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(BadFile, match="링크"):
        write_whole(loop, b"x")
    with pytest.raises(BadFile, match="링크"):
        check_writable(loop, tmp_path / "other")


def test_a_private_file_stays_private_and_an_open_one_becomes_as_private_as_asked(tmp_path: Path) -> None:
    for before, mode, after in ((0o600, 0o666, 0o600), (0o640, 0o666, 0o640), (0o644, 0o600, 0o600)):
        path = tmp_path / f"{before:o}-{mode:o}"
        path.write_bytes(b"x")
        path.chmod(before)
        with writing_whole(path, mode=mode) as file:
            file.write(b"y")
        assert (stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == (after, b"y")


def test_what_a_killed_process_left_is_found_by_the_letters_of_the_name(tmp_path: Path) -> None:
    path = tmp_path / "backup[1].zip"
    for name in (".backup[1].zip.77.aa.part", ".backup1.zip.77.aa.part"):
        (tmp_path / name).write_bytes(b"")
    assert [left.name for left in halves_beside(path)] == [".backup[1].zip.77.aa.part"]
    with writing_whole(path) as _:
        assert len(halves_beside(path)) == 2
