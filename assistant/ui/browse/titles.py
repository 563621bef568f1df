"""Titles for groups by a language model: asked for here, made in the background, labelled wherever they are shown."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from assistant.services.titling import MOST_AT_ONCE
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.session import application, me
from assistant.ui.text import say

LOOK_AGAIN = timedelta(seconds=1)


def offer() -> None:
    """The button, how far it is, or what ended the last run; nothing where no model is configured."""
    titling = application().titling
    if not titling.is_configured:
        return
    state = titling.state()
    if state.is_running:
        _running()
        return
    if state.fault is not None:
        show_error(state.fault)
    if state.titled:
        st.caption(say("{count} titles were suggested by AI. Rename what does not fit.", count=state.titled))
    told = say(
        "Key terms and three titles of each group go to the configured model, up to {count} groups; names do not.",
        count=MOST_AT_ONCE,
    )
    if st.button(say("Suggest titles (AI)"), key="suggest-titles", icon=":material/auto_awesome:", help=told):
        attempt(lambda: titling.start(me()))
        st.rerun()


@st.fragment(run_every=LOOK_AGAIN)
def _running() -> None:
    state = application().titling.state()
    if not state.is_running:
        st.rerun()
    st.progress(state.done / state.of if state.of else 0.0, text=say("Suggesting titles; go on working meanwhile."))
