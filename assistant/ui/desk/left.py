"""What a document held and no field took: shown beside the draft until its author places or drops it."""

from __future__ import annotations

import streamlit as st

from assistant.services.taking_in import FIELDS
from assistant.storage.taken import LeftPassage
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.labels import field_label
from assistant.ui.text import plain, say, say_many


def show_left(desk: Desk) -> None:
    """The passages, folded; nothing where there are none."""
    left = desk.app.papers.taking_in.left(desk.person, desk.proposal.id)
    if not left or desk.locked:
        return
    heading = say_many("{count} passage of a document is left", "{count} passages of documents are left", len(left))
    with st.expander(heading, icon=":material/note_stack:"):
        st.text(say("These stand in no field and are not submitted."))
        for each in left:
            _one(desk, each)


def _one(desk: Desk, passage: LeftPassage) -> None:
    key = f"{passage.document_id}-{passage.number}"
    with st.container(border=True, key=f"left-{key}"):
        st.caption(plain(" · ".join(filter(None, (passage.name, passage.heading)))))
        st.text(passage.text)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            field = st.selectbox(say("Field"), FIELDS, index=1, format_func=field_label, key=f"left-field-{key}")
            placed = st.button(say("Put behind it"), key=f"left-put-{key}")
            dropped = st.button(say("Drop"), key=f"left-drop-{key}", type="tertiary")
    if placed or dropped:
        desk.refresh()
        place = desk.app.papers.taking_in.place
        to = field if placed else ""
        if attempt(lambda: place(desk.person, desk.proposal.id, passage, to, desk.proposal.version)):
            desk.refresh()
            st.rerun(scope="fragment")
