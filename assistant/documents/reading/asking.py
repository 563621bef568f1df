"""Asking the reading process, and getting an answer in time whatever the file is.

The process is started by command line, without this one's environment (keys, addresses) and in a group of its own that
is killed when its time is over. Law: what comes back is JSON of bounded size; everything else is a refusal.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.passages import Passage
from assistant.errors_files import FileRefused

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_ANSWER = 24 * 1024 * 1024
_ROOT = str(Path(__file__).parents[3])
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Limits:
    """`cpu_s` of work on the file itself, `wall_s` from the start of the process; `memory` in bytes.

    Work is what is limited: on a machine with much else to do a healthy file may wait, and is not refused for it.
    """

    wall_s: float = 6.0
    cpu_s: float = 1.5
    memory: int = 768 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """What a document holds; `kind` is one of `kinds.Kind`."""

    kind: str
    passages: tuple[Passage, ...]


def read_document(name: str, content: bytes, limits: Limits) -> Read:
    """The passages of a document. Raises FileRefused."""
    said = _ask("read", name, content, limits)
    return Read(said["kind"], tuple(Passage(**each) for each in said["passages"]))


def check_pdf(name: str, content: bytes, limits: Limits) -> None:
    """Raises FileRefused for a PDF that cannot be passed on as it is; one without text can."""
    try:
        _ask("check", name, content, limits)
    except FileRefused as refused:
        if refused.reason not in ("no_text", "too_much_text"):
            raise


def redraw_picture(name: str, content: bytes, limits: Limits) -> bytes:
    """The picture without anything beside its pixels. Raises FileRefused."""
    return base64.b64decode(_ask("picture", name, content, limits)["content"])


def _ask(act: str, name: str, content: bytes, limits: Limits) -> dict[str, Any]:
    if not content:
        raise FileRefused("empty")
    if len(content) > LARGEST_FILE:
        raise FileRefused("too_large", LARGEST_FILE // 1024 // 1024)
    asked = {"act": act, "name": name, "size": len(content), "memory": limits.memory, "seconds": limits.cpu_s}
    with _AT_ONCE:
        answer, was_late = _answer(json.dumps(asked).encode() + b"\n" + content, limits.wall_s)
    if was_late:
        raise FileRefused("too_slow")
    try:
        said = json.loads(answer)
    except ValueError:
        raise FileRefused("too_much_memory") from None  # it was stopped by the system or fell over the file
    if "refused" in said:
        raise FileRefused(said["refused"], said["most"])
    return dict(said)


def _answer(question: bytes, wall_s: float) -> tuple[bytes, bool]:
    child = subprocess.Popen(
        [sys.executable, "-m", "assistant.documents.reading.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PYTHONPATH": _ROOT, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"},
        start_new_session=True,
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        os.killpg(child.pid, signal.SIGKILL)

    def tell() -> None:
        assert child.stdin is not None
        with suppress(OSError):  # it may have ended already; its answer, or the lack of one, says why
            child.stdin.write(question)
            child.stdin.close()

    assert child.stdout is not None
    timer, telling = threading.Timer(wall_s, stop), threading.Thread(target=tell, daemon=True)
    timer.start()
    telling.start()
    try:
        answer = child.stdout.read(LARGEST_ANSWER + 1)
    finally:
        timer.cancel()
        if child.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
        ended = child.wait()
        telling.join(1)
        child.stdout.close()
    return answer[:LARGEST_ANSWER], late.is_set() or ended == -signal.SIGPROF
