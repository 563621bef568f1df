"""Texts put aside to be looked at side by side, two to four."""

from __future__ import annotations

import streamlit as st

from assistant.services.browsing import Overview
from assistant.services.comparing import FEWEST, MOST
from assistant.ui.session import kept
from assistant.ui.text import plain, say
from assistant.ui.ways import go


def put(keys: list[str]) -> None:
    """Put texts aside, the newest last; the oldest make room."""
    held = kept("tray", list)
    held[:] = [each for each in held if each not in keys] + keys
    del held[:-MOST]


def show(overview: Overview) -> None:
    """What is put aside, and the way to look at it."""
    held: list[str] = kept("tray", list)
    titles = {each.key: each.title or say("Without a title") for each in overview.seen}
    held[:] = [key for key in held if key in titles]
    if not held:
        return
    with st.container(border=True, key="tray"):
        st.text(say("Put aside to compare ({count} of {most})", count=len(held), most=MOST))
        for key in held:
            with st.container(horizontal=True, vertical_alignment="center"):
                if st.button(say("Take out"), key=f"out-{key}", help=plain(titles[key])):
                    held.remove(key)
                    st.rerun()
                st.text(titles[key])
        if st.button(say("Look at them side by side"), key="compare", type="primary", disabled=len(held) < FEWEST):
            go("compare", texts=",".join(held))
