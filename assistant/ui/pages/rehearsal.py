"""집계 예행연습: how often another way of counting would have changed who wins, on made or past ballots."""

from __future__ import annotations

import streamlit as st

from assistant.domain.rules import Rules
from assistant.errors import AssistantError
from assistant.services.rehearsing import MOST_CONTESTS, MOST_VOTERS, Rehearsal, rehearse_made, rehearse_past
from assistant.ui.contest.comparison import model_words, shown
from assistant.ui.contest.words import panel_name
from assistant.ui.errors import show as show_error
from assistant.ui.session import application, me
from assistant.ui.text import say
from assistant.ui.ways import go

USUAL_VOTERS = {"experts": 13}
OTHER_VOTERS = 100
USUAL_CONTESTS = 100
USUAL_SEED = "2026-1"


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Rehearsal of the count"), anchor=False)
    if app.ruling.latest(person) is None:
        st.info(say("Save the contest rules first."))
        if st.button(say("Go to the rules"), key="to-rules", type="primary"):
            go("rules")
        return
    st.text(
        say(
            "Two reasonable ways of counting can give the prize to different people. See it before the day: "
            "the same ballots are counted by your rules and by others, changing one thing at a time."
        )
    )
    rules = app.ruling.current(person)
    made, past = st.tabs([say("Made ballots"), say("Ballots of a past contest")])
    with made:
        _made(rules)
    with past:
        _past(rules)


def _made(rules: Rules) -> None:
    with st.form("made"), st.container(horizontal=True, vertical_alignment="bottom"):
        voters = {
            panel.code: st.number_input(
                say("Voters: {panel}", panel=panel_name(panel.code)),
                1,
                MOST_VOTERS,
                USUAL_VOTERS.get(panel.code, OTHER_VOTERS),
                key=f"voters-{panel.code}",
            )
            for panel in rules.panels
        }
        recusals = st.number_input(say("Recusals in 1,000"), 0, 300, 20, key="recusals")
        contests = st.number_input(say("Contests"), 10, MOST_CONTESTS, USUAL_CONTESTS, step=10, key="contests")
        seed = st.text_input(
            say("Seed"), USUAL_SEED, max_chars=40, key="seed", help=say("The same seed, the same table.")
        )
        asked = st.form_submit_button(say("Rehearse"), type="primary")
    if asked:
        try:
            with st.spinner(say("Counting…")):
                found = rehearse_made(me(), rules, voters, recusals, seed, contests)
        except AssistantError as error:
            show_error(error)
        else:
            st.session_state["made-rehearsal"] = (found, seed)
    match st.session_state.get("made-rehearsal"):
        case (Rehearsal() as found, str(seed)):
            shown("made-table", found, say("Seed {seed}", seed=seed))
            st.caption(model_words())


def _past(rules: Rules) -> None:
    st.text(
        say("The two files of “assistant tally”: finalists (finalist,track) and ballots (panel,voter,finalist,score).")
    )
    with st.form("past"):
        finalists = st.file_uploader(say("Finalists (CSV)"), type="csv", key="past-finalists")
        ballots = st.file_uploader(say("Ballots (CSV)"), type="csv", key="past-ballots")
        asked = st.form_submit_button(say("Count it in other ways"), type="primary")
    if asked and finalists and ballots:
        try:
            with st.spinner(say("Counting…")):
                st.session_state["past-rehearsal"] = rehearse_past(
                    me(), rules, finalists.getvalue(), ballots.getvalue(), USUAL_SEED, USUAL_CONTESTS
                )
        except AssistantError as error:
            st.session_state.pop("past-rehearsal", None)
            show_error(error)
    match st.session_state.get("past-rehearsal"):
        case (Rehearsal() as as_cast, Rehearsal() as redrawn):
            st.header(say("As the ballots were cast"), anchor=False)
            shown("past-table", as_cast, "")
            st.header(say("With the same voters drawn anew"), anchor=False)
            shown("redrawn-table", redrawn, say("Seed {seed}", seed=USUAL_SEED))
    st.caption(say("What you upload is counted and forgotten; nothing is stored."))
