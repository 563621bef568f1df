"""The line under the menu: the demo mark, who is signed in, the other language, the way out."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.domain.person import Person
from assistant.ui.text import language, say

_HERE = Path(__file__).parent / "masthead"
_component = st.components.v2.component(
    "masthead", js=(_HERE / "masthead.js").read_text("utf-8"), css=(_HERE / "masthead.css").read_text("utf-8")
)


def masthead(person: Person | None, *, demo: bool) -> None:
    """Show it. Each language's link is written in that language."""
    links: list[dict[str, object]] = []
    if language() == "ko":
        links.append({"label": "English", "lang": "en", "href": "language/en", "stays": True})
    else:
        links.append({"label": "한국어", "lang": "ko", "href": "language/ko", "stays": True})
    if person and demo:
        links.append({"label": say("Change person"), "href": "demo/leave", "stays": False})
    _component(
        key="masthead",
        data={
            "language": language(),
            "demo": say("Demonstration: anybody can enter as anybody. Do not write real proposals.") if demo else "",
            "person": f"{person.name} · {person.department}" if person else "",
            "links": links,
            "words": {"nav": say("Person and language")},
        },
    )
