"""A hall for the ballot pages: an evening over SQLite, and phones that talk to the routes in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.storage.database import Database
from assistant.vote.server import ballot_app
from tests.evening import Evening, evening
from tests.vote.phone import Phone


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Evening]:
    """A poll at CREATED, two experts and four staff."""
    database = Database(f"sqlite:///{tmp_path}/hall.sqlite")
    database.migrate()
    yield evening(database)
    database.close()


@pytest.fixture
def phone(hall: Evening) -> Callable[[], Phone]:
    """A new phone each time it is called."""
    return phones_of(hall)


def phones_of(hall: Evening) -> Callable[[], Phone]:
    app = ballot_app(hall.services.voting)
    return lambda: Phone(TestClient(app, follow_redirects=False))  # type: ignore[arg-type]


@pytest.fixture
def voter(hall: Evening, phone: Callable[[], Phone]) -> Callable[[str], Phone]:
    """A phone that has entered with the code of a seat."""

    def enter(seat: str) -> Phone:
        one = phone()
        answer = one.enter(hall.poll_id, seat, hall.card(seat).code)
        assert answer.status_code == 303, answer.text
        return one

    return enter
