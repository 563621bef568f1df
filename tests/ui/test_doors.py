"""Signing in and the language: cookies, and nowhere but our own pages."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.ui.doors import doors


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=doors(demo=True)), follow_redirects=False)


def test_entering_remembers_the_person_out_of_reach_of_scripts(client: TestClient) -> None:
    answer = client.get("/demo/enter/kim?to=write")
    assert (answer.status_code, answer.headers["location"]) == (303, "/write")
    cookie = answer.headers["set-cookie"].lower()
    assert "demo_person=kim" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_without_demo_mode_nobody_can_enter_by_name() -> None:
    closed = TestClient(Starlette(routes=doors(demo=False)), follow_redirects=False)
    assert closed.get("/demo/enter/kim").status_code == 404


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
