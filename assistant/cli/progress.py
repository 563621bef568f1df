"""Progress on stderr: a bar with count and time left, from the third second on."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

PATIENCE_S = 2.0


class Bar:
    """Call it with (done, of); `of` 0 means nobody knows. Shows nothing for the first two seconds or when quiet."""

    def __init__(self, what: str, *, quiet: bool) -> None:
        self._what, self._quiet, self._since = what, quiet, time.monotonic()
        self._progress: Progress | None = None
        self._task = TaskID(0)

    def __call__(self, done: int, of: int = 0) -> None:
        if self._quiet or (self._progress is None and time.monotonic() - self._since < PATIENCE_S):
            return
        if self._progress is None:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._progress = Progress(*columns, console=Console(stderr=True))
            self._progress.start()
            self._task = self._progress.add_task(self._what, total=None)
        self._progress.update(self._task, completed=done, total=of or None)

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
