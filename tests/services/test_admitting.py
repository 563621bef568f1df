"""A visit begins, ends for one of three reasons, and a person comes back as herself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.domain.person import Person, Role
from assistant.domain.visit import Claim, Stay, ticket
from assistant.errors import NotFound
from assistant.errors_doors import SignedOut
from assistant.services.admitting import Admitting
from assistant.storage.database import Database
from tests.services.conftest import Clock

KIM = Claim("https://id.example", "kim-4711", "김제안", "디지털정책과", frozenset({"직원"}))


@pytest.fixture
def admitting(bare: Database, clock: Clock) -> Admitting:
    roles = {"심사위원": frozenset({Role.REVIEWER}), "제안팀": frozenset({Role.ORGANISER, Role.OFFICER})}
    return Admitting(bare, clock, Stay(timedelta(minutes=60), timedelta(hours=8)), roles)


def acts(bare: Database, person: Person) -> list[str]:
    with bare.read() as records:
        return [entry.act for entry in records.journal.of(person.id)]


def test_who_comes_for_the_first_time_is_stored_under_a_name_that_tells_nothing(
    admitting: Admitting, bare: Database
) -> None:
    person = admitting.admit("k1", KIM)
    assert (person.name, person.department, person.roles) == ("김제안", "디지털정책과", frozenset({Role.AUTHOR}))
    assert "kim" not in person.id
    assert "4711" not in person.id
    with bare.read() as records:
        assert records.people.get(person.id) == person
    assert acts(bare, person) == ["sign in"]


def test_the_same_subject_of_another_issuer_is_somebody_else(admitting: Admitting) -> None:
    assert admitting.admit("k1", KIM).id != admitting.admit("k2", replace(KIM, issuer="https://other.example")).id


def test_no_two_lists_of_words_share_a_ticket() -> None:
    assert ticket("a", "bc") != ticket("ab", "c")
    assert ticket("a", "", "b") != ticket("a", "b", "")


def test_name_department_and_group_roles_are_as_of_the_last_sign_in(admitting: Admitting) -> None:
    first = admitting.admit("k1", replace(KIM, groups=frozenset({"심사위원"})))
    assert first.roles == {Role.AUTHOR, Role.REVIEWER}
    moved = replace(KIM, name="김개명", department="복지정책과", groups=frozenset({"제안팀"}))
    again = admitting.admit("k2", moved)
    assert again == Person(first.id, "김개명", "복지정책과", frozenset({Role.AUTHOR, Role.ORGANISER, Role.OFFICER}))


def test_a_department_that_is_not_told_stays_as_it_was(admitting: Admitting) -> None:
    admitting.admit("k1", KIM)
    assert admitting.admit("k2", replace(KIM, department="")).department == "디지털정책과"


def test_a_role_somebody_gave_survives_every_sign_in(admitting: Admitting, bare: Database) -> None:
    person = admitting.admit("k1", KIM)
    with bare.write() as records:
        records.visits.put_roles(person.id, {Role.OFFICER}, ())
    assert admitting.admit("k2", replace(KIM, groups=frozenset({"심사위원"}))).roles == {
        Role.AUTHOR,
        Role.OFFICER,
        Role.REVIEWER,
    }
    assert admitting.admit("k3", KIM).roles == {Role.AUTHOR, Role.OFFICER}


@pytest.mark.parametrize("lacking", [{"name": ""}, {"subject": ""}])
def test_a_word_without_a_name_or_a_subject_lets_nobody_in(
    admitting: Admitting, bare: Database, lacking: dict[str, str]
) -> None:
    with pytest.raises(SignedOut) as refusal:
        admitting.admit("k1", replace(KIM, **lacking))
    assert refusal.value.reason == "nameless"
    with bare.read() as records:
        assert records.people.all() == []


def test_a_visit_ends_after_an_hour_without_an_act(admitting: Admitting, clock: Clock) -> None:
    admitting.admit("k1", KIM)
    clock.passes(minutes=59)
    admitting.admit("k1", KIM)  # the page looked by itself, which is no act
    clock.passes(minutes=1)
    with pytest.raises(SignedOut) as refusal:
        admitting.admit("k1", KIM, is_active=True)
    assert refusal.value.reason == "idle"


def test_acts_prolong_a_visit_up_to_its_length(admitting: Admitting, clock: Clock) -> None:
    admitting.admit("k1", KIM)
    for _ in range(9):
        clock.passes(minutes=50)
        admitting.admit("k1", KIM, is_active=True)
    clock.passes(minutes=30)
    with pytest.raises(SignedOut) as refusal:
        admitting.admit("k1", KIM, is_active=True)
    assert refusal.value.reason == "long"


def test_who_left_is_out_in_every_tab_and_with_every_copy_of_the_cookie(admitting: Admitting, bare: Database) -> None:
    person = admitting.admit("k1", KIM)
    admitting.leave("k1")
    for _ in range(2):
        with pytest.raises(SignedOut) as refusal:
            admitting.admit("k1", KIM, is_active=True)
        assert refusal.value.reason == "left"
    admitting.leave("k1")
    assert acts(bare, person) == ["sign in", "sign out"]
    assert admitting.admit("k2", KIM) == person


def test_an_old_word_opens_nothing_even_where_its_visit_is_forgotten(admitting: Admitting, clock: Clock) -> None:
    with pytest.raises(SignedOut) as refusal:
        admitting.admit("k1", KIM, since=clock() - timedelta(hours=8))
    assert refusal.value.reason == "long"
    admitting.admit("k2", KIM, since=clock() - timedelta(hours=7, minutes=59))
    clock.passes(minutes=1)
    with pytest.raises(SignedOut):
        admitting.admit("k2", KIM, is_active=True)


def test_a_clock_ahead_of_ours_lends_no_time(admitting: Admitting, clock: Clock) -> None:
    admitting.admit("k1", KIM, since=clock() + timedelta(hours=5))
    for _ in range(15):
        clock.passes(minutes=30)
        admitting.admit("k1", KIM, is_active=True)
    clock.passes(minutes=30)
    with pytest.raises(SignedOut) as refusal:
        admitting.admit("k1", KIM, is_active=True)
    assert refusal.value.reason == "long"


def test_the_first_organiser_is_named_by_the_settings_and_only_while_there_is_none(
    admitting: Admitting, bare: Database
) -> None:
    admitting = replace(admitting, first_organiser="kim-4711")
    other = admitting.admit("k0", replace(KIM, subject="lee"))
    assert Role.ORGANISER not in other.roles
    first = admitting.admit("k1", KIM)
    assert Role.ORGANISER in first.roles
    assert acts(bare, first) == ["change roles", "sign in"]
    with bare.write() as records:
        records.people.put(replace(first, roles=frozenset({Role.AUTHOR})))
        records.visits.put_roles(first.id, {Role.AUTHOR}, ())
        records.people.put(replace(other, roles=frozenset({Role.ORGANISER})))
    assert Role.ORGANISER not in admitting.admit("k2", KIM).roles


def test_a_sample_person_comes_by_her_id_and_nobody_unknown_does(admitting: Admitting, bare: Database) -> None:
    yoon = Person("yoon", "윤새내기", "총무과", frozenset({Role.AUTHOR, Role.REVIEWER}))
    with bare.write() as records:
        records.people.put(yoon)
    assert admitting.admit("k1", "yoon") == yoon
    with pytest.raises(NotFound):
        admitting.admit("k2", "nobody")


def test_a_role_that_was_taken_away_is_gone_within_the_same_visit(admitting: Admitting, bare: Database) -> None:
    person = admitting.admit("k1", replace(KIM, groups=frozenset({"제안팀"})))
    with bare.write() as records:
        records.people.put(replace(person, roles=frozenset({Role.AUTHOR})))
    assert admitting.admit("k1", KIM).roles == {Role.AUTHOR}
