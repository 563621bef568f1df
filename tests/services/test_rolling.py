from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.domain import voter
from assistant.domain.person import Person, Role
from assistant.domain.voter import Voter
from assistant.storage.database import Database
from tests.evening import DESK, HOST, Evening, evening, finalists

WRITER = Person("a1", "한 공저", "도로관리과", frozenset({Role.AUTHOR}))
"""Wrote F1 with others of another department."""


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    monkeypatch.setattr(voter, "COST", {"n": 2, "r": 1, "p": 1})
    database = Database(f"sqlite:///{tmp_path}/hall.sqlite")
    database.migrate()
    with database.write() as records:
        records.people.put(WRITER)
    first, *others = finalists()
    yield evening(database, of=[replace(first, author_ids=("lead", "a1")), *others])
    database.close()


@pytest.mark.parametrize(
    ("name", "department", "person_id", "is_out"),
    [
        ("한공저", "도로 관리과", "", True),
        ("한공저", "", "", True),
        ("한공저", "", "a1", True),
        ("한공저", "", "somebody-else", False),
        ("한공저", "예산과", "", False),
        ("", "도로관리과", "", False),
    ],
)
def test_who_is_on_the_roll_by_the_name_of_an_author_does_not_vote_on_that_proposal(
    hall: Evening, name: str, department: str, person_id: str, is_out: bool
) -> None:
    named = Voter("", "S1", "staff", name=name, department=department, person_id=person_id)
    roll = [Voter("", "E1", "experts"), named]
    hall.services.rolling.put(HOST, hall.poll_id, roll)
    out = hall.services.polling.recused(DESK, hall.poll_id)
    assert [[each.id for each in found] for found in out.values()] == ([["F1"]] if is_out else [])
