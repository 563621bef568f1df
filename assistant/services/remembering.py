"""Vectors kept in memory, and asked for once however many threads want the same one.

A draft that was just saved is wanted by the search and by the index in the same moment. Law: what one thread is asking
for, the others wait for; where its asking fails, theirs has failed as well.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbeddingFailed

Found = Mapping[str, NDArray[np.float32]]


class Remembering:
    """The last `most` vectors by key; safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._coming: dict[str, Future[Found]] = {}
        self._lock = Lock()

    def all(self, keys: Sequence[str], ask: Callable[[list[str]], Found]) -> Found:
        """A vector for each key; `ask` is called with those that nobody has or is asking for. Raises what it raises."""
        own: Future[Found] = Future()
        with self._lock:
            known = {key: self._held[key] for key in keys if key in self._held}
            for key in known:
                self._held.move_to_end(key)
            awaited = {key: self._coming[key] for key in keys if key in self._coming}
            new = list(dict.fromkeys(key for key in keys if key not in known and key not in awaited))
            self._coming.update(dict.fromkeys(new, own))
        if new:
            known.update(self._asked(new, ask, own))
        return known | {key: other.result()[key] for key, other in awaited.items()}

    def _asked(self, new: list[str], ask: Callable[[list[str]], Found], own: Future[Found]) -> Found:
        found: Found = {}
        try:
            found = ask(new)
        except BaseException as exc:
            own.set_exception(exc if isinstance(exc, Exception) else EmbeddingFailed("called off"))
            raise
        else:
            own.set_result(found)
            return found
        finally:
            with self._lock:
                for key in new:
                    del self._coming[key]
                self._held.update(found)
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
