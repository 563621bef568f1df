"""Roll files in, cards out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.services.rolling import Card
from assistant.services.seating import by_seat, cards_to_print, read_roll
from assistant.storage.database import Database
from tests.evening import Evening, evening


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Evening]:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b.sqlite3'}")
    database.migrate()
    yield evening(database)
    database.close()


def test_seats_are_handed_out_as_people_count() -> None:
    assert sorted(["S10", "S2", "E1", "S1", "12", "3"], key=by_seat) == ["3", "12", "E1", "S1", "S2", "S10"]


def test_cards_come_by_panel_and_seat_with_the_hash_of_the_rules(hall: Evening) -> None:
    contest = hall.services.polling.get(hall.poll_id)
    cards = [Card(f"S{n}", "staff", "", "7KQ2M9XR") for n in (10, 9)] + [Card("E1", "experts", "김전문", "00000000")]
    page = cards_to_print(contest, cards, lambda card: f"https://v/{card.seat}", "v", str.upper).decode()
    assert re.findall(r"자리 번호 (\w+)", page) == ["E1", "S9", "S10"]
    assert contest.package.rules_hash in page
    assert "EXPERTS · 김전문" in page


def test_a_roll_names_finalists_by_their_titles(hall: Evening) -> None:
    contest = hall.services.polling.get(hall.poll_id)
    content = f'panel,recused\nstaff,"{contest.finalists[3].title}"\n'.encode()
    voters, _ = read_roll(contest, content, {})
    assert voters[0].recused == (contest.finalists[3].id,)
