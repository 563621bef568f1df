"""Waiting for asynchronous work from ordinary threads, never longer than was said.

Cancelling a task cuts what a socket's own timeouts do not: a server that sends a byte a second, a pause before a
retry, a name that takes minutes to look up. Law: `wait` returns in time even if the work ignores being cancelled.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Any, Final, TypeVar

from assistant.errors import AdvisorFailed

GRACE_S: Final = 0.5
"""For the cancelled work to let go of its connection."""

_T = TypeVar("_T")


class Stop:
    """A person's way to call work off, from any thread; once called off it stays so."""

    def __init__(self) -> None:
        self._lock, self._called, self._act = threading.Lock(), False, _nothing

    @property
    def is_called(self) -> bool:
        """Whether it was called."""
        return self._called

    def call(self) -> None:
        """Call the work off."""
        with self._lock:
            self._called = True
        self._act()

    def does(self, act: Callable[[], object]) -> None:
        """What calling does; done at once where it was called before."""
        with self._lock:
            self._act = act
        if self._called:
            act()


def _nothing() -> object:
    return None


class Loop:
    """An event loop in a daemon thread of its own, started at first use, and anew after a fork."""

    def __init__(self, name: str) -> None:
        self._name, self._lock = name, threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process = 0

    def wait(self, work: Coroutine[Any, Any, _T], timeout_s: float, stop: Stop | None = None) -> _T:
        """The work's result; its own errors come through, and it sees the caller's context variables.

        Raises AdvisorFailed (timeout, cancelled). When the caller is interrupted the work is cancelled too.
        """

        async def bounded() -> _T:
            async with asyncio.timeout(timeout_s):
                return await work

        future = asyncio.run_coroutine_threadsafe(bounded(), self._running())
        if stop is not None:
            stop.does(future.cancel)
        try:
            return future.result(timeout_s + GRACE_S)
        except TimeoutError:
            raise AdvisorFailed("timeout") from None
        except CancelledError:
            raise AdvisorFailed("cancelled") from None
        finally:
            future.cancel()

    def close(self) -> None:
        """Stop the thread."""
        with self._lock:
            if self._loop is not None and self._process == os.getpid():
                self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = None

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or self._process != os.getpid():
                self._loop, self._process = asyncio.new_event_loop(), os.getpid()
                threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True).start()
            return self._loop
