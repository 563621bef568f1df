"""Running `other_process.py` beside a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
LONGEST_S = 120


class Process:
    """One errand in a process of its own; killed at the end whatever happened."""

    def __init__(self, errand: str, url: str, word: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.storage.other_process", errand, url, word],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    def go(self) -> None:
        """Tell it to go on."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def line(self) -> str:
        """What it says next."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """kill -9; nothing is cleaned up."""
        self._process.kill()
        self._process.wait(LONGEST_S)

    def finish(self) -> str:
        """Wait for its end and return all it said; an AssertionError tells what it complained of."""
        said, complaint = self._process.communicate("go\n", timeout=LONGEST_S)
        assert self._process.returncode == 0, complaint
        return said.strip()
