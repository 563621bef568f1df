"""Nothing is reached under a name that is not ours, and every answer carries its headers."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from assistant.config import load_settings
from assistant.guard import Guard, host_name
from assistant.headers import COMMON, PLAIN, SCREENS


async def _page(_: Request) -> Response:
    return HTMLResponse("<p>page")


async def _own(_: Request) -> Response:
    return HTMLResponse(
        "<p>page", headers={"Content-Security-Policy": "default-src 'none'", "Cache-Control": "private"}
    )


async def _words(_: Request) -> Response:
    return PlainTextResponse("words")


async def _talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


ROUTES = [Route("/", _page), Route("/own", _own), Route("/words", _words), WebSocketRoute("/talk", _talk)]


def client(address: str = "http://127.0.0.1:8501") -> TestClient:
    guarded = Middleware(Guard, hosts={"127.0.0.1", "::1", "ideas.seoul.example"})
    return TestClient(Starlette(routes=ROUTES, middleware=[guarded]), base_url=address)


@pytest.mark.parametrize("path", ["/", "/own", "/words", "/nowhere"])
def test_every_answer_carries_the_common_headers(path: str) -> None:
    answer = client().get(path)
    assert {name: answer.headers[name] for name in COMMON} == dict(COMMON)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_page_is_kept_nowhere_and_may_do_what_screens_need() -> None:
    answer = client().get("/")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == SCREENS
    assert client().get("/words").headers["content-security-policy"] == PLAIN


def test_a_page_with_its_own_policy_keeps_it() -> None:
    answer = client().get("/own")
    assert answer.headers["content-security-policy"] == "default-src 'none'"
    assert answer.headers["cache-control"] == "private"


def test_no_policy_lets_inline_or_evaluated_script_run() -> None:
    script = next(part for part in SCREENS.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in script
    assert "'unsafe-eval'" not in script
    assert "http" not in SCREENS


def test_browsers_are_told_to_stay_with_tls_only_where_they_came_over_it() -> None:
    assert "strict-transport-security" not in client().get("/").headers
    assert client("https://ideas.seoul.example").get("/").headers["strict-transport-security"].startswith("max-age=3")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8501", "[::1]:8501", "IDEAS.seoul.example", "ideas.seoul.example.:443"]
)
def test_our_names_are_heard_with_any_port(host: str) -> None:
    assert client().get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "ideas.seoul.example@evil.example", "", "127.0.0.1:x", "a/b", "[::1"],
)
def test_another_name_is_refused_in_plain_words(host: str) -> None:
    answer = client().get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "안내받은 주소로" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_two_host_headers_are_one_too_many() -> None:
    answer = client().get("/", headers=[("host", "127.0.0.1"), ("host", "evil.example")])
    assert answer.status_code == 421


def _talks(**headers: str) -> bool:
    try:
        with client().websocket_connect("/talk", headers=headers) as socket:
            return socket.receive_text() == "hello"
    except WebSocketDisconnect:
        return False


def test_a_connection_is_opened_by_our_own_pages_only() -> None:
    ours = {"host": "127.0.0.1:8501"}
    assert _talks(**ours, origin="http://127.0.0.1:8501")
    assert _talks(**ours)  # a program that is no browser
    assert not _talks(**ours, origin="http://127.0.0.1:9999")
    assert not _talks(**ours, origin="http://evil.example")
    assert not _talks(**ours, origin="null")
    assert not _talks(host="evil.example", origin="http://evil.example")


@pytest.mark.parametrize(
    ("host", "name"), [("Ab.c:80", "ab.c"), ("[::1]", "::1"), ("a b", "a b"), ("user@a", ""), ("a?b", "")]
)
def test_a_name_is_read_out_of_a_host_header(host: str, name: str) -> None:
    assert host_name(host) == name


def test_loopback_the_own_address_and_the_named_hosts_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().known_hosts == {"127.0.0.1", "::1", "localhost"}
    monkeypatch.setenv("ASSISTANT_HOSTS", "Ideas.Seoul.example, 10.1.2.3")
    monkeypatch.setenv("ASSISTANT_HOST", "0.0.0.0")
    monkeypatch.setenv("ASSISTANT_VOTE_URL", "https://vote.seoul.example/vote")
    added = {"ideas.seoul.example", "10.1.2.3", "vote.seoul.example"}
    assert load_settings().known_hosts == {"127.0.0.1", "::1", "localhost", *added}
