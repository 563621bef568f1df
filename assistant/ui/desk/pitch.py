"""Changing a suggested pitch before it is taken over, in a box that keeps what is typed like the form does."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.services.advising import LONGEST_PITCH
from assistant.ui.desk.state import Desk
from assistant.ui.desk.words import editor_words
from assistant.ui.parts.editor import Ack, Field, Stored, editor, sent
from assistant.ui.text import language, say

_FIELD = "pitch"
_KEY = "pitch-editor"


def edit_pitch(desk: Desk, take: Callable[[str], None]) -> None:
    """The box with the text as far as it was changed, and the two ways out of it."""
    draft = f"{desk.proposal.id}~pitch"
    stamp = f"{draft}-stamp"

    def heard() -> None:
        if (message := sent(_KEY)) and message.draft == draft:
            desk.pitch_text = message.content.get(_FIELD, "")
            st.session_state[stamp] = message.stamp

    text = desk.pitch_text or ""
    box = Field(_FIELD, say("The pitch as you change it"), rows=4, most=LONGEST_PITCH, required=None)
    heard_last = st.session_state.get(stamp)
    editor(
        draft,
        [box],
        Stored(1, {_FIELD: text}, ""),
        words=editor_words(),
        language=language(),
        key=_KEY,
        on_sent=heard,
        ack=Ack(heard_last) if heard_last else None,
    )
    # Read in the run and not in a callback: the box's own message comes with the click and is heard first.
    with st.container(horizontal=True):
        taken = st.button(say("Take over"), key="take-edited", type="primary")
        st.button(say("Cancel"), key="cancel-edit", type="tertiary", on_click=_cancel, args=(desk,))
    if taken:
        take(desk.pitch_text or "")
        st.rerun(scope="fragment")


def _cancel(desk: Desk) -> None:
    desk.pitch_text = None
