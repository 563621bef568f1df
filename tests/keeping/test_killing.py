"""kill -9 at many points: a copy is there whole or not at all, an installation is empty or whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.config import PROJECT
from tests.keeping.conftest import Home
from tests.keeping.furnishing import hashes, keeping
from tests.storage import postgres

POINTS = {
    "sqlite": ("files staged", "20", "chains followed", "files in place"),
    "postgresql": ("20", "files in place"),
}


def kill_at(errand: str, url: str, data_dir: Path, file: Path, point: str) -> None:
    """Start the errand, wait until it stands at `point`, kill -9."""
    command = [sys.executable, "-m", "tests.keeping.halting", errand, url, str(data_dir), str(file), point]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline().strip()
    process.kill()
    complaint = process.stderr.read()
    process.wait(60)
    process.stdout.close()
    process.stderr.close()
    assert line == "there", complaint


def test_a_backup_that_is_killed_leaves_the_earlier_one(home: Home, copy: Path, tmp_path: Path) -> None:
    url, folder = home
    dest = tmp_path / "dest" / "copy.zip"
    dest.parent.mkdir()
    shutil.copy(copy, dest)
    before = dest.read_bytes()
    for point in ("12", "before the manifest", "before the rename"):
        kill_at("backup", url, folder, dest, point)
        assert dest.read_bytes() == before, point
    kill_at("backup", url, folder, dest, "after the rename")
    assert hashes(dest) == hashes(copy)
    assert dest.read_bytes() != before
    with keeping(url, folder) as services:
        services.backing_up.make(dest)
    assert hashes(dest) == hashes(copy)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restore_that_is_killed_leaves_an_empty_installation_that_can_be_filled(
    kind: str, copy: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    there = tmp_path / "there"
    url = f"sqlite:///{there}/assistant.sqlite3"
    if kind == "postgresql":
        server: postgres.Server = request.getfixturevalue("server")
        url = server.schema()
    for point in POINTS[kind]:
        kill_at("restore", url, there, copy, point)
        with keeping(url, there) as services:
            services.database.migrate()
            with services.database.snapshot() as seen:
                assert {shape.name for shape in seen.shapes() for _ in seen.rows(shape.name)} == set(), point
    with keeping(url, there) as services:
        services.restoring.restore(copy)
        services.backing_up.make(tmp_path / "again.zip")
    assert hashes(tmp_path / "again.zip") == hashes(copy)
    assert list(there.glob(".restoring-*")) == []
