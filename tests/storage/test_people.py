from __future__ import annotations

import pytest

from assistant.domain.person import Person, Role
from assistant.errors import NotFound
from assistant.storage.database import Database

from .samples import KIM, LEE


def test_a_person_comes_back_as_put(database: Database) -> None:
    with database.read() as records:
        assert records.people.get("lee") == LEE
        assert records.people.all() == [KIM, LEE]


def test_putting_a_person_again_replaces_the_first(database: Database) -> None:
    promoted = Person("kim", "김하나", "총무과", frozenset({Role.ORGANISER}))
    with database.write() as records:
        records.people.put(promoted)
    with database.read() as records:
        assert records.people.all() == [promoted, LEE]


def test_an_unknown_person_is_not_found(database: Database) -> None:
    with database.read() as records, pytest.raises(NotFound) as refused:
        records.people.get("nobody")
    assert (refused.value.kind, refused.value.key) == ("person", "nobody")
