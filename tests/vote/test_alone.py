"""The hall's own server starts without the rest of the application."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

PROGRAM = """
import sys
import assistant.cli.main
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


def test_the_command_serves_the_ballot_and_ends_when_told(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ASSISTANT_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    program = "from assistant.cli.main import main; main()"
    server = subprocess.Popen([sys.executable, "-c", program, "vote-server", "--port", str(port)], env=environment)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/vote")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        assert "지금은 투표가 없습니다" in answer.text
        assert httpx.get(f"http://127.0.0.1:{port}/health").text == "ok"
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) in (0, -signal.SIGTERM)
