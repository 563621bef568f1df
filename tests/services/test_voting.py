from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.domain import voter
from assistant.domain.paper import Why
from assistant.domain.voter import SEAT_GUESSES, Entry, Mark, Voter
from assistant.errors import NotAllowed
from assistant.errors_voting import (
    AlreadyCast,
    CastRefused,
    EntryRefused,
    PollForbids,
    RollRefused,
    SecondOfficerNeeded,
)
from assistant.services.rolling import Act, seats
from assistant.storage.database import Database
from tests.contest import rules_toml
from tests.evening import AUTHOR, CLERK, DESK, HOST, NAMED, Evening, evening


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(voter, "COST", {"n": 2, "r": 1, "p": 1})
    database = Database(f"sqlite:///{tmp_path}/hall.sqlite")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def hall(database: Database) -> Evening:
    return evening(database)


def _voter_id(hall: Evening, seat: str) -> str:
    return next(each.voter_id for each in hall.services.polling.hall(DESK, hall.poll_id) if each.seat == seat)


def _wrong(hall: Evening, seat: str, code: str = "00000000") -> str:
    with pytest.raises(EntryRefused) as refusal:
        hall.services.voting.enter(hall.poll_id, seat, code)
    return refusal.value.why


def _refused(hall: Evening, voters_pass: str, scores: dict[str, object]) -> str:
    with pytest.raises(CastRefused) as refusal:
        hall.cast(voters_pass, scores)
    return refusal.value.why


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "{first}-{last}", "{first} {last}", "{wide}"])
def test_a_code_may_be_typed_as_people_type(hall: Evening, typed: str) -> None:
    code = hall.card("S1").code
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    shown = typed.format(code=code, lower=code.lower(), first=code[:4], last=code[4:], wide=wide)
    assert hall.services.voting.enter(hall.poll_id, " s1 ", shown)


def test_wrong_codes_shut_the_seat_and_nobody_else(hall: Evening) -> None:
    assert [_wrong(hall, "S1") for _ in range(SEAT_GUESSES)] == [Entry.WRONG] * SEAT_GUESSES
    assert _wrong(hall, "S1", hall.card("S1").code) == Entry.SEAT_SHUT
    assert hall.enter("S2")
    request = hall.services.rolling.ask(DESK, hall.poll_id, Act.UNLOCK, _voter_id(hall, "S1"))
    hall.services.rolling.confirm(CLERK, request.id)
    assert hall.enter("S1")


def test_wrong_codes_in_all_shut_the_door_until_two_officers_open_it(
    hall: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.services.voting.ALL_GUESSES", 6)
    for seat in ("S1", "S2", "S3"):
        _wrong(hall, seat), _wrong(hall, seat)
    assert _wrong(hall, "S4", hall.card("S4").code) == Entry.ALL_SHUT
    request = hall.services.rolling.ask(DESK, hall.poll_id, Act.UNLOCK_ALL)
    hall.services.rolling.confirm(CLERK, request.id)
    assert hall.enter("S4")


def test_a_hundred_and_thirteen_honest_phones_are_never_shut_out(database: Database) -> None:
    hall = evening(database, experts=13, staff=100)
    for card in hall.cards:
        for _ in range(5):
            assert _wrong(hall, card.seat) == Entry.WRONG
        assert hall.enter(card.seat)


def test_a_code_of_another_poll_opens_nothing(database: Database, hall: Evening) -> None:
    other = evening(database)
    with pytest.raises(EntryRefused):
        other.services.voting.enter(other.poll_id, "S1", hall.card("S1").code)
    stolen = hall.enter("S1").replace(hall.poll_id, other.poll_id)
    with pytest.raises(EntryRefused):
        other.services.voting.booth(stolen)


def test_a_new_code_needs_two_officers_and_ends_the_old_one(hall: Evening) -> None:
    hall.open_all()
    old = hall.enter("S1")
    with pytest.raises(NotAllowed):
        hall.services.rolling.ask(AUTHOR, hall.poll_id, Act.REISSUE, _voter_id(hall, "S1"))
    request = hall.services.rolling.ask(DESK, hall.poll_id, Act.REISSUE, _voter_id(hall, "S1"))
    with pytest.raises(SecondOfficerNeeded):
        hall.services.rolling.confirm(DESK, request.id)
    card = hall.services.rolling.confirm(CLERK, request.id)
    assert card is not None
    with pytest.raises(EntryRefused):
        hall.cast(old, {"F1": 50}, before=0)
    assert _wrong(hall, "S1", hall.card("S1").code) == Entry.WRONG
    new = hall.services.voting.enter(hall.poll_id, "S1", card.code)
    assert hall.cast(new, {"F1": 50}).number == 1


def test_a_secret_voter_who_has_cast_gets_no_new_code(hall: Evening) -> None:
    hall.open_all()
    request = hall.services.rolling.ask(DESK, hall.poll_id, Act.REISSUE, _voter_id(hall, "S1"))
    hall.cast(hall.enter("S1"), {"F1": 50})
    with pytest.raises(AlreadyCast):
        hall.services.rolling.confirm(CLERK, request.id)
    with pytest.raises(AlreadyCast):
        hall.services.rolling.ask(DESK, hall.poll_id, Act.REISSUE, _voter_id(hall, "S1"))


def _named_rules() -> str:
    return rules_toml().replace('code = "experts"\n', 'code = "experts"\nnamed = true\n')


def test_an_expert_by_name_goes_on_with_a_new_code_after_casting(database: Database) -> None:
    hall = evening(database, _named_rules())
    hall.open_all()
    hall.cast(hall.enter("E1"), {"F1": 50})
    request = hall.services.rolling.ask(DESK, hall.poll_id, Act.REISSUE, _voter_id(hall, "E1"))
    card = hall.services.rolling.confirm(CLERK, request.id)
    assert card is not None
    again = hall.services.voting.enter(hall.poll_id, "E1", card.code)
    assert hall.services.voting.booth(again).lines[0].score == 50
    assert hall.cast(again, {"F1": 60}).number == 2


def test_conflicts_of_interest_take_the_finalist_off_the_ballot(database: Database) -> None:
    roll = [
        Voter("", "E1", "experts", "위원1", recused=("F3",)),
        Voter("", "S1", "staff", department=" 부서 1 "),
        Voter("", "S2", "staff", person_id="a2"),
    ]
    hall = evening(database, roll=roll)
    hall.open_all()
    for seat, finalist in (("E1", "F3"), ("S1", "F1"), ("S2", "F2")):
        voters_pass = hall.enter(seat)
        out = [line.finalist.id for line in hall.services.voting.booth(voters_pass).lines if line.is_recused]
        assert out == [finalist]
        assert _refused(hall, voters_pass, {finalist: 50}) == Why.RECUSED


def test_what_cannot_be_changed_stays_as_it_was_cast(database: Database) -> None:
    hall = evening(database, rules_toml(ballot=f"{NAMED}\nchange = false"))
    hall.open_all()
    voters_pass = hall.enter("S1")
    hall.cast(voters_pass, {"F1": 50}, key="the-key-of-the-first")
    assert _refused(hall, voters_pass, {"F1": 60}) == Why.NO_CHANGE
    assert hall.cast(voters_pass, {"F2": 60}).number == 2
    assert hall.cast(voters_pass, {"F1": 50}, key="the-key-of-the-first", before=0).number == 1


def test_an_emptied_score_takes_the_ballot_back(hall: Evening) -> None:
    hall.open_all()
    voters_pass = hall.enter("S1")
    hall.cast(voters_pass, {"F1": 50, "F2": 60})
    hall.cast(voters_pass, {"F1": None})
    scores = [line.score for line in hall.services.voting.booth(voters_pass).lines[:2]]
    assert scores == [None, 60]


def test_roll_and_box_share_nothing_of_a_secret_voter(database: Database) -> None:
    hall = evening(database, _named_rules())
    hall.open_all()
    hall.everybody_casts()
    with database.read() as records:
        roll = {each.seat: each for each in records.roll.all(hall.poll_id)}
        papers = [paper for _, paper, _ in records.box.chained(hall.poll_id)]
    secret = [paper for paper in papers if paper.panel == "staff"]
    assert len(secret) == 4
    known = {value for each in roll.values() for value in asdict(each).values() if isinstance(value, str) and value}
    for paper in secret:
        assert known.isdisjoint({paper.id, paper.voter_id, paper.token, paper.key, paper.receipt})
    assert {paper.voter_id for paper in papers if paper.panel == "experts"} == {roll["E1"].id, roll["E2"].id}


def test_at_closing_the_codes_of_secret_panels_are_forgotten(hall: Evening) -> None:
    hall.open_all()
    hall.everybody_casts()
    hall.services.closing.close(HOST, hall.poll_id)
    with hall.database.read() as records:
        assert {(each.salt, each.verifier) for each in records.roll.all(hall.poll_id)} == {("", "")}
    assert _wrong(hall, "S1", hall.card("S1").code) == Entry.OVER


def test_a_sheet_is_handed_out_once_and_ends_the_code(hall: Evening) -> None:
    hall.open_all()
    request = hall.services.rolling.ask(DESK, hall.poll_id, Act.HAND_OUT_SHEET, _voter_id(hall, "S1"))
    hall.services.rolling.confirm(CLERK, request.id)
    assert _wrong(hall, "S1", hall.card("S1").code) == Entry.WRONG
    status = {each.seat: each.mark for each in hall.services.polling.hall(DESK, hall.poll_id)}
    assert status["S1"] is Mark.SHEET
    for act in (Act.HAND_OUT_SHEET, Act.REISSUE):
        with pytest.raises(AlreadyCast):
            hall.services.rolling.ask(DESK, hall.poll_id, act, _voter_id(hall, "S1"))


def test_a_roll_with_duplicates_is_told_line_by_line(hall: Evening) -> None:
    roll = [
        *seats("staff", 1, "S"),
        Voter("", "s1", "staff"),
        Voter("", "", "nobody", recused=("F99",)),
        Voter("", "E1", "experts", "김위원", person_id="p1"),
        Voter("", "E2", "experts", "김위원"),
        Voter("", "E3", "experts", "줄\n바꿈", person_id="p1"),
    ]
    with pytest.raises(RollRefused) as refusal:
        hall.services.rolling.put(HOST, hall.poll_id, roll)
    assert [(line, str(what)) for line, what, _ in refusal.value.faults] == [
        (1, "seat_twice"),
        (2, "no_seat"),
        (2, "unknown_panel"),
        (2, "unknown_finalist"),
        (4, "person_twice"),
        (5, "person_twice"),
        (5, "unprintable"),
    ]


def test_an_empty_roll_takes_nobody_off_the_roll(hall: Evening) -> None:
    before = hall.services.polling.hall(HOST, hall.poll_id)
    with pytest.raises(RollRefused) as refusal:
        hall.services.rolling.put(HOST, hall.poll_id, [])
    assert [str(what) for _, what, _ in refusal.value.faults] == ["empty"]
    assert hall.services.polling.hall(HOST, hall.poll_id) == before != []


def test_after_opening_nobody_comes_onto_the_roll(hall: Evening) -> None:
    hall.open_all()
    with pytest.raises(PollForbids):
        hall.services.rolling.put(HOST, hall.poll_id, seats("staff", 5, "S"))
    with pytest.raises(PollForbids):
        hall.services.rolling.issue(HOST, hall.poll_id)
