"""A backup or a restore in a process of its own that stops at a named point and waits to be killed.

`python -m tests.keeping.halting backup|restore URL DATA_DIR FILE POINT` says "there" when it stands at POINT, and
"done" at its end. POINT is a number (so many tables done) or the name of a step.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.documents import backup_file, whole_files
from assistant.services import restoring
from tests.keeping.furnishing import keeping

LONGEST_S = 120


def halt() -> None:
    print("there", flush=True)
    time.sleep(LONGEST_S)


def before(holder: Any, name: str) -> None:
    """Halt when `holder.name` is about to be called."""
    getattr(holder, name)  # a step that has moved is an error here, not a point nobody ever stands at
    setattr(holder, name, lambda *_, **__: halt())


def after(holder: Any, name: str) -> None:
    """Halt when `holder.name` has just been called."""
    true: Callable[..., Any] = getattr(holder, name)

    def called(*arguments: Any, **named: Any) -> Any:
        found = true(*arguments, **named)
        halt()
        return found

    setattr(holder, name, called)


POINTS: dict[str, Callable[[], None]] = {
    "before the manifest": lambda: before(backup_file.Writer, "finish"),
    "before the rename": lambda: before(backup_file.Path, "replace"),
    "after the rename": lambda: before(whole_files, "_settle"),
    "hashes checked": lambda: after(backup_file.Reader, "check"),
    "files staged": lambda: after(restoring.Restoring, "_stage"),
    "chains followed": lambda: after(restoring, "_compare"),
    "files in place": lambda: after(restoring.Restoring, "_swap"),
}

if __name__ == "__main__":
    errand, url, data_dir, file, point = sys.argv[1:]
    if point in POINTS:
        POINTS[point]()

    def progress(done: int, _of: int) -> None:
        if point == str(done):
            halt()

    with keeping(url, Path(data_dir)) as services:
        if errand == "backup":
            services.backing_up.make(Path(file), progress=progress)
        else:
            services.restoring.restore(Path(file), progress=progress)
    print("done", flush=True)
