"""The virus scanner an office has: a command that is given a path and answers with its exit code, as clamdscan does.

Law: only the answer 0 means clean; no answer, another answer or no such command keeps the file out.
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path

from assistant.errors_files import FileRefused

LONGEST_WAIT_S = 60
CLEAN, INFECTED = 0, 1


def scan(command: str, content: bytes) -> None:
    """Have the bytes looked at; does nothing where no command is set. Raises FileRefused."""
    if not command:
        return
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        try:
            ended = subprocess.run(  # noqa: S603 (the administrator's own command, no shell)
                [*shlex.split(command), str(path)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=LONGEST_WAIT_S,
                check=False,
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as exc:
            raise FileRefused("scan_failed") from exc
    if ended.returncode != CLEAN:
        raise FileRefused("infected" if ended.returncode == INFECTED else "scan_failed")
