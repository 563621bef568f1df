"""Every page by role, and every address beside the pages with the reason why it is open. New ones need a row."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.domain.person import Person, Role
from assistant.sign_in_settings import SignInSettings
from assistant.ui import pages
from assistant.ui.doors import doors
from assistant.ui.ways import MOST_BESIDE, PAGES
from assistant.vote.hall import hall_routes
from assistant.vote.routes import routes as ballot_routes

EVERYBODY = frozenset(Role)
AUTHOR, REVIEWER, ORGANISER, OFFICER = (frozenset({role}) for role in Role)
TABLE = {
    "home": EVERYBODY,
    "write": AUTHOR,
    "mine": AUTHOR,
    "take_in": AUTHOR,
    "archive": EVERYBODY,
    "browse": REVIEWER | ORGANISER | OFFICER,
    "compare": REVIEWER | ORGANISER | OFFICER,
    "news": AUTHOR,
    "review": REVIEWER,
    "convene": ORGANISER | OFFICER,
    "finalists": ORGANISER | OFFICER,
    "rules": ORGANISER,
    "rehearsal": ORGANISER,
    "host": ORGANISER | OFFICER,
    "results": EVERYBODY,
    "follow_up": EVERYBODY,
    "accuracy": EVERYBODY,
    "advice_desk": ORGANISER,
    "people": ORGANISER,
}
OPEN = {
    "/language/{code}": "sets a cookie with the language",
    "/demo/enter/{person}": "in demo mode only, on this machine only",
    "/demo/leave": "the same",
    "/enter": "behind a proxy only: a new visit of the person the proxy names",
    "/leave": "behind a proxy only: ends one's own visit",
    "/record/advice": "the public record: counts and costs, no person and no text",
    "/vote": "asks for seat and code",
    "/vote/card/{poll}/{seat}/{code}": "the same, with the code in the address",
    "/vote/enter": "the same, answered",
    "/vote/review": "needs the pass that a code gave, in the ballot's own cookie",
    "/vote/correct": "the same",
    "/vote/cast": "the same",
    "/vote/receipt": "the same",
    "/vote/read/{order:int}": "the same",
    "/vote/leave": "gives the pass back",
    "/vote/now/{poll}": "whether voting is open",
    "/vote/static/{name}": "our own style and script",
    "/vote/{nothing:path}": "says that there is nothing",
    "/hall/hall.css": "the same",
    "/hall/hall.js": "the same",
    "/hall/{poll:str}": "the big screen: what everybody in the hall sees",
}
"""Addresses that need no sign-in here, and why."""
CAST = {**{role.value: Person("p", "남남", "총무과", frozenset({role})) for role in Role}}
CAST |= {
    "nobody": Person("p", "남남", "총무과", frozenset()),
    "author who reviews": Person("p", "남남", "총무과", AUTHOR | REVIEWER),
    "organiser": Person("p", "남남", "총무과", AUTHOR | ORGANISER),
    "everything": Person("p", "남남", "총무과", EVERYBODY),
}


def _laid() -> None:
    """Runs as a script of Streamlit, where pages can be made."""
    import streamlit as st

    from assistant.ui import pages
    from assistant.ui.ways import all_lead_to, lay_out, menu
    from tests.ui.test_page_matrix import CAST

    told: dict[str, object] = {}
    for name, person in CAST.items():
        ways = lay_out(person, pages.SHOWS, pages.closed)
        told[name] = {way: (page._page is pages.SHOWS[way], page.visibility == "visible") for way, page in ways.items()}
        laid = menu(ways)
        beside = [page for page in laid.get("", ()) if page.visibility == "visible"]
        folded = [head for head, under in laid.items() if head and any(p.visibility == "visible" for p in under)]
        told[f"beside {name}"] = len(beside) + len(folded)
    told["signed out"] = {page._url_path: page._page is pages.sign_in for page in all_lead_to(pages.sign_in, "로그인")}
    st.session_state["told"] = told


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    ran = AppTest.from_function(_laid, default_timeout=60).run()
    assert not ran.exception
    return ran.session_state["told"]  # type: ignore[no-any-return]


def test_every_page_has_a_row_and_a_show() -> None:
    assert set(TABLE) == set(PAGES) == set(pages.SHOWS)


@pytest.mark.parametrize("name", CAST)
def test_a_page_is_shown_to_its_roles_and_closed_to_others(told: dict[str, Any], name: str) -> None:
    hers = {page: not CAST[name].roles.isdisjoint(roles) for page, roles in TABLE.items()}
    assert told[name] == {page: (is_hers, is_hers) for page, is_hers in hers.items()}


def test_who_is_not_signed_in_gets_the_way_in_at_every_address(told: dict[str, Any]) -> None:
    assert told["signed out"] == dict.fromkeys(TABLE, True)


@pytest.mark.parametrize("name", CAST)
def test_few_enough_ways_stand_beside_each_other_that_none_hides_behind_a_number(
    told: dict[str, Any], name: str
) -> None:
    assert told[f"beside {name}"] <= MOST_BESIDE + 1  # headings are short


def test_every_address_beside_the_pages_has_a_reason_to_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {route.path for route in ballot_routes(lambda: None)}  # type: ignore[arg-type, return-value, attr-defined]
    found |= {route.path for route in hall_routes(lambda: None, "", {})}  # type: ignore[arg-type, return-value, attr-defined]
    for way in ("demo", "proxy", "oidc", ""):
        settings = SignInSettings.model_validate({"ASSISTANT_SIGN_IN": way})
        found |= {route.path for route in doors(settings, record=str)}  # type: ignore[attr-defined]
    assert found == set(OPEN)
