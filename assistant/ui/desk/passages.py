"""The passages of a document that was read, each with a box that says where it goes."""

from __future__ import annotations

import streamlit as st

from assistant.domain.passages import Passage
from assistant.services.taking_in import FIELDS
from assistant.ui.labels import field_label
from assistant.ui.text import say, say_many


def assigned(key: str, passages: tuple[Passage, ...], *, is_pdf: bool) -> list[Passage]:
    """Every passage with a box that says where it goes."""
    st.header(say_many("{count} passage found", "{count} passages found", len(passages)), anchor=False)
    st.text(say("See whether each passage goes into the right field. What goes into none is kept beside the draft."))
    if is_pdf:
        st.caption(say("In a PDF, blanks at the ends of lines and the order of columns may have been read wrongly."))
    found = []
    for number, each in enumerate(passages):
        with st.container(border=True, key=f"passage-{number}"):
            text, choice = st.columns([3, 1])
            chosen = choice.selectbox(
                say("Field for passage {number}", number=number + 1),
                ["", *FIELDS],
                index=["", *FIELDS].index(each.field) if each.field in FIELDS else 0,
                format_func=lambda name: field_label(name) if name else say("Into no field"),
                key=f"field-{key}-{number}",
            )
            if each.heading:
                text.caption(each.heading)
            text.text(each.text or say("(no text)"))
        found.append(Passage(chosen, each.heading, each.text))
    return found
