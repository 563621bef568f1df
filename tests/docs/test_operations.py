"""Every command of docs/operations.md is run, checked by the program it is written for, or says why it cannot be."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from assistant.config import PROJECT, load_settings
from assistant.storage.database import Database
from tests.evening import HOST
from tests.keeping.furnishing import furnish, lay_files
from tests.storage import postgres
from tests.storage.conftest import server

__all__ = ["server"]

PAGE = (PROJECT / "docs" / "operations.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced part of the page: its language, what its first line says of it, its text."""

    language: str
    said: str
    text: str


BLOCKS = [Block(*found.groups(default="")) for found in BLOCK.finditer(PAGE)]
FILES = {block.said.removeprefix("file="): block.text for block in BLOCKS if block.said.startswith("file=")}


def test_every_block_is_run_checked_or_has_a_reason() -> None:
    kinds = [
        block.said == "run" or block.said.startswith("file=/") or len(block.said.removeprefix("by-hand: ")) > 10
        for block in BLOCKS
    ]
    assert all(kinds), [block for block, is_known in zip(BLOCKS, kinds, strict=True) if not is_known]
    assert sum(block.said == "run" for block in BLOCKS) >= 9
    assert [
        block.text for block in BLOCKS if block.said.startswith("by-hand") and "assistant backup" in block.text
    ] == []


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished installation where the page says /srv/assistant, with room for backups."""
    folder = tmp_path_factory.mktemp("operations")
    data = folder / "srv" / "assistant"
    database = Database(f"sqlite:///{data}/assistant.sqlite3")
    database.migrate()
    _, still_open = furnish(database)
    still_open.services.closing.close(HOST, still_open.poll_id)  # while a poll is open the timer makes no backup
    database.close()
    lay_files(data)
    for lying in (data / "attachments", data / "profiles", data / "chroma"):
        shutil.rmtree(lying)
    (data / "backups").mkdir(mode=0o700)
    data.chmod(0o700)
    return folder


def inside(text: str, sandbox: Path) -> str:
    """The page's places, moved into the sandbox."""
    return text.replace("/srv/", f"{sandbox}/srv/")


def environment(sandbox: Path) -> Mapping[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "DATABASE_", "CHROMA_"))
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**kept, "ASSISTANT_DATA_DIR": f"{sandbox}/srv/assistant", "PATH": path, "PYTHONPATH": str(PROJECT)}


def test_every_shell_command_marked_to_be_run_does_what_it_says(sandbox: Path) -> None:
    """In the order of the page, in one folder: later ones stand on what earlier ones made."""
    for block in (block for block in BLOCKS if (block.language, block.said) == ("sh", "run")):
        # backups of one second would have one name
        script = "set -eu\nsleep 1\n" + inside(block.text, sandbox)
        ended = subprocess.run(
            ["bash", "-c", script], cwd=sandbox, env=environment(sandbox), capture_output=True, text=True, timeout=120
        )
        assert ended.returncode == 0, f"{block.text}\n{ended.stdout}\n{ended.stderr}"
    made = sandbox / "srv" / "assistant"
    assert len(list((made / "backups").glob("assistant-*.zip"))) >= 2
    assert (made / "cookie-secret").stat().st_mode & 0o077 == 0
    assert (sandbox / "srv" / "assistant-new" / "assistant.sqlite3").is_file()
    assert (made / "everything.zip").is_file()


def test_the_database_commands_make_a_database_the_program_takes(server: postgres.Server) -> None:
    (block,) = [block for block in BLOCKS if block.language == "sql"]
    for statement in filter(str.strip, block.text.split(";")):
        server.execute(statement)
    address = server.schema().partition("@")[2].partition("/")[0]
    database = Database(f"postgresql://assistant:replace-me@{address}/assistant")
    database.migrate()
    assert database.is_newest()
    database.close()
    server.execute("CREATE ROLE stranger LOGIN PASSWORD 'x'")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(f"postgresql://stranger:x@{address}/assistant")


def test_the_settings_file_is_taken_as_it_stands(sandbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("ASSISTANT_", "DATABASE_", "CHROMA_", "OPENAI_")):
            monkeypatch.delenv(name)
    for name in ("oidc-secret", "cookie-secret"):
        (sandbox / "srv" / "assistant" / name).write_text("x" * 48)
    for line in inside(FILES["/etc/assistant/assistant.env"], sandbox).splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.sign_in == "oidc"
    assert settings.is_https
    assert settings.database.startswith("postgresql+psycopg://")
    assert "ideas.example.go.kr" in settings.known_hosts


UNITS = {Path(path).name: text for path, text in FILES.items() if path.startswith("/etc/systemd/")}


@pytest.mark.parametrize("name", UNITS)
def test_units_are_what_systemd_takes(name: str, sandbox: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze on this machine")
    folder = sandbox / "units"
    folder.mkdir(exist_ok=True)
    for unit, text in UNITS.items():
        # verify looks for the programs and the account, which only the true server has
        text = text.replace("/opt/assistant/.venv/bin/", f"{Path(sys.executable).parent}/")
        text = text.replace("User=assistant\n", "")
        (folder / unit).write_text(text)
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(folder / name)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    ours = [line for line in ended.stderr.splitlines() if str(folder) in line or name in line]
    assert (ended.returncode, ours) == (0, []), ended.stderr


def test_units_start_commands_that_exist() -> None:
    shown = subprocess.run(
        [Path(sys.executable).parent / "assistant", "--help"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        check=True,
    ).stdout
    for text in UNITS.values():
        parsed = configparser.ConfigParser(strict=False, interpolation=None)
        parsed.optionxform = str  # type: ignore[assignment,method-assign]
        parsed.read_string(text)
        if parsed.has_section("Service") and "bin/assistant" in parsed["Service"]["ExecStart"]:
            assert parsed["Service"]["ExecStart"].split()[1] in shown
