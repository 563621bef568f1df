from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ConfigurationError
from assistant.storage.engine import parse


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_spelling_of_a_server_address_is_taken(scheme: str) -> None:
    url = parse(f"{scheme}://someone:p%40ss@db.example:5433/ideas")
    assert (url.drivername, url.password, url.port) == ("postgresql+psycopg", "p@ss", 5433)


def test_a_relative_file_stays_the_same_file_when_the_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse("sqlite:///var/한글 이름.sqlite").database == str(tmp_path / "var" / "한글 이름.sqlite")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://someone:very-secret@127.0.0.1/db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////somewhere/db?mode=memory",
        "postgresql://someone:very-secret@127.0.0.1:port/db",
    ],
)
def test_an_address_that_will_not_do_is_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL") as refused:
        parse(url)
    assert "very-secret" not in str(refused.value)
