from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.domain import voter
from assistant.domain.person import Person, Role
from assistant.errors import NotAllowed, PackageRefused, PanelSilent
from assistant.errors_voting import BoxBroken, PollForbids
from assistant.storage.database import Database
from assistant.wiring_contest import stands_on_rules
from tests.contest import rules_toml
from tests.evening import AUTHOR, DESK, HOST, Evening, evening, finalists, sealed

ROLES = [Person(role, role, "부서", frozenset({role})) for role in Role]


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    monkeypatch.setattr(voter, "COST", {"n": 2, "r": 1, "p": 1})
    database = Database(f"sqlite:///{tmp_path}/hall.sqlite")
    database.migrate()
    yield evening(database)
    database.close()


@pytest.mark.parametrize("person", ROLES, ids=lambda person: person.id)
def test_nobody_gets_a_count_or_an_export_before_closing(hall: Evening, person: Person) -> None:
    hall.open_all()
    hall.everybody_casts()
    for ask in (hall.services.closing.count, hall.services.closing.export):
        with pytest.raises((PollForbids, NotAllowed)):
            ask(person, hall.poll_id)
    with pytest.raises(PollForbids):
        hall.services.closing.verify(hall.poll_id)


def test_between_closing_and_publishing_only_officials_see_the_count(hall: Evening) -> None:
    hall.open_all()
    hall.everybody_casts()
    hall.services.closing.close(HOST, hall.poll_id)
    assert hall.services.closing.count(DESK, hall.poll_id).tally.standings
    with pytest.raises(NotAllowed):
        hall.services.closing.count(AUTHOR, hall.poll_id)
    hall.services.closing.publish(HOST, hall.poll_id)
    assert hall.services.closing.count(AUTHOR, hall.poll_id).tally.standings


def test_a_panel_without_a_ballot_for_a_finalist_is_for_people_to_settle(hall: Evening) -> None:
    hall.open_all()
    hall.cast(hall.enter("S1"), {"F1": 50})
    hall.services.closing.close(HOST, hall.poll_id)
    with pytest.raises(PanelSilent):
        hall.services.closing.publish(HOST, hall.poll_id)


def test_before_closing_it_is_told_which_panel_stands_on_no_paper_of_a_finalist(hall: Evening) -> None:
    hall.open_all()
    hall.cast(hall.enter("E1"), {f"F{n}": 50 for n in range(1, 11)})
    hall.cast(hall.enter("S1"), {f"F{n}": None for n in range(1, 10)})
    missing = hall.services.polling.unheard(DESK, hall.poll_id)
    assert {panel: [each.id for each in found] for panel, found in missing.items()} == {"staff": ["F10"]}


def test_a_closed_poll_that_gives_no_result_stops_nobody_from_holding_another(hall: Evening) -> None:
    poll = hall.services.polling.get(hall.poll_id).poll
    hall.open_all()
    hall.services.closing.close(HOST, hall.poll_id)
    with hall.database.read() as records:
        assert stands_on_rules(records)
    hall.services.polling.create(HOST, poll.rules, poll.package)
    with hall.database.read() as records:
        assert not stands_on_rules(records)


def test_a_package_for_other_rules_or_signed_by_one_is_refused(hall: Evening) -> None:
    other = rules_toml(panel_score="sum").encode()
    with pytest.raises(PackageRefused, match="other_rules"):
        hall.services.polling.create(HOST, rules_toml().encode(), sealed(other, finalists()))


def test_the_order_is_drawn_before_opening_and_stands_in_the_record(hall: Evening) -> None:
    drawn = hall.services.polling.draw(HOST, hall.poll_id, "주사위 4 6 1")
    hall.open_all()
    opening = hall.services.polling.get(hall.poll_id).poll.opening
    assert f"order {' '.join(each.id for each in drawn.finalists)}\n" in opening
    assert "seed 주사위 4 6 1\n" in opening
    with pytest.raises(PollForbids):
        hall.services.polling.draw(HOST, hall.poll_id, "다시")


FREE = (
    "papers_are_never_changed",
    "papers_are_never_deleted",
    "papers_are_never_replaced",
    "papers_follow_one_another",
    "papers_only_while_open",
    "polls_stay_as_opened",
    "polls_only_go_forward",
)
TAMPERS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "flip a score": lambda db: db.execute("UPDATE papers SET content = replace(content, ':', ':1') WHERE position = 3"),
    "flip the first": lambda db: db.execute("UPDATE papers SET panel = 'experts2' WHERE position = 1"),
    "flip the last": lambda db: db.execute("UPDATE papers SET receipt = 'AAAAA-AAAAA' WHERE position = 6"),
    "flip a link": lambda db: db.execute("UPDATE papers SET link = 'ab' || substr(link, 3) WHERE position = 2"),
    "flip the last link": lambda db: db.execute("UPDATE papers SET link = 'ab' || substr(link, 3) WHERE position = 6"),
    "drop the first": lambda db: db.execute("DELETE FROM papers WHERE position = 1"),
    "drop one": lambda db: db.execute("DELETE FROM papers WHERE position = 4"),
    "truncate": lambda db: db.execute("DELETE FROM papers WHERE position > 3"),
    "drop the last": lambda db: db.execute("DELETE FROM papers WHERE position = 6"),
    "drop all": lambda db: db.execute("DELETE FROM papers"),
    "reorder": lambda db: (
        db.execute("UPDATE papers SET position = 99 WHERE position = 2"),
        db.execute("UPDATE papers SET position = 2 WHERE position = 5"),
        db.execute("UPDATE papers SET position = 5 WHERE position = 99"),
    ),
    "add at the end": lambda db: db.execute(
        "INSERT INTO papers SELECT poll, 'x', panel, voter, 'x', 1, 'x', 'x', content, 7, link FROM papers"
        " WHERE position = 6"
    ),
    "other rules": lambda db: db.execute("UPDATE polls SET rules = CAST(rules || X'0A' AS BLOB)"),
    "other package": lambda db: db.execute("UPDATE polls SET package = CAST(package || X'0A' AS BLOB)"),
    "other opening": lambda db: db.execute("UPDATE polls SET opening = replace(opening, 'seed', 'sead')"),
    "other closing": lambda db: db.execute("UPDATE polls SET closing = replace(closing, 'papers 6', 'papers 7')"),
    "other salt": lambda db: db.execute("UPDATE polls SET salt = 'ab' || substr(salt, 3)"),
}


@pytest.mark.parametrize("tamper", TAMPERS)
def test_a_box_changed_behind_the_programs_back_is_not_counted(hall: Evening, tmp_path: Path, tamper: str) -> None:
    hall.open_all()
    hall.everybody_casts()
    hall.services.closing.close(HOST, hall.poll_id)
    assert hall.services.closing.verify(hall.poll_id) == []
    with sqlite3.connect(tmp_path / "hall.sqlite") as db:
        for name in FREE:
            db.execute(f"DROP TRIGGER {name}")
        TAMPERS[tamper](db)
        assert db.total_changes > 0
    db.close()
    assert hall.services.closing.verify(hall.poll_id) != []
    with pytest.raises(BoxBroken):
        hall.services.closing.count(HOST, hall.poll_id)
