"""제안 쓰기: the form, past ideas beside it, advice and submission below."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person
from assistant.domain.proposal import Stage
from assistant.errors import NotFound
from assistant.ui.desk.advice import show_advice
from assistant.ui.desk.attached import show_attached
from assistant.ui.desk.difference import show_notes
from assistant.ui.desk.left import show_left
from assistant.ui.desk.sharing import show_sharing
from assistant.ui.desk.similar import show_similar
from assistant.ui.desk.state import Desk, desk_of
from assistant.ui.desk.submission import show_stage, show_submission
from assistant.ui.desk.versions import open_versions
from assistant.ui.desk.words import editor_words
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.labels import form_fields, time_left
from assistant.ui.parts.editor import editor, sent
from assistant.ui.parts.top import begin_at_top
from assistant.ui.session import application, me, stay, who_types
from assistant.ui.text import language, plain, say
from assistant.wiring import Application, now


def show() -> None:
    """The page of the draft that the address names, or of the newest one."""
    app, person = application(), me()
    chosen = st.query_params.get("draft") or _newest(app, person)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(say("Write a proposal"), anchor=False)
        if chosen:
            st.button(
                say("New proposal"),
                key="new",
                icon=":material/add:",
                type="tertiary",
                on_click=_start,
                args=(app, person),
            )
    st.caption(f"{plain(app.programme.name)} · {time_left(app.programme, now())}")
    if not chosen:
        st.text(say("You have no draft yet. Start one; it saves itself while you write."))
        st.button(
            say("Start a proposal"),
            key="start",
            type="primary",
            icon=":material/edit:",
            on_click=_start,
            args=(app, person),
        )
        return
    try:
        desk = desk_of(app, person, chosen)
    except NotFound as error:
        show_error(error)
        return
    st.query_params["draft"] = chosen
    _desk(desk)


@st.fragment
def _desk(desk: Desk) -> None:
    """Everything about one draft. It runs alone after every pause in typing."""
    stay()
    desk.refresh()
    draft = desk.proposal.id
    show_stage(desk.proposal)
    if desk.proposal.stage is Stage.SUBMITTED:  # she pressed the button far below, and the receipt stands here
        begin_at_top(draft)

    def heard() -> None:
        if message := sent():
            who_types()
            desk.hear(message)

    left, right = st.columns([7, 5], gap="large")
    with left:
        editor(
            draft,
            form_fields(),
            desk.stored(),
            words=editor_words(),
            language=language(),
            on_sent=heard,
            ack=desk.ack(),
            trouble=desk.trouble,
            locked=desk.locked,
        )
        if st.button(say("Earlier versions"), key="versions", icon=":material/history:", type="tertiary"):
            open_versions(desk)
        show_left(desk)
        show_attached(desk)
        show_sharing(desk)
    with right:
        st.header(say("Similar past proposals"), anchor=False)
        show_similar(desk)
        show_notes(desk)
    show_advice(desk)
    show_submission(desk)


def _newest(app: Application, person: Person) -> str:
    drafts = (proposal.id for proposal in app.drafting.mine(person) if proposal.stage is Stage.DRAFT)
    return next(drafts, "")


def _start(app: Application, person: Person) -> None:
    def start() -> None:
        st.query_params["draft"] = app.drafting.start(person).id

    attempt(start)
