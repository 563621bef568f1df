"""Addresses that set a cookie and lead on: entering and leaving, changing the language.

Law: sample people can be entered in demo mode only; where a visitor is led on is one of our own pages; another site's
link neither signs anybody in nor out.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.headers import WORDS, of_page
from assistant.sign_in_settings import SignInSettings
from assistant.ui import ways
from assistant.ui.text import DEFAULT, LANGUAGES, mark, translate

PERSON_COOKIE = "demo_person"
VISIT_COOKIE = "visit"
WANTED_COOKIE = "wanted"
LANGUAGE_COOKIE = "language"
LEFT = "left"
"""The visit cookie of somebody who signed out while a proxy still vouches for her."""
YEAR_S = 365 * 24 * 3600
DRAFT = re.compile(r"[A-Za-z0-9_-]{1,64}")
PAGES = frozenset({"", *ways.PAGES} - {"home"})
"""The addresses of our pages, without their slash."""


def doors(
    settings: SignInSettings,
    *,
    leave: Callable[[Request], None] = lambda _: None,
    record: Callable[[str], str] | None = None,
) -> list[BaseRoute]:
    """The routes beside Streamlit's own.

    `leave` ends the visit that a request belongs to; `record` makes the public record of the advice in a language.
    """
    open_doors: list[BaseRoute] = [Route("/language/{code}", _language)]

    def go(request: Request) -> Response:  # not async: it writes to the database
        if not _is_from_here(request):
            return PlainTextResponse("Forbidden", status_code=403)
        leave(request)
        if settings.demo:
            answer = _on(request)
            answer.delete_cookie(PERSON_COOKIE, path="/")
            answer.delete_cookie(VISIT_COOKIE, path="/")
        else:
            answer = RedirectResponse(settings.proxy_sign_out or "/?sign_in=out", status_code=303)
            _remember(answer, VISIT_COOKIE, LEFT, request)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def enter(request: Request) -> Response:
        if not _is_from_here(request):
            return PlainTextResponse("Forbidden", status_code=403)
        answer = _on(request)
        _remember(answer, VISIT_COOKIE, secrets.token_urlsafe(24), request)
        if "person" in request.path_params:
            answer.set_cookie(PERSON_COOKIE, request.path_params["person"], httponly=True, samesite="strict", path="/")
        return answer

    if settings.sign_in == "demo":
        open_doors += [Route("/demo/enter/{person}", enter), Route("/demo/leave", go)]
    if settings.sign_in == "proxy":
        open_doors += [Route("/enter", enter), Route("/leave", go)]
    if record is not None:

        def show(request: Request) -> Response:  # not async: it reads the database
            return HTMLResponse(record(chosen_language(request.cookies)), headers=of_page(WORDS))

        open_doors.append(Route("/record/advice", show))
    return open_doors


def own_address(wanted: str) -> str:
    """The address of one of our own pages that `wanted` names ("write?draft=D1"); "/" for anything else."""
    parts = urlsplit(wanted)
    page = parts.path if not (parts.scheme or parts.netloc) else ""
    address = f"/{page}" if page in PAGES else "/"
    drafts = parse_qs(parts.query).get("draft", [""])
    if page == "write" and DRAFT.fullmatch(drafts[0]):
        address += f"?draft={drafts[0]}"
    return address


def plain_page(told: str, language: str, *, status: int, headers: Mapping[str, str]) -> HTMLResponse:
    """A page of one sentence, which needs no script and loads nothing."""
    title = translate(mark("Proposal assistant"), language)
    body = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><body style=\"font:1.1rem/1.7 'Noto Sans KR',sans-serif;margin:3rem auto;"
        f'max-width:34rem;padding:0 1rem;word-break:keep-all"><h1 style="font-size:1.4rem">{escape(title)}</h1>'
        f"<p>{escape(told)}</p>"
    )
    return HTMLResponse(body, status_code=status, headers={**of_page(WORDS), **headers})


def _language(request: Request) -> Response:
    code = request.path_params["code"]
    if code not in LANGUAGES:
        return PlainTextResponse("ko, en", status_code=404)
    answer = _on(request)
    answer.set_cookie(LANGUAGE_COOKIE, code, max_age=YEAR_S, httponly=True, samesite="lax", path="/")
    return answer


def _on(request: Request) -> RedirectResponse:
    page, draft = request.query_params.get("to", ""), request.query_params.get("draft", "")
    address = own_address(f"{page}?draft={quote(draft)}" if draft else page)
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _remember(answer: Response, name: str, value: str, request: Request) -> None:
    answer.set_cookie(name, value, httponly=True, samesite="lax", path="/", secure=request.url.scheme == "https")


def _is_from_here(request: Request) -> bool:
    return request.headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


def chosen_language(cookies: Mapping[str, str]) -> str:
    """The language the cookies ask for, or the usual one."""
    chosen = cookies.get(LANGUAGE_COOKIE, DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT
