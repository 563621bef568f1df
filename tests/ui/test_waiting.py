"""Slow work beside the page: the old answer stays until the new one is there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from assistant.errors import EmbeddingFailed
from assistant.ui.waiting import Waiting


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as opened:
        yield opened


def test_the_old_answer_stays_while_the_new_one_is_being_found(pool: ThreadPoolExecutor) -> None:
    waiting: Waiting[str] = Waiting(pool)
    gate = Event()
    waiting.ask("one", lambda: "first")
    assert not waiting.is_waiting(10)
    waiting.ask("two", lambda: (gate.wait(10) and "second") or "never")
    assert waiting.is_waiting()
    assert waiting.answer == "first"
    gate.set()
    assert not waiting.is_waiting(10)
    assert waiting.answer == "second"


def test_a_question_that_was_answered_or_is_being_answered_is_not_asked_again(pool: ThreadPoolExecutor) -> None:
    waiting: Waiting[int] = Waiting(pool)
    asked: list[int] = []
    for _ in range(2):
        waiting.ask("same", lambda: asked.append(1) or len(asked))
    assert not waiting.is_waiting(10)
    waiting.ask("same", lambda: asked.append(1) or len(asked))
    assert not waiting.is_waiting()
    assert asked == [1]
    waiting.forget()
    waiting.ask("same", lambda: asked.append(1) or len(asked))
    assert not waiting.is_waiting(10)
    assert waiting.answer == 2


def test_a_newer_question_replaces_one_under_way(pool: ThreadPoolExecutor) -> None:
    waiting: Waiting[str] = Waiting(pool)
    gate = Event()
    waiting.ask("old", lambda: (gate.wait(10) and "old") or "never")
    waiting.ask("new", lambda: "new")
    assert not waiting.is_waiting(10)
    assert waiting.answer == "new"
    gate.set()


def test_a_failure_is_told_and_the_old_answer_stays(pool: ThreadPoolExecutor) -> None:
    waiting: Waiting[str] = Waiting(pool)
    waiting.ask("one", lambda: "first")
    assert not waiting.is_waiting(10)

    def fail() -> str:
        raise EmbeddingFailed("endpoint down")

    waiting.ask("two", fail)
    assert not waiting.is_waiting(10)
    assert isinstance(waiting.trouble, EmbeddingFailed)
    assert waiting.answer == "first"
    waiting.ask("three", lambda: "third")
    assert not waiting.is_waiting(10)
    assert (waiting.trouble, waiting.answer) == (None, "third")
