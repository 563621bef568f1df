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
    "advice_desk": (mark("Running the advice"), ":material/tune:", frozenset({Role.ORGANISER})),
}
"""Name of the page -> title, icon, roles that see it. The services check roles again."""


def lay_out(person: Person, shows: Mapping[str, Show]) -> list[st.Page]:
    """The pages this person sees; the first one is the home page."""
    ways = {
        name: st.Page(shows[name], title=say(title), icon=icon, url_path=name, default=name == "home")
        for name, (title, icon, roles) in PAGES.items()
        if person.may_act_as(roles)
    }
    st.session_state["ways"] = ways
    return list(ways.values())


def go(name: str, **query: str) -> NoReturn:
    """Leave this page for another; to be called from a run, not from a callback."""
    st.switch_page(st.session_state["ways"][name], query_params=query or None)
