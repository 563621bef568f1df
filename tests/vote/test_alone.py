"""The hall's own server starts without the rest of the application."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
import assistant.cli.main, assistant.cli.voting
from assistant.config import load_settings
from assistant.vote.server import ballot_app
from assistant.wiring_contest import open_contest
from starlette.testclient import TestClient
database, contest = open_contest(load_settings())
assert TestClient(ballot_app(contest.voting)).get("/vote").status_code == 200
print(sorted({name.partition(".")[0] for name in sys.modules}))
"""
HEAVY = {"streamlit", "chromadb", "langchain", "langchain_core", "openai", "sklearn", "onnxruntime", "scipy"}


def test_the_ballot_server_loads_no_screens_no_index_and_no_model(tmp_path: Path) -> None:
    environment = {"ASSISTANT_DATA_DIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    loaded = set(ended.stdout.strip().strip("[]").replace("'", "").split(", "))
    assert "starlette" in loaded
    assert loaded & HEAVY == set()
