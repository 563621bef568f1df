"""대회 규칙: the rules file with what it means beside it, saved as versions, sealed once a poll stands on it."""

from __future__ import annotations

import streamlit as st

from assistant.domain.rules import Rules
from assistant.errors import AssistantError, BadFile
from assistant.services.ruling import check
from assistant.ui.contest.words import rules_in_words
from assistant.ui.errors import attempt, show_faults
from assistant.ui.labels import clock
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application, me
from assistant.ui.text import say
from assistant.ui.ways import go

TALL = 620
LONGEST = 20_000


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Contest rules"), anchor=False)
    latest, sealed = app.ruling.latest(person), app.ruling.sealed(person)
    if message := st.session_state.pop("said", ""):
        st.success(message)
    if sealed:
        st.info(say("A poll stands on these rules. They cannot be changed until its result is published."))
    elif latest is None:
        st.info(say("Nothing is saved yet. Below is a proposal for two panels; change what you need and save it."))
    st.text(
        say(
            "Votes are counted by this text and nothing else. Try other ways of counting in a rehearsal before the day."
        )
    )
    if st.button(say("Go to the rehearsal"), key="to-rehearsal", disabled=latest is None, icon=":material/balance:"):
        go("rehearsal")
    written, meant = st.columns([6, 5], gap="large")
    with written:
        text = st.text_area(
            say("Rules file (TOML)"),
            value=latest.text if latest else app.ruling.template,
            key=f"rules-{latest.number if latest else 0}",
            height=TALL,
            max_chars=LONGEST,
            disabled=sealed,
        )
        if not sealed and st.button(say("Check and save"), key="save", type="primary"):
            _save(text, latest.number if latest else 0)
    with meant:
        st.header(say("What this means"), anchor=False)
        if rules := _checked(text):
            lines = [Line(pair) for pair in rules_in_words(rules, app.tracks)]
            table("meaning", "", [Column(say("Rule")), Column(say("Meaning"))], lines)
    _history()


def _checked(text: str) -> Rules | None:
    try:
        return check(text)
    except BadFile as error:
        st.warning(say("These rules cannot be counted by yet. Nothing is saved until this is mended:"))
        show_faults(error)
        return None


def _save(text: str, expected: int) -> None:
    app, person = application(), me()
    try:
        check(text)
    except AssistantError:
        return  # said beside the text already
    if attempt(lambda: app.ruling.save(person, text, expected)):
        st.session_state["said"] = say("Saved. The hash below belongs to exactly this text.")
        st.rerun()


def _history() -> None:
    versions = application().ruling.history(me())
    if not versions:
        return
    st.header(say("Hash and history"), anchor=False)
    st.text(
        say(
            "The hash stands on the printed cards, in the opening record and at the count. "
            "Whoever changes one letter of the rules gets another hash."
        )
    )
    st.code(versions[0].hash, language=None, wrap_lines=True)
    names = {person.id: person.name for person in application().people()}
    lines = [
        Line((str(each.number), clock(each.saved_at), names.get(each.saved_by, ""), each.hash[:16] + "…"))
        for each in versions
    ]
    columns = [Column(say("Version")), Column(say("Saved")), Column(say("By")), Column(say("Hash"))]
    table("versions", "", columns, lines)
    with st.expander(say("Read an earlier text")):
        numbers = {each.number: each for each in versions}
        chosen = st.selectbox(say("Version"), list(numbers), key="earlier")
        st.code(numbers[chosen].text, language="toml", wrap_lines=True)
