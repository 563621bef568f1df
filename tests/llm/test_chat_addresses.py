"""A draft goes to the configured address and nowhere else, and only where the organisation lets it go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.domain.reach import Reach, is_inside
from assistant.llm.chat_advisor import ChatAdvisor
from tests.llm import chat_server as chat
from tests.llm.chat_server import ChatServer
from tests.llm.test_chat_advisor import _ask, _reasons, advisor, server, tokens

__all__ = ["advisor", "server", "tokens"]

Build = Callable[..., ChatAdvisor]


def test_the_draft_goes_nowhere_else_when_the_endpoint_redirects(server: ChatServer, advisor: Build) -> None:
    with chat.serving() as elsewhere:
        server.script = [chat.status(307, location=elsewhere.url + "/chat/completions")]
        assert (_reasons(_ask(advisor(server.url))), elsewhere.requests) == ({"refused"}, [])


def test_the_environments_proxy_and_organisation_are_not_heeded(
    server: ChatServer, advisor: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    with chat.serving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
        monkeypatch.setenv("OPENAI_BASE_URL", proxy.url)
        monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Extra: org-of-somebody")
        _ask(advisor(server.url))
        assert (proxy.requests, len(server.requests)) == ([], 4)
        assert not any("org-of-somebody" in value for headers in server.headers for value in headers.values())


def test_a_proxy_that_is_configured_is_used(server: ChatServer, advisor: Build) -> None:
    with chat.serving() as proxy:
        _ask(advisor("http://model.invalid/v1", proxy=proxy.url.removesuffix("/v1"), reach=Reach.ANY))
        assert (len(proxy.requests), server.requests) == (4, [])


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.9.9", "::1", "fd00::1", "::ffff:10.0.0.1"]
)
def test_loopback_and_private_addresses_are_inside(address: str) -> None:
    assert is_inside(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "172.32.0.1", "169.254.169.254", "100.64.0.1", "2001:4860::1", "::ffff:8.8.8.8", "0.0.0.0", "fe80::1"],
)
def test_everything_else_is_outside(address: str) -> None:
    assert not is_inside(address)


def test_a_name_that_stands_for_loopback_is_reached(server: ChatServer, advisor: Build) -> None:
    assert _ask(advisor(server.url.replace("127.0.0.1", "localhost"))).failures == {}


@pytest.mark.parametrize("url", ["http://8.8.8.8/v1", "http://169.254.169.254/v1", "http://134744072/v1"])
def test_an_address_outside_gets_nothing_unless_that_is_allowed(url: str, advisor: Build) -> None:
    assert _reasons(_ask(advisor(url, timeout_s=5.0))) == {"off"}


def test_nothing_leaves_where_everything_is_off(server: ChatServer, advisor: Build) -> None:
    assert _reasons(_ask(advisor(server.url, reach=Reach.OFF))) == {"off"}
    assert server.requests == []
