"""The first organiser comes from the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli.faults import sentences
from assistant.cli.main import app
from assistant.domain.person import Person, Role
from assistant.errors import NotFound
from assistant.errors_doors import LastOrganiser
from assistant.storage.database import Database


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    opened = Database(f"sqlite:///{tmp_path / 'assistant.sqlite3'}")
    opened.migrate()
    with opened.write() as records:
        for person in (
            Person("p-1", "김제안", "총무과"),
            Person("p-2", "이동명", "복지과"),
            Person("p-3", "이동명", ""),
        ):
            records.people.put(person)
    yield opened
    opened.close()


def test_a_role_is_given_by_name_listed_and_taken(database: Database) -> None:
    run = CliRunner()
    assert run.invoke(app, ["role", "give", "김제안", "organiser"]).output == "p-1\t김제안\t총무과\tauthor,organiser\n"
    assert "p-1\t김제안\t총무과\tauthor,organiser" in run.invoke(app, ["role", "list"]).output.splitlines()
    refused = run.invoke(app, ["role", "take", "p-1", "organiser"])
    assert isinstance(refused.exception, LastOrganiser)
    assert "마지막 운영자" in sentences(refused.exception)[0]
    with database.read() as records:
        assert Role.ORGANISER in records.people.get("p-1").roles


def test_a_name_of_two_people_is_nobodys(database: Database) -> None:
    assert isinstance(CliRunner().invoke(app, ["role", "give", "이동명", "organiser"]).exception, NotFound)
    assert CliRunner().invoke(app, ["role", "give", "p-3", "organiser"]).exit_code == 0
