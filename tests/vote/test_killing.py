"""A short cut through benchmarks/voting.py, which runs the same with 200 kills and 10,000 papers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.domain import voter
from assistant.storage.database import Database
from tests.evening import Evening, evening
from tests.storage.conftest import server, url  # noqa: F401 - fixtures
from tests.vote.hall_server import EARLY_RECEIPT, NO_UNIQUE, TRUE, Hall, forget_uniqueness
from tests.vote.killing import Run, check, free_port, kill_and_vote
from tests.vote.racing import race


def _run(build: str, address: str, hall: Evening, *, kills: int, papers: int, close: bool = False) -> Run:
    port = free_port()
    with Hall(build, address, port) as server:  # noqa: F811
        voting = kill_and_vote(server, hall, port, kills=kills, papers=papers, pause_s=0.05, close=close)
        with ThreadPoolExecutor(1) as aside:  # the browser of other tests keeps a loop running in this thread
            return aside.submit(asyncio.run, voting).result()


@pytest.fixture
def hall(url: str) -> Iterator[Evening]:  # noqa: F811
    database = Database(url)
    database.migrate()
    yield evening(database, experts=3, staff=9)
    database.close()


def test_nothing_receipted_is_lost_and_nothing_doubled_when_the_server_is_killed(hall: Evening, url: str) -> None:  # noqa: F811
    hall.open_all()
    run = _run(TRUE, url, hall, kills=3, papers=15)
    assert check(run, hall) == []
    assert run.kills == 3
    assert run.retries > 0
    assert sum(cast.receipt is not None for cast in run.casts) == 12 * 15


def test_closing_in_the_middle_counts_exactly_what_was_receipted(hall: Evening, url: str) -> None:  # noqa: F811
    hall.open_all()
    run = _run(TRUE, url, hall, kills=1, papers=200, close=True)
    assert check(run, hall) == []
    assert run.refused > 0


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Evening]:
    database = Database(f"sqlite:///{tmp_path}/hall.sqlite")
    database.migrate()
    yield evening(database, experts=3, staff=9)
    database.close()


def test_the_test_sees_a_box_without_uniqueness(sqlite: Evening, tmp_path: Path) -> None:
    forget_uniqueness(tmp_path / "hall.sqlite")
    sqlite.open_all()
    run = _run(NO_UNIQUE, f"sqlite:///{tmp_path}/hall.sqlite", sqlite, kills=1, papers=10)
    assert any("twice" in fault for fault in check(run, sqlite))


def test_the_test_sees_a_receipt_before_its_commit(sqlite: Evening, tmp_path: Path) -> None:
    sqlite.open_all()
    run = _run(EARLY_RECEIPT, f"sqlite:///{tmp_path}/hall.sqlite", sqlite, kills=3, papers=15)
    assert any("lost after its receipt" in fault for fault in check(run, sqlite))


def test_closing_races_casting_and_every_receipt_is_counted(hall: Evening, url: str, cheap_codes: None) -> None:  # noqa: F811
    for _ in range(6):
        again = evening(hall.database, experts=2, staff=4)
        again.open_all()
        faults, _, refused = race(again, url)
        assert faults == []
        assert refused == 6


def test_the_test_sees_closing_without_a_lock(sqlite: Evening, tmp_path: Path, cheap_codes: None) -> None:
    found = []
    for _ in range(5):
        again = evening(sqlite.database, experts=2, staff=4)
        again.open_all()
        found += race(again, f"sqlite:///{tmp_path}/hall.sqlite", careless=True)[0]
    assert any("papers" in fault for fault in found)


@pytest.fixture
def cheap_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """scrypt at no cost: these tests are not about codes."""
    monkeypatch.setattr(voter, "COST", {"n": 2, "r": 1, "p": 1})
