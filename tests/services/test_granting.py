"""Roles are given and taken with an entry in the journal, and somebody is always left who can."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.domain.person import Person, Role
from assistant.errors import NotAllowed, NotFound, Refused
from assistant.errors_doors import LastOrganiser
from assistant.services.granting import TERMINAL, Granting
from assistant.storage.database import Database

AUTHOR = frozenset({Role.AUTHOR})
HEAD = Person("head", "한운영", "제안팀", AUTHOR | {Role.ORGANISER})
KIM = Person("kim", "김제안", "디지털정책과", AUTHOR)
LEE = Person("lee", "이심사", "디지털정책과", AUTHOR | {Role.REVIEWER})


@pytest.fixture
def database(bare: Database) -> Database:
    with bare.write() as records:
        for person in (HEAD, KIM, LEE):
            records.people.put(person)
    return bare


@pytest.fixture
def granting(database: Database) -> Granting:
    return Granting(database, lambda: datetime(2026, 11, 23, tzinfo=UTC))


def test_a_role_is_given_written_down_and_changed_back(granting: Granting) -> None:
    given = granting.change(HEAD, "kim", {Role.AUTHOR, Role.OFFICER}, KIM.roles)
    assert given.roles == AUTHOR | {Role.OFFICER}
    [change] = granting.changes(HEAD, "kim")
    assert (change.by, change.before, change.after) == ("head", AUTHOR, AUTHOR | {Role.OFFICER})
    assert granting.change(HEAD, "kim", change.before, given.roles) == KIM
    assert [change.after for change in granting.changes(HEAD, "kim")] == [AUTHOR, AUTHOR | {Role.OFFICER}]


def test_everybody_stays_an_author(granting: Granting) -> None:
    assert granting.change(HEAD, "lee", set(), LEE.roles).roles == AUTHOR


def test_the_last_organiser_keeps_the_role_and_nothing_is_written(granting: Granting) -> None:
    with pytest.raises(LastOrganiser):
        granting.change(HEAD, "head", AUTHOR, HEAD.roles)
    with pytest.raises(LastOrganiser):
        granting.take("head", Role.ORGANISER)
    assert granting.changes(HEAD, "head") == []
    granting.give("kim", Role.ORGANISER)
    assert granting.change(HEAD, "head", AUTHOR, HEAD.roles).roles == AUTHOR


def test_only_an_organiser_sees_and_changes_roles(granting: Granting) -> None:
    for person in (KIM, LEE, Person("o", "오", "", frozenset({Role.OFFICER}))):
        for act in (
            lambda person=person: granting.members(person),
            lambda person=person: granting.changes(person, "kim"),
            lambda person=person: granting.change(person, person.id, set(Role), person.roles),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_two_organisers_do_not_overwrite_each_other(granting: Granting) -> None:
    granting.change(HEAD, "kim", AUTHOR | {Role.REVIEWER}, KIM.roles)
    with pytest.raises(Refused):
        granting.change(HEAD, "kim", AUTHOR | {Role.OFFICER}, KIM.roles)


def test_what_a_group_gives_cannot_be_taken_here_and_is_shown_apart(granting: Granting, database: Database) -> None:
    with database.write() as records:
        records.visits.put_roles("lee", AUTHOR, {Role.REVIEWER})
    kept = granting.change(HEAD, "lee", AUTHOR | {Role.OFFICER}, LEE.roles)
    assert kept.roles == {Role.AUTHOR, Role.OFFICER, Role.REVIEWER}
    [member] = granting.members(HEAD, "이심사")
    assert member.by_group == {Role.REVIEWER}
    with database.read() as records:
        assert records.visits.roles("lee") == ({Role.AUTHOR, Role.OFFICER}, {Role.REVIEWER})


def test_people_are_found_by_name_and_department(granting: Granting) -> None:
    assert [m.person.id for m in granting.members(HEAD)] == ["kim", "lee", "head"]
    assert [m.person.id for m in granting.members(HEAD, "디지털 이")] == ["lee"]
    assert granting.members(HEAD, "없는 사람") == []


def test_the_terminal_gives_and_takes_and_says_so(granting: Granting) -> None:
    granting.give("kim", Role.ORGANISER)
    granting.take("kim", Role.ORGANISER)
    granting.take("kim", Role.ORGANISER)
    assert [change.by for change in granting.changes(HEAD, "kim")] == [TERMINAL, TERMINAL]
    with pytest.raises(NotFound):
        granting.give("nobody", Role.ORGANISER)
