"""A real server over the samples on a free port of this machine, and a real Chromium looking at it."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from assistant.config import PROJECT, QUIET

WAIT_MS = 60_000
"""Patience with a loaded machine; nothing is measured by it."""


class Server:
    """`streamlit run` in a process of its own; `kill` is a real SIGKILL."""

    def __init__(
        self, data_dir: Path, script: str = "streamlit_app.py", project: Path = PROJECT, **settings: str
    ) -> None:
        self.data_dir, self.script, self.project, self.settings = data_dir, script, project, settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.wrap: list[str] = []
        """What the server is started through."""

    def start(self) -> None:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("OPENAI_", "EMBEDDING_", "CHROMA_", "DATABASE_"))
        }
        environment |= QUIET | {"ASSISTANT_DATA_DIR": str(self.data_dir), "ASSISTANT_DEMO": "1"} | self.settings
        command = [*self.wrap, sys.executable, "-m", "streamlit", "run", str(self.script)]
        command += ["--server.port", str(self.port)]
        with (self.data_dir / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.project, env=environment, stdout=log, stderr=log)
        until = time.monotonic() + 240
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except OSError:
                assert self.process.poll() is None, (self.data_dir / "server.log").read_text("utf-8")
                time.sleep(0.3)
        raise AssertionError("the server did not start: " + (self.data_dir / "server.log").read_text("utf-8"))

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=60)


@pytest.fixture(scope="session")
def samples(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the samples in it; to be copied, not used."""
    if ready := os.environ.get("ASSISTANT_LOADED_SAMPLES"):  # loaded before, for a quicker start
        return Path(ready)
    own = tmp_path_factory.getbasetemp()
    data_dir = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "samples"  # once for all workers
    with data_dir.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data_dir.exists():
            begun = tmp_path_factory.mktemp("loading")
            environment = os.environ | QUIET | {"ASSISTANT_DATA_DIR": str(begun)}
            command = [str(Path(sys.executable).parent / "assistant"), "demo", "--load-only", "--quiet"]
            subprocess.run(command, cwd=PROJECT, env=environment, check=True, timeout=280)
            begun.rename(data_dir)
    return data_dir


@pytest.fixture(scope="session")
def server(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server over the samples for all journeys; each of them begins a draft of its own."""
    data_dir = tmp_path_factory.mktemp("journeys") / "data"
    shutil.copytree(samples, data_dir)
    running = Server(data_dir)
    running.start()
    yield running
    running.kill(signal.SIGTERM)


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser profile of its own; at the end no request may have left the machine."""
    opened = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR", timezone_id="Asia/Seoul")
    opened.set_default_timeout(WAIT_MS)
    left: list[str] = []
    ours = (server.url, server.url.replace("http", "ws", 1), "data:", "blob:")
    opened.on("request", lambda request: None if request.url.startswith(ours) else left.append(request.url))
    yield opened
    opened.close()
    assert left == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
