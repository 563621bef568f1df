"""What the finder holds to be like a proposal under review; the act of linking stays a person's."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assistant.domain.blind import Shown
from assistant.domain.cluster import Side as TextSide
from assistant.domain.link import Idea, Side
from assistant.domain.person import Person
from assistant.errors import AssistantError
from assistant.services.comparing import MOST
from assistant.ui.labels import percent
from assistant.ui.session import application
from assistant.ui.text import say
from assistant.ui.ways import go

SUGGESTED = 12
NAMED = 5
LEAST = 0.05
"""Fewer than one person in twenty would call both the same: naming it would only tire."""


def likely(person: Person, shown: Shown, titles: Mapping[Idea, str]) -> dict[Idea, str]:
    """Ideas by likeness with a label that says it; proposals only where `titles` holds them. Looked for once."""
    app, known = application(), st.session_state.get("likely")
    if not isinstance(known, tuple) or known[0] != shown:
        try:
            known = (shown, app.browsing.like(person, shown.id, SUGGESTED))
        except AssistantError:
            return {}
        st.session_state["likely"] = known
    found: dict[Idea, str] = {}
    for text, likeness in known[1]:
        if likeness < LEAST:
            break
        if text.side is TextSide.ARCHIVE:
            title = app.searching.get(person, text.id).content.title
            label = say("Past proposal: {title} ({percent}%)", title=title, percent=percent(likeness))
            found[Idea(Side.ARCHIVE, text.id)] = label
        elif (idea := Idea(Side.PROPOSAL, text.id)) in titles:
            found[idea] = say("{name} ({count})", name=titles[idea], count=f"{percent(likeness)}%")
    return found


def resembling(shown: Shown, suggested: Mapping[Idea, str]) -> None:
    """The likeliest ones, and a way to read them beside this one."""
    named = dict(list(suggested.items())[:NAMED])
    if not named:
        return
    with st.expander(say("What it is like, by machine ({count})", count=len(named))):
        st.caption(say("The number is the chance that a person would call both the same idea. You decide."))
        st.text("\n".join(named.values()))
        keys = [f"p:{shown.id}", *(f"{idea.side.value[0]}:{idea.id}" for idea in named)]
        if st.button(say("Look at them side by side"), key=f"beside-{shown.id}"):
            go("compare", texts=",".join(keys[:MOST]))
