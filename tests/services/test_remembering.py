"""One vector is asked for once, however many threads want it in the same moment."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import EmbeddingFailed
from assistant.services.remembering import Remembering

WAIT_S = 30


class Slow:
    """Answers when it is let go, and writes down what it was asked."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.asked: list[list[str]] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self._fault = fault

    def __call__(self, keys: list[str]) -> Mapping[str, NDArray[np.float32]]:
        self.asked.append(keys)
        self.begun.set()
        assert self.go.wait(WAIT_S)
        if self._fault:
            raise self._fault
        return {key: np.full(2, len(key), np.float32) for key in keys}


def test_who_comes_while_a_text_is_asked_for_waits_for_that_answer() -> None:
    memory, slow, quick = Remembering(10), Slow(), Slow()
    quick.go.set()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(memory.all, ["a", "bb"], slow)
        assert slow.begun.wait(WAIT_S)
        second = pool.submit(memory.all, ["bb", "ccc"], quick)
        assert quick.begun.wait(WAIT_S)
        slow.go.set()
        assert list(first.result(WAIT_S)) == ["a", "bb"]
        assert {key: float(row[0]) for key, row in second.result(WAIT_S).items()} == {"bb": 2.0, "ccc": 3.0}
    assert slow.asked + quick.asked == [["a", "bb"], ["ccc"]]
    assert memory.all(["a", "ccc"], quick).keys() == {"a", "ccc"}
    assert quick.asked == [["ccc"]]


def test_a_failure_is_everybodys_who_waited_and_the_next_one_asks_again() -> None:
    memory, slow, well = Remembering(10), Slow(EmbeddingFailed("no")), Slow()
    well.go.set()
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(memory.all, ["a"], slow) for _ in range(2)]
        assert slow.begun.wait(WAIT_S)
        slow.go.set()
        for one in both:
            with pytest.raises(EmbeddingFailed):
                one.result(WAIT_S)
    assert memory.all(["a"], well).keys() == {"a"}


def test_a_key_named_twice_is_asked_for_once() -> None:
    memory, well = Remembering(10), Slow()
    well.go.set()
    assert memory.all(["a", "a"], well).keys() == {"a"}
    assert well.asked == [["a"]]


def test_the_last_wanted_are_kept() -> None:
    memory, well = Remembering(2), Slow()
    well.go.set()
    memory.all(["a", "b"], well)
    memory.all(["a"], well)
    memory.all(["c"], well)
    memory.all(["a"], well)
    assert well.asked == [["a", "b"], ["c"]]
    memory.all(["b"], well)
    assert well.asked[-1] == ["b"]
