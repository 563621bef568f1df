"""심사표: one sheet of A4 for each proposal, with empty boxes; what the phase hides is not on paper either."""

from __future__ import annotations

import streamlit as st

from assistant.ui.labels import field_label
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.review.words import share, track_label
from assistant.ui.session import application, me
from assistant.ui.text import plain, say
from assistant.ui.ways import go

ROOM = 140
"""Pixels to write in by hand."""


def print_sheets() -> None:
    """Every proposal on the reviewer's list, a sheet each; the browser's own print command prints them."""
    app, person = application(), me()
    criteria = app.review.criteria
    with st.container(key="screen-only"):
        if st.button(say("Back to the list"), key="back", icon=":material/arrow_back:", type="tertiary"):
            go("review")
        st.caption(say("Print this page with Ctrl+P. Each proposal begins on a new sheet."))
    columns = [Column(say("Criterion")), Column(say("Question")), Column(say("Weight"), True), Column(say("Score"))]
    scale = say("{minimum} to {maximum}", minimum=criteria.minimum, maximum=criteria.maximum)
    lines = [Line((each.name, each.words, share(each.weight), scale)) for each in criteria.criteria]
    for item in app.review.reviewing.mine(person):
        shown = item.shown
        with st.container(key=f"sheet-{shown.id}"):
            st.subheader(say("Review sheet"), anchor=False)
            st.text(shown.title.strip() or say("Without a title"))
            st.caption(plain(" · ".join(filter(None, (shown.receipt, track_label(app, shown.track), person.name)))))
            for name, text in shown.texts():
                st.text(f"[{field_label(name)}]\n{text}")
            table(f"print-{shown.id}", say("Review sheet"), columns, lines)
            with st.container(border=True, height=ROOM):
                st.text(say("Remark"))
            with st.container(border=True, height=ROOM // 2):
                st.text(say("Signature of the reviewer"))
