"""The line under the menu: the demo mark, who is signed in, the other language, the way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from assistant.domain.person import Person
from assistant.sign_in_settings import Way
from assistant.ui.text import language, say

_HERE = Path(__file__).parent / "masthead"
_component = st.components.v2.component(
    "masthead", js=(_HERE / "masthead.js").read_text("utf-8"), css=(_HERE / "masthead.css").read_text("utf-8")
)
_KEY = "masthead"


def masthead(
    person: Person | None,
    way: Way,
    *,
    wanted: str = "",
    looks_again_s: float = 0,
    on_leave: Callable[[], None] = lambda: None,
) -> None:
    """Show it. Each language's link is written in that language.

    `wanted` is the page to lead to after signing in; after `looks_again_s` seconds without a run the page is asked for
    anew, so that it does not stand there when the visit is over.
    """
    links: list[dict[str, object]] = []
    if language() == "ko":
        links.append({"label": "English", "lang": "en", "href": "language/en", "stays": True})
    else:
        links.append({"label": "한국어", "lang": "ko", "href": "language/ko", "stays": True})
    if person and way == "demo":
        links.append({"label": say("Change person"), "href": "demo/leave", "stays": False})
    if person and way == "proxy":
        links.append({"label": say("Sign out"), "href": "leave", "stays": False})
    if person and way == "oidc":
        links.append({"label": say("Sign out"), "href": "", "stays": False})
    demo = say("Demonstration: anybody can enter as anybody. Do not write real proposals.") if way == "demo" else ""
    _component(
        key=_KEY,
        data={
            "language": language(),
            "demo": demo,
            "person": " · ".join(filter(None, (person.name, person.department))) if person else "",
            "links": links,
            "wanted": wanted,
            "looks_again_ms": round(looks_again_s * 1000),
            "words": {"nav": say("Person and language")},
        },
        on_leave_change=on_leave,
        on_look_change=lambda: None,
    )


def only_looked() -> bool:
    """Whether this run was asked for by the clock and not by the person."""
    return bool(st.session_state[_KEY].get("look")) if _KEY in st.session_state else False
