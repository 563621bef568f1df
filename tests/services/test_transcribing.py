from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain import voter
from assistant.domain.paper import Why
from assistant.errors import NotAllowed
from assistant.errors_voting import CastRefused
from assistant.services.rolling import Act
from assistant.services.transcribing import Reading, Sheet
from assistant.storage.database import Database
from tests.evening import AUTHOR, CLERK, DESK, HOST, Evening, evening

SCORES = {f"F{n}": str(50 + n) for n in range(1, 11)}


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    """An open poll; S1 was handed a paper sheet."""
    monkeypatch.setattr(voter, "COST", {"n": 2, "r": 1, "p": 1})
    database = Database(f"sqlite:///{tmp_path}/hall.sqlite")
    database.migrate()
    hall = evening(database)
    hall.open_all()
    whose = next(each.voter_id for each in hall.services.polling.hall(DESK, hall.poll_id) if each.seat == "S1")
    request = hall.services.rolling.ask(DESK, hall.poll_id, Act.HAND_OUT_SHEET, whose)
    hall.services.rolling.confirm(CLERK, request.id)
    yield hall
    database.close()


def _read(hall: Evening, person: object, scores: dict[str, str], sheet: str = "A-1", panel: str = "staff") -> Sheet:
    return hall.services.transcribing.read(person, hall.poll_id, sheet, panel, scores)  # type: ignore[arg-type]


def _in_the_box(hall: Evening) -> int:
    with hall.database.read() as records:
        return records.box.count(hall.poll_id)


def test_a_sheet_lands_in_the_box_when_two_people_read_the_same(hall: Evening) -> None:
    assert _read(hall, DESK, SCORES).state is Reading.WAITING
    assert _read(hall, DESK, SCORES).state is Reading.WAITING
    assert _in_the_box(hall) == 0
    assert _read(hall, CLERK, SCORES).state is Reading.IN_THE_BOX
    assert _in_the_box(hall) == 1
    hall.everybody_but("S1")
    hall.services.closing.close(HOST, hall.poll_id)
    staff = hall.services.closing.count(HOST, hall.poll_id).tally.turnout["staff"]
    assert staff == 4


def test_two_readings_that_differ_say_where_and_not_what(hall: Evening) -> None:
    _read(hall, DESK, SCORES)
    found = _read(hall, CLERK, SCORES | {"F3": "99"})
    assert (found.state, found.differs_on) == (Reading.DIFFERENT, ("F3",))
    assert _in_the_box(hall) == 0
    assert _read(hall, CLERK, SCORES).state is Reading.IN_THE_BOX


def test_a_sheet_is_taken_once(hall: Evening) -> None:
    _read(hall, DESK, SCORES), _read(hall, CLERK, SCORES)
    with pytest.raises(CastRefused, match=Why.NO_CHANGE):
        _read(hall, HOST, SCORES)


def test_no_more_sheets_are_taken_than_were_handed_out(hall: Evening) -> None:
    _read(hall, DESK, SCORES), _read(hall, CLERK, SCORES)
    _read(hall, DESK, SCORES, "A-2")
    with pytest.raises(CastRefused, match=Why.NOT_HANDED_OUT):
        _read(hall, CLERK, SCORES, "A-2")
    with pytest.raises(CastRefused, match=Why.NOT_HANDED_OUT):
        _read(hall, DESK, SCORES, "B-1", "experts")
    assert _in_the_box(hall) == 1


@pytest.mark.parametrize("score", ["101", "9.5", "x"])
def test_a_sheet_with_a_score_the_rules_forbid_is_refused(hall: Evening, score: str) -> None:
    with pytest.raises(CastRefused):
        _read(hall, DESK, SCORES | {"F1": score})


def test_only_officials_read_sheets(hall: Evening) -> None:
    with pytest.raises(NotAllowed):
        _read(hall, AUTHOR, SCORES)


def test_a_sheet_that_only_one_person_has_read_is_outstanding(hall: Evening) -> None:
    left = hall.services.transcribing.outstanding
    assert left(DESK, hall.poll_id) == 1
    _read(hall, DESK, SCORES)
    assert left(DESK, hall.poll_id) == 1
    _read(hall, CLERK, SCORES)
    assert left(DESK, hall.poll_id) == 0
