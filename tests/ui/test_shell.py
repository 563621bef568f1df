"""The document arrives in the reader's language; everything else passes untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from assistant.ui.shell import Shell

STATIC = Path(streamlit.__file__).parent / "static"


async def _words(_: Request) -> PlainTextResponse:
    return PlainTextResponse('<html lang="en">', headers={"etag": "1"})


@pytest.fixture
def client() -> TestClient:
    documents = StaticFiles(directory=STATIC, html=True)
    routes = [Route("/static/words", _words), Route("/words", _words), Mount("/", documents)]
    return TestClient(
        Starlette(routes=routes, middleware=[Middleware(Shell, pages=["write"]), Middleware(GZipMiddleware)])
    )


@pytest.mark.parametrize("path", ["/", "/index.html"])
def test_the_document_is_korean_by_itself(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert '<html lang="ko">' in answer.text
    assert "<title>제안 도우미</title>" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_cookie_makes_it_english(client: TestClient) -> None:
    client.cookies.set("language", "en")
    assert '<html lang="en">' in client.get("/").text


def test_a_strange_language_in_the_cookie_is_korean(client: TestClient) -> None:
    client.cookies.set("language", "xx")
    assert '<html lang="ko">' in client.get("/").text


def test_an_address_that_is_no_page_is_not_found_and_said_so(client: TestClient) -> None:
    answer = client.get("/404.html")
    assert answer.status_code == 404


def test_a_document_that_was_seen_before_is_sent_again(client: TestClient) -> None:
    first = client.get("/")
    again = client.get(
        "/",
        headers={"If-Modified-Since": "Sun, 22 Nov 2099 00:00:00 GMT"},
    )
    assert (again.status_code, again.text) == (200, first.text)


def test_no_document_points_to_the_interface_for_programs(client: TestClient) -> None:
    assert "_stcore/agent" not in client.get("/").text


@pytest.mark.parametrize("path", ["/static/words", "/words"])
def test_what_is_no_document_passes_untouched(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.text == '<html lang="en">'
    assert answer.headers["etag"] == "1"


def test_the_ballot_passes_untouched() -> None:
    client = TestClient(Starlette(routes=[Route("/vote", _ballot)], middleware=[Middleware(Shell, pages=["write"])]))
    answer = client.get("/vote", headers={"accept-encoding": "gzip"})
    assert answer.text == '<html lang="en">gzip'


async def _ballot(request: Request) -> HTMLResponse:
    return HTMLResponse(f'<html lang="en">{request.headers["accept-encoding"]}')
