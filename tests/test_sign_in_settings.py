"""One way of signing in is chosen, complete, and refused at start with a clear sentence where it is not."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.config import load_settings
from assistant.domain.person import Role
from assistant.errors import ConfigurationError
from assistant.sign_in_settings import client_secret, signing_secret
from assistant.ui.provider import refuse_hidden_proxy, secrets_for_streamlit

OIDC = {
    "ASSISTANT_SIGN_IN": "oidc",
    "ASSISTANT_OIDC_ISSUER": "https://id.example/realms/city",
    "ASSISTANT_OIDC_CLIENT_ID": "assistant",
    "ASSISTANT_OIDC_CLIENT_SECRET": "a-client-secret",
    "ASSISTANT_OIDC_REDIRECT": "https://ideas.example/oauth2callback",
}
PROXY = {
    "ASSISTANT_SIGN_IN": "proxy",
    "ASSISTANT_PROXY_HEADER": "X-Remote-User",
    "ASSISTANT_PROXY_ADDRESSES": "10.0.0.5,10.1.0.0/24",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))


def set_all(monkeypatch: pytest.MonkeyPatch, *said: Mapping[str, str]) -> None:
    for name, value in {name: value for each in said for name, value in each.items()}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ({}, "none"),
        ({"ASSISTANT_DEMO": "1"}, "demo"),
        ({"ASSISTANT_SIGN_IN": "demo"}, "demo"),
        (OIDC, "oidc"),
        (PROXY, "proxy"),
    ],
)
def test_there_is_one_way_in(monkeypatch: pytest.MonkeyPatch, said: Mapping[str, str], way: str) -> None:
    set_all(monkeypatch, said)
    assert load_settings().sign_in == way
    assert load_settings().demo is (way == "demo")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (OIDC | {"ASSISTANT_DEMO": "1"}, "ASSISTANT_DEMO"),
        (PROXY | {"ASSISTANT_DEMO": "1"}, "ASSISTANT_DEMO"),
        ({"ASSISTANT_SIGN_IN": "demo", "ASSISTANT_HOST": "0.0.0.0"}, "ASSISTANT_HOST"),
        ({"ASSISTANT_SIGN_IN": "ldap"}, "ASSISTANT_SIGN_IN"),
        ({"ASSISTANT_SIGN_IN": "oidc"}, "ASSISTANT_OIDC_ISSUER, ASSISTANT_OIDC_CLIENT_ID"),
        (OIDC | {"ASSISTANT_OIDC_CLIENT_SECRET": ""}, "ASSISTANT_OIDC_CLIENT_SECRET"),
        (OIDC | {"ASSISTANT_OIDC_CLIENT_SECRET_FILE": "a"}, "ASSISTANT_OIDC_CLIENT_SECRET_FILE"),
        (OIDC | {"ASSISTANT_OIDC_ISSUER": "http://id.example"}, "ASSISTANT_OIDC_ISSUER"),
        (OIDC | {"ASSISTANT_OIDC_REDIRECT": "http://ideas.example/oauth2callback"}, "ASSISTANT_OIDC_REDIRECT"),
        (OIDC | {"ASSISTANT_OIDC_REDIRECT": "https://ideas.example/"}, "ASSISTANT_OIDC_REDIRECT"),
        (OIDC | PROXY | {"ASSISTANT_SIGN_IN": "proxy"}, "ASSISTANT_OIDC_ISSUER"),
        (OIDC | PROXY | {"ASSISTANT_SIGN_IN": "oidc"}, "ASSISTANT_PROXY_HEADER"),
        ({"ASSISTANT_SIGN_IN": "proxy"}, "ASSISTANT_PROXY_HEADER, ASSISTANT_PROXY_ADDRESSES"),
        (PROXY | {"ASSISTANT_PROXY_ADDRESSES": "the proxy"}, "ASSISTANT_PROXY_ADDRESSES"),
        (PROXY | {"ASSISTANT_GROUP_ROLES": "{'a': 'organiser'}"}, "ASSISTANT_GROUP_ROLES"),
        (PROXY | {"ASSISTANT_GROUP_ROLES": '{"a": ["king"]}'}, "ASSISTANT_GROUP_ROLES"),
        ({"ASSISTANT_SESSION_IDLE_MIN": "90", "ASSISTANT_SESSION_MOST_MIN": "60"}, "ASSISTANT_SESSION_IDLE_MIN"),
        ({"ASSISTANT_SESSION_IDLE_MIN": "0"}, "ASSISTANT_SESSION_IDLE_MIN"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, said: Mapping[str, str], named: str
) -> None:
    set_all(monkeypatch, said)
    with pytest.raises(ConfigurationError) as refusal:
        load_settings()
    assert named in str(refusal.value)
    assert "a-client-secret" not in str(refusal.value)


def test_groups_are_roles(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, PROXY, {"ASSISTANT_GROUP_ROLES": '{"제안팀": ["organiser", "officer"]}'})
    assert load_settings().group_roles == {"제안팀": {Role.ORGANISER, Role.OFFICER}}


def test_secrets_come_from_files_and_stay_out_of_sight(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from-a-file\n")
    (tmp_path / "cookie").write_text("k" * 40)
    files = {
        "ASSISTANT_OIDC_CLIENT_SECRET": "",
        "ASSISTANT_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
        "ASSISTANT_COOKIE_SECRET_FILE": str(tmp_path / "cookie"),
    }
    set_all(monkeypatch, OIDC, files)
    settings = load_settings()
    assert client_secret(settings) == "from-a-file"
    assert signing_secret(settings) == "k" * 40
    assert "from-a-file" not in repr(settings)
    monkeypatch.setenv("ASSISTANT_COOKIE_SECRET_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ConfigurationError, match="ASSISTANT_COOKIE_SECRET_FILE"):
        signing_secret(load_settings())


def test_a_short_signing_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, OIDC, {"ASSISTANT_COOKIE_SECRET": "short"})
    with pytest.raises(ConfigurationError, match="ASSISTANT_COOKIE_SECRET"):
        secrets_for_streamlit(load_settings())


def test_streamlit_is_told_of_the_provider_and_of_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert secrets_for_streamlit(load_settings()) is None
    set_all(monkeypatch, OIDC)
    told = secrets_for_streamlit(load_settings())
    assert told is not None
    assert told["auth"]["server_metadata_url"] == "https://id.example/realms/city/.well-known/openid-configuration"
    assert told["auth"]["client_kwargs"]["code_challenge_method"] == "S256"
    assert "expose_tokens" not in told["auth"]
    made = tmp_path / "cookie_secret"
    assert made.read_text() == told["auth"]["cookie_secret"]
    assert made.stat().st_mode & 0o777 == 0o600
    assert secrets_for_streamlit(load_settings()) == told


def test_behind_a_proxy_the_server_must_not_believe_addresses_told_by_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, PROXY)
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    with pytest.raises(ConfigurationError, match="assistant serve"):
        refuse_hidden_proxy(load_settings())
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "none")
    refuse_hidden_proxy(load_settings())


def test_the_host_people_come_to_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, OIDC)
    assert "ideas.example" in load_settings().known_hosts
