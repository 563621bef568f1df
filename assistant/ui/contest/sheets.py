"""Paper ballots: two people read each sheet without seeing the other's reading; when both agree it is in the box."""

from __future__ import annotations

import streamlit as st

from assistant.domain.rules import Form
from assistant.domain.voter import Mark
from assistant.errors import AssistantError
from assistant.errors_voting import CastRefused
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
    turn = st.session_state.setdefault("sheet-turn", 0)  # new fields once a sheet is taken; what is refused stays typed
    with st.form(f"sheet-{turn}"):
        sheet = st.text_input(say("Number on the sheet"), max_chars=20, key=f"sheet-number-{turn}")
        voter = _voter(contest, panel) if contest.is_named(panel) else ""
        typed = _scores(contest, turn)
        asked = st.form_submit_button(say("This is what I read"), type="primary")
    if asked:
        try:
            read = application().contest.transcribing.read(me(), contest.poll.id, sheet, panel, typed, voter)
        except AssistantError as error:
            show_error(error)
            _where(contest, error)
        else:
            st.session_state["sheet-turn"], st.session_state["sheet-read"] = turn + 1, read
            st.rerun()
    if read := st.session_state.pop("sheet-read", None):
        _say(read)
    _known(contest)


def _say(read: Sheet) -> None:
    told = f"{plain(read.sheet)}: {say(READINGS[read.state])}"
    if read.state is not Reading.DIFFERENT:
        st.success(told)
        return
    st.warning(told)
    st.text(say("Each of you looks at the sheet again; whoever misread it types it once more under the same number."))


def _where(contest: Contest, error: AssistantError) -> None:
    """Which finalist's field was refused."""
    titles = {each.id: f"{each.order}. {each.title}" for each in contest.finalists}
    if isinstance(error, CastRefused) and error.finalist in titles:
        st.text(titles[error.finalist])


def _voter(contest: Contest, panel: str) -> str:
    hall = application().contest.polling.hall(me(), contest.poll.id)
    names = {
        each.voter_id: f"{each.seat} {each.name}" for each in hall if each.panel == panel and each.mark is Mark.SHEET
    }
    return st.selectbox(say("Whose sheet"), list(names), key="sheet-voter", format_func=lambda each: names[each]) or ""


def _scores(contest: Contest, turn: int) -> dict[str, str]:
    ballot = contest.rules.ballot
    typed = {}
    for each in contest.finalists:
        label = plain(f"{each.order}. {each.title}")
        if ballot.form is Form.CHOICES:
            typed[each.id] = "1" if st.checkbox(label, key=f"sheet-{each.id}-{turn}") else ""
        else:
            typed[each.id] = st.text_input(
                label, max_chars=6, key=f"sheet-{each.id}-{turn}", placeholder=f"{ballot.minimum}–{ballot.maximum}"
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
