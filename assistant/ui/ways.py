"""The pages by name, and going from one to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.ui.text import mark, say

Show = Callable[[], None]

_ALL = frozenset(Role)
_JUDGES = frozenset({Role.REVIEWER, Role.ORGANISER, Role.OFFICER})
PAGES: Mapping[str, tuple[str, str, frozenset[Role]]] = {
    "home": (mark("To do today"), ":material/today:", _ALL),
    "write": (mark("Write a proposal"), ":material/edit:", frozenset({Role.AUTHOR})),
    "take_in": (mark("Take in a document"), ":material/upload_file:", frozenset({Role.AUTHOR})),
    "mine": (mark("My proposals"), ":material/folder:", frozenset({Role.AUTHOR})),
    "archive": (mark("Find past proposals"), ":material/search:", _ALL),
    "browse": (mark("Browse"), ":material/travel_explore:", _JUDGES),
    "compare": (mark("Side by side"), ":material/view_column:", _JUDGES),
    "news": (mark("News"), ":material/notifications:", frozenset({Role.AUTHOR})),
    "review": (mark("Review"), ":material/rate_review:", frozenset({Role.REVIEWER})),
    "convene": (
        mark("Running the review"),
        ":material/group_work:",
        frozenset({Role.ORGANISER, Role.OFFICER}),
    ),
    "finalists": (mark("Finalists"), ":material/trophy:", frozenset({Role.ORGANISER, Role.OFFICER})),
    "rules": (mark("Contest rules"), ":material/gavel:", frozenset({Role.ORGANISER})),
    "rehearsal": (mark("Rehearsal of the count"), ":material/balance:", frozenset({Role.ORGANISER})),
    "host": (mark("Run the vote"), ":material/how_to_vote:", frozenset({Role.ORGANISER, Role.OFFICER})),
    "results": (mark("Results"), ":material/trophy:", _ALL),
    "follow_up": (mark("Carrying out"), ":material/construction:", _ALL),
    "accuracy": (mark("How often is it right?"), ":material/rule:", _ALL),
    "people": (mark("People and roles"), ":material/groups:", frozenset({Role.ORGANISER})),
    "advice_desk": (mark("Running the advice"), ":material/tune:", frozenset({Role.ORGANISER})),
}
"""Name of the page -> title, icon, roles that see it. The services check roles again."""


def lay_out(person: Person, shows: Mapping[str, Show], closed: Show) -> dict[str, st.Page]:
    """The pages by name, the home page first; those of other roles are in no menu and say so (`closed`)."""
    ways = {}
    for name, (title, icon, roles) in PAGES.items():
        is_hers = person.may_act_as(roles)
        ways[name] = st.Page(
            shows[name] if is_hers else closed,
            title=say(title),
            icon=icon,
            url_path=name,
            default=name == "home",
            visibility="visible" if is_hers else "hidden",
        )
    st.session_state["ways"] = ways
    return ways


def all_lead_to(show: Show, title: str) -> list[st.Page]:
    """Every address of a page, with the same on each of them."""
    return [st.Page(show, title=title, url_path=name, default=name == "home") for name in PAGES]


def go(name: str, **query: str) -> NoReturn:
    """Leave this page for another; to be called from a run, not from a callback."""
    st.switch_page(st.session_state["ways"][name], query_params=query or None)


MOST_BESIDE = 9
"""Ways that stand beside each other at 1280 px; with more, those behind a few headings fold away."""
_HEADINGS = {
    mark("Reviewing"): ("browse", "compare", "convene", "finalists"),
    mark("The contest"): ("rules", "rehearsal", "host", "results", "follow_up"),
    mark("Running it"): ("accuracy", "advice_desk", "people"),
}


def menu(ways: Mapping[str, st.Page]) -> dict[str, list[st.Page]]:
    """The ways under their headings; without headings where they fit beside each other."""
    seen = [name for name, way in ways.items() if way.visibility == "visible"]
    under = {name: heading for heading, names in _HEADINGS.items() for name in names}
    laid: dict[str, list[st.Page]] = {}
    for name, way in ways.items():
        heading = under.get(name, "") if len(seen) > MOST_BESIDE else ""
        laid.setdefault(say(heading) if heading else "", []).append(way)
    return laid


def wanted_page(page: st.Page) -> str:
    """The page somebody wants who has to sign in first, and its draft: "write?draft=D1"."""
    draft = st.query_params.get("draft", "")
    return f"{page.url_path}?draft={draft}" if draft else page.url_path
