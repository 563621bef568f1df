"""Signing in and the language: cookies, and nowhere but our own pages."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.sign_in_settings import SignInSettings
from assistant.ui.doors import doors, own_address
from assistant.vote.routes import routes as ballot_routes


def settings(way: str) -> SignInSettings:
    return SignInSettings.model_validate({"ASSISTANT_SIGN_IN": way})


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=doors(settings("demo"))), follow_redirects=False)


def test_entering_remembers_the_person_out_of_reach_of_scripts(client: TestClient) -> None:
    answer = client.get("/demo/enter/kim?to=write")
    assert (answer.status_code, answer.headers["location"]) == (303, "/write")
    visit, person = (cookie.lower() for cookie in answer.headers.get_list("set-cookie"))
    assert "demo_person=kim" in person
    assert "httponly" in person
    assert "samesite=strict" in person
    assert "visit=" in visit
    assert "httponly" in visit


def test_every_entering_is_a_visit_of_its_own(client: TestClient) -> None:
    def visit() -> str:
        client.cookies.clear()
        return client.get("/demo/enter/kim").cookies["visit"]

    assert visit() != visit()


@pytest.mark.parametrize("way", ["", "oidc", "proxy"])
def test_without_demo_mode_nobody_can_enter_by_name(way: str) -> None:
    closed = TestClient(Starlette(routes=doors(settings(way))), follow_redirects=False)
    assert closed.get("/demo/enter/kim").status_code == 404
    assert closed.get("/demo/leave").status_code == 404


@pytest.mark.parametrize("path", ["/demo/enter/kim", "/demo/leave"])
def test_another_sites_link_neither_signs_in_nor_out(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_leaving_ends_the_visit_before_the_cookies_go() -> None:
    left: list[str] = []
    routes = doors(settings("demo"), leave=lambda request: left.append(request.cookies["visit"]))
    client = TestClient(Starlette(routes=routes), follow_redirects=False, cookies={"visit": "v1", "demo_person": "kim"})
    answer = client.get("/demo/leave")
    assert left == ["v1"]
    assert all("max-age=0" in cookie.lower() for cookie in answer.headers.get_list("set-cookie"))
    assert len(answer.headers.get_list("set-cookie")) == 2


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("write?draft=D1", "/write?draft=D1"),
        ("write?draft=a%26b", "/write"),
        ("archive?draft=D1", "/archive"),
        ("//evil.example/write", "/"),
        ("https://evil.example/write", "/"),
        ("javascript:alert(1)", "/"),
        ("write\r\nSet-Cookie: a=b", "/"),
        ("", "/"),
    ],
)
def test_only_our_own_pages_are_wanted(wanted: str, address: str) -> None:
    assert own_address(wanted) == address


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "../x", "write/../../x", "nowhere"])
def test_nobody_is_led_anywhere_but_to_our_own_pages(client: TestClient, to: str) -> None:
    assert client.get("/demo/enter/kim", params={"to": to}).headers["location"] == "/"


def test_changing_the_language_comes_back_to_the_same_draft(client: TestClient) -> None:
    answer = client.get("/language/en", params={"to": "write", "draft": "DRAFT-09"})
    assert answer.headers["location"] == "/write?draft=DRAFT-09"
    assert "language=en" in answer.headers["set-cookie"]


def test_a_draft_name_that_is_none_is_left_out(client: TestClient) -> None:
    answer = client.get("/language/en", params={"to": "write", "draft": "a&b=\r\nx"})
    assert answer.headers["location"] == "/write"


def test_there_are_two_languages(client: TestClient) -> None:
    assert client.get("/language/xx").status_code == 404


@pytest.mark.parametrize("way", ["demo", "proxy"])
def test_leaving_takes_no_voters_pass_away(way: str) -> None:
    """The ballot's cookie is its own: somebody may vote on the phone she signs out on."""
    routes = [*doors(settings(way)), *ballot_routes(lambda: None)]  # type: ignore[arg-type, return-value]
    client = TestClient(Starlette(routes=routes), follow_redirects=False)
    answer = client.get("/demo/leave" if way == "demo" else "/leave", cookies={"ballot": "pass", "visit": "v"})
    assert {cookie.split("=")[0] for cookie in answer.headers.get_list("set-cookie")} <= {"demo_person", "visit"}
