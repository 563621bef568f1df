"""Settings are checked once, at start."""

from __future__ import annotations

import pytest

from assistant.config import load_settings
from assistant.errors import ConfigurationError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_BASE_URL", "not an address"),
        ("CHROMA_URL", "ftp://host"),
        ("DATABASE_URL", "mysql://root:secret@host/db"),
        ("ASSISTANT_EMBEDDER", "word2vec"),
        ("ASSISTANT_PORT", "70000"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_kept_secret(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as refusal:
        load_settings()
    assert name in str(refusal.value)
    assert value not in str(refusal.value)


def test_half_an_endpoint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.delenv("OPENAI_MODEL", raising=False)
    with pytest.raises(ConfigurationError):
        load_settings()


def test_the_usual_postgresql_address_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user@host/db")
    assert load_settings().database == "postgresql+psycopg://user@host/db"


def test_a_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    assert "very-secret" not in repr(load_settings())


def test_nothing_is_configured_to_leave_the_machine_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_MODEL", "EMBEDDING_BASE_URL", "CHROMA_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    settings = load_settings()
    assert not settings.has_advisor_endpoint
    assert settings.embedder == "e5"
    assert settings.host == "127.0.0.1"


def test_demo_people_are_let_in_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_DEMO", "1")
    assert load_settings().demo
    monkeypatch.setenv("ASSISTANT_HOST", "10.0.0.5")
    with pytest.raises(ConfigurationError, match="ASSISTANT_HOST"):
        load_settings()
