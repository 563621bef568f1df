"""Before the vote: the sealed package, the order, the roll, the codes, and opening."""

from __future__ import annotations

import streamlit as st

from assistant.domain.package import seal
from assistant.domain.person import Person, Role
from assistant.services.polling import Contest
from assistant.ui.contest import codes, rolls
from assistant.ui.contest.words import panel_name, track_name
from assistant.ui.errors import attempt
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application, me
from assistant.ui.text import mark, plain, say

SEALED_HERE = mark("The package two officers sealed here")
UPLOADED = mark("A file from another system")


def new_poll(*, has_others: bool) -> None:
    """Make a poll from the saved rules and a sealed package."""
    app, person = application(), me()
    st.header(say("Prepare a poll"), anchor=False)
    version = app.ruling.latest(person)
    if version is None:
        st.info(say("Save the contest rules first."))
        return
    st.text(say("A poll stands on the saved rules and on finalists that two officers have signed."))
    st.caption(say("Hash of the rules: {hash}", hash=version.hash))
    content = _package(person)
    with st.container(horizontal=True):
        asked = st.button(say("Make the poll"), key="make-poll", type="primary", disabled=not content)
        if has_others and st.button(say("Back"), key="back"):
            st.session_state.pop("new-poll", None)
            st.rerun()
    rules = version.text.encode()
    made: list[Contest] = []
    if asked and attempt(lambda: made.append(app.contest.polling.create(person, rules, content))):
        st.session_state.pop("new-poll", None)
        st.session_state["poll"] = made[0].poll.id  # else the list of polls shows the new one and the page the old one
        st.rerun()


def _package(person: Person) -> bytes:
    """The file of the package that was sealed here, or of one from another system; empty where none is chosen."""
    sealing = application().review.sealing
    found = sealing.package(person)
    sources = [SEALED_HERE, UPLOADED] if found and found[1] else [UPLOADED]
    source = st.radio(say("Finalists of the poll"), sources, key="package-source", format_func=say)
    if source == SEALED_HERE:
        return sealing.file(person)
    given = st.file_uploader(say("Sealed finalists (JSON file)"), type="json", key="package")
    return given.getvalue() if given else b""


def show(contest: Contest) -> None:
    """The four steps."""
    app, person = application(), me()
    is_host = person.may_act_as([Role.ORGANISER])
    st.subheader(say("1. Finalists and order"), anchor=False)
    lines = [
        Line((each.title, str(each.order), track_name(each.track, app.tracks), each.department))
        for each in contest.finalists
    ]
    columns = [
        Column(say("Title")),
        Column(say("Order"), is_number=True),
        Column(say("Track")),
        Column(say("Department")),
    ]
    table("finalists", "", columns, lines)
    st.caption(say("Drawn with the seed: {seed}", seed=plain(contest.poll.seed or contest.package.seed or "–")))
    officers = ", ".join(plain(each.officer) for each in contest.package.sign_offs)
    st.caption(say("Signed by {officers}. Seal {seal}", officers=officers, seal=seal(contest.package)))
    if not is_host:
        st.text(say("The organiser prepares the roll and opens the vote."))
        return
    _draw(contest)
    st.subheader(say("2. Voter roll"), anchor=False)
    rolls.show(contest)
    st.subheader(say("3. Codes and cards"), anchor=False)
    codes.show(contest)
    st.subheader(say("4. Open the vote"), anchor=False)
    _open(contest)


def _draw(contest: Contest) -> None:
    app, person = application(), me()
    with st.form("draw", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        seed = st.text_input(
            say("Seed of the draw"),
            contest.poll.seed,
            max_chars=80,
            key="draw-seed",
            help=say("For example numbers called out in the hall. Anybody can repeat the draw with it."),
        )
        asked = st.form_submit_button(say("Draw the order"))
    if asked and attempt(lambda: app.contest.polling.draw(person, contest.poll.id, seed)):
        st.rerun()


def _open(contest: Contest) -> None:
    app, person = application(), me()
    hall = app.contest.polling.hall(person, contest.poll.id)
    without = sum(not each.has_code for each in hall)
    if not hall:
        st.text(say("Import the roll first."))
        return
    panels = [panel.code for panel in contest.rules.panels]
    empty = [panel_name(code) for code in panels if not any(each.panel == code for each in hall)]
    if empty:
        st.warning(say("Nobody on the roll yet: {panels}.", panels=", ".join(map(plain, empty))))
    if without:
        st.warning(say("{count} voters have no code yet.", count=without))
    st.text(say("From here on rules, finalists and roll are fixed. Nobody sees a count until the vote is closed."))
    sure = st.checkbox(say("Roll and cards are complete."), key="sure-open")
    if st.button(say("Open the vote"), key="open-poll", type="primary", disabled=not sure or bool(empty)) and attempt(
        lambda: app.contest.polling.open(person, contest.poll.id)
    ):
        st.session_state["said"] = say("The vote is open. Choose below who can be voted on.")
        st.rerun()
