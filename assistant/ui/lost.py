"""Pages for an address that leads nowhere and for a request that failed: a sentence, a number, a way home.

Law: nothing of the address, the request or the error stands on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from assistant.headers import WORDS, of_page
from assistant.mishaps import reference
from assistant.ui.doors import chosen_language
from assistant.ui.text import mark, translate

_TITLE = mark("Proposal assistant")
_NOWHERE = mark("There is no such page. Please begin again from the first page.")
_NOT_THIS_WAY = mark("This address cannot be used in this way. Please begin again from the first page.")
_FAILED = mark("Something unexpected happened. If it recurs, tell the administrator {reference}.")
_HOME = mark("To the first page")
_STYLE = (
    "body{font-family:system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;line-height:1.7;"
    "word-break:keep-all;color:#1d2733}h1{font-size:1.3rem}a{color:#0b5c8a}"
)


def no_such_page(to: str) -> str:
    """The page for an address that leads nowhere, in the language `to`."""
    return _page(to, translate(_NOWHERE, to))


def handlers() -> Mapping[Any, Callable[[Request, Any], Response]]:
    """What the server does with its own refusals and with errors of a route that nobody foresaw."""
    return {HTTPException: _refused, Exception: _failed}


def _refused(request: Request, refusal: HTTPException) -> Response:
    if request.url.path.startswith(("/_stcore/", "/static/", "/media/", "/component/")):
        return PlainTextResponse(refusal.detail, refusal.status_code, refusal.headers)
    to, words = chosen_language(request.cookies), _NOT_THIS_WAY if refusal.status_code != 404 else _NOWHERE
    headers = {**of_page(WORDS), **(refusal.headers or {})}
    return HTMLResponse(_page(to, translate(words, to)), refusal.status_code, headers)


def _failed(request: Request, error: Exception) -> Response:
    to = chosen_language(request.cookies)
    page = _page(to, translate(_FAILED, to, reference=reference(error)))
    return HTMLResponse(page, 500, of_page(WORDS))  # it leaves outside of every middleware


def _page(to: str, sentence: str) -> str:
    title, home = escape(translate(_TITLE, to)), escape(translate(_HOME, to))
    return (
        f'<!doctype html><html lang="{to}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1><p>{escape(sentence)}</p>"
        f'<p><a href="/">{home}</a></p></main></body></html>'
    )
