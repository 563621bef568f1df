"""Questions back to the authors: what was asked and answered, a new one, and more time for an answer."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.domain.request import Request
from assistant.services.reviewing import Sheet
from assistant.ui.errors import attempt
from assistant.ui.labels import moment
from assistant.ui.session import application
from assistant.ui.text import say
from assistant.wiring import now

USUAL_DAYS = 3


def asked(sheet: Sheet, person: Person) -> None:
    """What the authors were asked and answered, and a new question."""
    app, key = application(), sheet.shown.id
    st.header(say("Questions to the author"), anchor=False)
    for each in sheet.requests:
        with st.container(border=True):
            _one(each, person)
    form = f"ask-{key}-{len(sheet.requests)}"  # a refused question stays in its box, the next one gets a new box
    with st.expander(say("Ask the author")), st.form(form, border=False):
        question = st.text_area(say("Question"), max_chars=2_000, key=f"{form}-question")
        days = st.number_input(say("Days to answer"), 1, 60, USUAL_DAYS, key=f"{form}-days")
        due = now() + timedelta(days=int(days))
        if st.form_submit_button(say("Ask"), key=f"asked-{key}") and attempt(
            lambda: app.review.asking.ask(person, key, question, due)
        ):
            st.session_state["said"] = say("The author is told. Your name is not.")
            st.rerun()


def _one(request: Request, person: Person) -> None:
    st.text(request.question)
    if request.answered_at:
        st.text(say("Answer: {answer}", answer=request.answer))
        return
    late = request.due_at < now()
    told = say("No answer came; it was due {when}", when=moment(request.due_at)) if late else ""
    st.caption(told or say("No answer yet; due {when}", when=moment(request.due_at)))
    if Role.ORGANISER in person.roles and st.button(say("Give three more days"), key=f"extend-{request.id}"):
        due = max(request.due_at, now()) + timedelta(days=USUAL_DAYS)
        if attempt(lambda: application().review.asking.extend(person, request.id, due)):
            st.session_state["said"] = say("The author has more time and is told.")
            st.rerun()
