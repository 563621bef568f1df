"""나란히 보기: two to four proposals, what they share and what only one of them has."""

from __future__ import annotations

import re

import streamlit as st

from assistant.errors import AssistantError
from assistant.services.comparing import FEWEST, MOST
from assistant.ui.browse.conditions import named
from assistant.ui.errors import show as show_error
from assistant.ui.parts.columns import columns
from assistant.ui.session import application, me
from assistant.ui.text import language, say
from assistant.ui.ways import go

_KEY = re.compile(r"[pa]:.{1,200}")


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Side by side"), anchor=False)
    keys = [key for key in st.query_params.get("texts", "").split(",") if _KEY.fullmatch(key)]
    keys = list(dict.fromkeys(keys))[:MOST]
    if st.button(say("Back to all groups"), key="back", icon=":material/arrow_back:"):
        go("browse")
    if len(keys) < FEWEST:
        st.text(say("Put two to four proposals aside on “Browse”, then come back here."))
        return
    try:
        with st.spinner(say("Looking for sentences that say the same")):
            found = app.comparing.compare(person, [named(key) for key in keys])
    except AssistantError as error:
        show_error(error)
        return
    if found.is_blind:
        st.caption(say("Until the blind review is over, names and departments are hidden."))
    columns("beside", found, {track.code: track.label(language()) for track in app.tracks})
