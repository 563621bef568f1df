"""Ending the visit a plain request belongs to, in the ways of signing in that Streamlit knows nothing of."""

from __future__ import annotations

from starlette.requests import Request

from assistant.domain.visit import ticket
from assistant.services.admitting import Admitting
from assistant.sign_in_settings import SignInSettings
from assistant.ui.doors import PERSON_COOKIE, VISIT_COOKIE
from assistant.ui.tickets import from_headers


def end_visit(settings: SignInSettings, admitting: Admitting, request: Request) -> None:
    """End the visit this request's browser is on, in demo mode or behind a proxy."""
    visit = request.cookies.get(VISIT_COOKIE, "")
    if settings.demo:
        admitting.leave(ticket("demo", visit, request.cookies.get(PERSON_COOKIE, "")))
        return
    try:
        claim = from_headers(settings, request.headers)
    except ValueError:
        return
    if claim is not None:
        admitting.leave(ticket("proxy", visit, claim.person_id))
