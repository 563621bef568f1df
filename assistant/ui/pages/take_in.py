"""문서에서 가져오기: a document is read, its passages are looked through, and only then they become a draft."""

from __future__ import annotations

import streamlit as st

from assistant.domain.passages import Passage
from assistant.domain.person import Person
from assistant.domain.proposal import Proposal, Stage, too_long
from assistant.errors import AssistantError, TooLong
from assistant.services.taking_in import FIELDS
from assistant.ui.desk.passages import assigned
from assistant.ui.errors import sentence
from assistant.ui.errors import show as show_error
from assistant.ui.labels import field_label
from assistant.ui.session import application, me
from assistant.ui.text import say, say_many
from assistant.ui.ways import go

TYPES = ["hwpx", "docx", "pdf", "txt", "md", "csv", "xlsx"]
_TAKEN = "hwp", "doc", "xls", "docm"  # let in, so that a sentence can say what to do with them


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Take in a document"), anchor=False)
    st.text(say("Choose a document you have written already. You look through what was found before it is stored."))
    sent = st.file_uploader(
        say("Document (HWPX, DOCX, PDF, TXT, Markdown, CSV, XLSX; 10 MB at most)"),
        type=[*TYPES, *_TAKEN],
        key="document",
    )
    if sent is None:
        st.session_state.pop("brought", None)
        return
    brought = st.session_state.get("brought")
    if not brought or brought[0] != sent.file_id:
        try:
            with st.spinner(say("Reading …")):
                read = app.papers.taking_in.read(person, sent.name, sent.getvalue())
        except AssistantError as error:
            st.session_state.pop("brought", None)
            show_error(error)
            return
        brought = (sent.file_id, read)
        st.session_state["brought"] = brought
    passages = assigned(sent.file_id, brought[1].passages, is_pdf=brought[1].kind == "pdf")
    _take(person, sent.name, sent.getvalue(), passages)


def _take(person: Person, name: str, content: bytes, passages: list[Passage]) -> None:
    app = application()
    st.header(say("Into which draft?"), anchor=False)
    drafts = {each.id: each for each in app.drafting.mine(person) if each.stage is Stage.DRAFT}
    wanted = st.query_params.get("draft", "")
    options = ["", *drafts]
    chosen = st.selectbox(
        say("Draft"),
        options,
        index=options.index(wanted) if wanted in drafts else 0,
        format_func=lambda key: _title(drafts[key]) if key else say("A new draft"),
        key="into",
    )
    into = drafts.get(chosen)
    if into is not None:
        st.text(say("What the draft holds stays; the passages go behind it. An earlier version is kept."))
    if _preview(passages, into) and st.button(
        say("Take over into the draft"), key="take", type="primary", icon=":material/check:"
    ):
        try:
            stored = app.papers.taking_in.take(person, name, content, passages, into)
        except AssistantError as error:
            show_error(error)
            return
        st.session_state.pop("brought", None)
        go("write", draft=stored.id)


def _preview(passages: list[Passage], into: Proposal | None) -> bool:
    """The draft as it would be; whether it can be stored."""
    before = into.content if into else None
    made, left = application().papers.taking_in.preview(passages, before)
    with st.expander(say("The draft as it will be")):
        for field in FIELDS:
            if text := getattr(made, field).strip():
                st.caption(field_label(field))
                st.text(text)
    if left:
        st.caption(say_many("{count} passage goes into no field.", "{count} passages go into no field.", len(left)))
    if over := too_long(made):
        st.warning(sentence(TooLong(over)), icon=":material/info:")
    if made.is_blank():
        st.text(say("No passage goes into a field yet. Choose a field for at least one."))
    return not over and not made.is_blank()


def _title(draft: Proposal) -> str:
    return draft.content.title.strip() or say("Without a title")
