"""Paper ballots: two people read each sheet without seeing the other's reading; when both agree it is in the box."""

from __future__ import annotations

import streamlit as st

from assistant.domain.rules import Form
from assistant.domain.voter import Mark
from assistant.errors import AssistantError
from assistant.services.polling import Contest
from assistant.services.transcribing import Reading, Sheet
from assistant.ui.contest.words import panel_name
from assistant.ui.errors import show as show_error
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application, me
from assistant.ui.text import mark, plain, say

READINGS = {
    Reading.WAITING: mark("waiting for a second reader"),
    Reading.DIFFERENT: mark("the two readings differ"),
    Reading.IN_THE_BOX: mark("in the box"),
}


def show(contest: Contest) -> None:
    """Read a sheet, and how far each has come."""
    st.text(say("Hand sheets out at the trouble desk first. An empty field is no ballot for that finalist."))
    panels = [panel.code for panel in contest.rules.panels]
    panel = st.radio(say("Panel"), panels, key="sheet-panel", format_func=panel_name, horizontal=True)
    with st.form("sheet", clear_on_submit=True):
        sheet = st.text_input(say("Number on the sheet"), max_chars=20, key="sheet-number")
        voter = _voter(contest, panel) if contest.is_named(panel) else ""
        typed = _scores(contest)
        asked = st.form_submit_button(say("This is what I read"), type="primary")
    if asked:
        try:
            read = application().contest.transcribing.read(me(), contest.poll.id, sheet, panel, typed, voter)
        except AssistantError as error:
            show_error(error)
        else:
            told = st.warning if read.state is Reading.DIFFERENT else st.success
            told(f"{plain(read.sheet)}: {say(READINGS[read.state])}")
    _known(contest)


def _voter(contest: Contest, panel: str) -> str:
    hall = application().contest.polling.hall(me(), contest.poll.id)
    names = {
        each.voter_id: f"{each.seat} {each.name}" for each in hall if each.panel == panel and each.mark is Mark.SHEET
    }
    return st.selectbox(say("Whose sheet"), list(names), key="sheet-voter", format_func=lambda each: names[each]) or ""


def _scores(contest: Contest) -> dict[str, str]:
    ballot = contest.rules.ballot
    typed = {}
    for each in contest.finalists:
        label = plain(f"{each.order}. {each.title}")
        if ballot.form is Form.CHOICES:
            typed[each.id] = "1" if st.checkbox(label, key=f"sheet-{each.id}") else ""
        else:
            typed[each.id] = st.text_input(
                label, max_chars=6, key=f"sheet-{each.id}", placeholder=f"{ballot.minimum}–{ballot.maximum}"
            )
    return typed


def _known(contest: Contest) -> None:
    app, person = application(), me()
    sheets = app.contest.transcribing.sheets(person, contest.poll.id)
    if not sheets:
        return
    names = {each.id: each.name for each in app.people()}
    titles = {each.id: each.title for each in contest.finalists}
    columns = [Column(say("Sheet")), Column(say("Panel")), Column(say("Read by")), Column(say("State"))]
    lines = [
        Line(
            (
                each.sheet,
                panel_name(each.panel),
                ", ".join(names.get(r, "") for r in each.readers),
                _state(each, titles),
            )
        )
        for each in sheets
    ]
    table("sheets", "", columns, lines)


def _state(sheet: Sheet, titles: dict[str, str]) -> str:
    where = ", ".join(titles.get(each, each) for each in sheet.differs_on)
    return say(READINGS[sheet.state]) + (f": {where}" if where else "")
