"""The import contracts hold, and each of them notices when it is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREAKS = {
    "layers": ("domain/person.py", "import assistant.storage.database"),
    "screens": ("services/drafting.py", "import streamlit"),
    "chroma": ("services/finding.py", "import chromadb"),
    "models": ("services/advising.py", "import openai"),
    "database": ("services/drafting.py", "import sqlalchemy"),
    "human": ("domain/tally.py", "import assistant.llm.advisor"),
    "human-review": ("services/reviewing.py", "import assistant.llm.advisor"),
    "human-shortlist": ("services/shortlisting.py", "import assistant.index.embedder"),
    "human-ballot": ("vote/__init__.py", "import assistant.index.embedder"),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "assistant", tmp_path / "assistant", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_holds(copy: Path) -> None:
    ended = _lint(copy)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("case", BREAKS)
def test_a_forbidden_import_breaks_its_contract(copy: Path, case: str) -> None:
    path, line = BREAKS[case]
    file = copy / "assistant" / path
    file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
    ended = _lint(copy)
    assert ended.returncode == 1
    assert "BROKEN" in ended.stdout
    assert line.removeprefix("import ").split(".")[0] in ended.stdout
