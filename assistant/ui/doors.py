"""Addresses that set a cookie and lead on: signing in as a sample person, signing out, changing the language.

Law: sample people can be entered in demo mode only; where a visitor is led on is one of our own pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.headers import WORDS, of_page
from assistant.ui import ways
from assistant.ui.text import DEFAULT, LANGUAGES

PERSON_COOKIE = "demo_person"
LANGUAGE_COOKIE = "language"
YEAR_S = 365 * 24 * 3600
DRAFT = re.compile(r"[A-Za-z0-9_-]{1,64}")
PAGES = frozenset({"", *ways.PAGES} - {"home"})
"""The addresses of our pages, without their slash."""


def doors(*, demo: bool, record: Callable[[str], str] | None = None) -> list[BaseRoute]:
    """The routes beside Streamlit's own; `record` makes the public record of the advice in a language."""
    open_doors: list[BaseRoute] = [Route("/language/{code}", _language)]
    if demo:
        open_doors += [Route("/demo/enter/{person}", _enter), Route("/demo/leave", _leave)]
    if record is not None:

        def show(request: Request) -> Response:  # not async: it reads the database
            chosen = request.cookies.get(LANGUAGE_COOKIE, DEFAULT)
            return HTMLResponse(record(chosen if chosen in LANGUAGES else DEFAULT), headers=of_page(WORDS))

        open_doors.append(Route("/record/advice", show))
    return open_doors


def _enter(request: Request) -> Response:
    answer = _on(request)
    answer.set_cookie(PERSON_COOKIE, request.path_params["person"], httponly=True, samesite="strict", path="/")
    return answer


def _leave(request: Request) -> Response:
    answer = _on(request)
    answer.delete_cookie(PERSON_COOKIE, path="/")
    return answer


def _language(request: Request) -> Response:
    code = request.path_params["code"]
    if code not in LANGUAGES:
        return PlainTextResponse("ko, en", status_code=404)
    answer = _on(request)
    answer.set_cookie(LANGUAGE_COOKIE, code, max_age=YEAR_S, httponly=True, samesite="lax", path="/")
    return answer


def _on(request: Request) -> RedirectResponse:
    page = request.query_params.get("to", "")
    address = f"/{page}" if page in PAGES else "/"
    if page == "write" and DRAFT.fullmatch(draft := request.query_params.get("draft", "")):
        address += f"?draft={draft}"
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
