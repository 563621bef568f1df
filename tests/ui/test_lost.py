"""An address that leads nowhere and a route that fails: a sentence and a number, and no word of the error."""

from __future__ import annotations

import logging
import re

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.errors import StorageUnavailable
from assistant.ui import errors
from assistant.ui.lost import handlers

NUMBER = re.compile(r"[0-9a-f]{8}")


async def _fails(_: Request) -> Response:
    raise ZeroDivisionError("SECRET in the error")


def client() -> TestClient:
    served = Starlette(routes=[Route("/fails", _fails)], exception_handlers=handlers())  # type: ignore[arg-type]
    return TestClient(served, raise_server_exceptions=False)


def test_what_nobody_foresaw_shows_the_number_that_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client().get("/fails")
    assert answer.status_code == 500
    assert "SECRET" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    found = NUMBER.search(answer.text)
    assert found is not None
    logged = next(record for record in caplog.records if found.group() in record.getMessage())
    assert logged.exc_info is not None
    assert "SECRET" in str(logged.exc_info[1])
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/no<b>where", 404), ("POST", "/fails", 405)])
def test_refusals_are_pages_with_a_way_home(method: str, path: str, status: int) -> None:
    answer = client().request(method, path)
    assert answer.status_code == status
    assert 'href="/"' in answer.text
    assert '<html lang="ko">' in answer.text
    assert "where" not in answer.text.lower()
    assert answer.headers["cache-control"] == "no-store"


def test_they_speak_the_readers_language() -> None:
    speaking = client()
    speaking.cookies.set("language", "en")
    assert "There is no such page." in speaking.get("/nowhere").text


def test_an_error_in_a_run_shows_the_number_that_stands_in_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(st, "error", said.append)
    with caplog.at_level(logging.ERROR):
        assert errors.unforeseen(ValueError("SECRET"))
    found = NUMBER.search(said[0])
    assert found is not None
    assert "SECRET" not in said[0]
    assert any(found.group() in record.getMessage() for record in caplog.records)


def test_a_known_error_needs_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(st, "warning", lambda sentence, icon: said.append(sentence))
    assert errors.unforeseen(StorageUnavailable("SECRET"))
    assert "SECRET" not in said[0]
    assert NUMBER.search(said[0]) is None
