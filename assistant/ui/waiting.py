"""Work that may take long runs beside the page, so that typing and saving never wait for it.

Law: a worker touches services only, never `st`; a page looks at what is done and shows the rest when it comes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from assistant.errors import AssistantError

Answer = TypeVar("Answer")

SEARCHERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="similar")
ADVISERS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="advice")


@dataclass(slots=True)
class Waiting(Generic[Answer]):
    """The last answer to a question that keeps changing: the old one stays until the new one is there."""

    pool: ThreadPoolExecutor
    answer: Answer | None = None
    trouble: AssistantError | None = None
    answered: str = ""
    asked: str = ""
    _future: Future[Answer] | None = field(default=None, repr=False)

    def ask(self, question: str, work: Callable[[], Answer]) -> None:
        """Start `work` unless `question` (a key of it) is answered or being worked on already."""
        if question in {self.asked, self.answered if self._future is None else ""}:
            return
        if self._future is not None:
            self._future.cancel()
        self.asked, self._future = question, self.pool.submit(work)

    def is_waiting(self, patience_s: float = 0.0) -> bool:
        """Whether the last question is still unanswered after `patience_s`; an answer that has come is taken in."""
        if self._future is None:
            return False
        try:
            self.answer, self.trouble = self._future.result(timeout=patience_s), None
        except NotYet:
            return True
        except AssistantError as exc:
            self.trouble = exc
        self.answered, self.asked, self._future = self.asked, "", None
        return False

    def forget(self) -> None:
        """Ask again next time, even the same question."""
        self.answered = ""
