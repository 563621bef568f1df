"""For one proposal in five: which track would she choose herself, before any is suggested?"""

from __future__ import annotations

import streamlit as st

from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.text import language, say


def ask_own_track(desk: Desk) -> bool:
    """Ask where it is to be asked. Whether the question stands on the page now."""
    if not desk.app.advising.wants_own_track(desk.person, desk.proposal.id):
        return False
    with st.container(border=True, key="own-track"):
        st.subheader(say("First your own view: which track?"), anchor=False)
        st.text(
            say(
                "One proposal in five is asked this, so that we can tell whether suggestions are right. "
                "Your answer is used for nothing else; the suggestion appears right after it."
            )
        )
        for track in desk.app.tracks:
            st.button(track.label(language()), key=f"own-{track.code}", on_click=_chosen, args=(desk, track.code))
    return True


def _chosen(desk: Desk, code: str) -> None:
    attempt(lambda: desk.app.advising.name_own_track(desk.person, desk.proposal.id, code))
