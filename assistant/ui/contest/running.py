"""While the vote runs: who can be voted on, the clock, the turnout, and closing."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from assistant.domain.person import Role
from assistant.domain.rules import Form
from assistant.services.polling import Contest
from assistant.ui.contest.words import panel_name, track_name
from assistant.ui.errors import attempt
from assistant.ui.session import application, me, stay
from assistant.ui.text import say, say_many

LOOK_AGAIN = timedelta(seconds=2)
USUAL_TIMER_S = 60


def show(contest: Contest) -> None:
    """The part."""
    turnout(contest.poll.id)
    if not me().may_act_as([Role.ORGANISER]):
        st.text(say("The organiser opens and closes the finalists."))
        return
    _finalists(contest)
    _timer(contest)
    _close(contest)


@st.fragment(run_every=LOOK_AGAIN)
def turnout(poll_id: str) -> None:
    """How many have voted; looked at again by itself."""
    stay()
    polling = application().contest.polling
    contest = polling.get(poll_id)
    with st.container(horizontal=True):
        for each in polling.turnout(poll_id):
            st.metric(panel_name(each.panel), f"{each.cast} / {each.voters}", border=True)
        for each in polling.open_turnout(poll_id) if contest.poll.open_ids else ():
            label = say("{panel}: for what is open", panel=panel_name(each.panel))
            st.metric(label, f"{each.cast} / {each.voters}", border=True)
    st.caption(say("Only how many. No page shows a count before closing."))


def _finalists(contest: Contest) -> None:
    app = application()
    st.subheader(say("Who can be voted on"), anchor=False)
    everybody = [each.id for each in contest.finalists]
    with st.container(horizontal=True):
        for code in dict.fromkeys(each.track for each in contest.finalists):
            here = [each.id for each in contest.finalists if each.track == code]
            label = say("Only {track}", track=track_name(code, app.tracks))
            st.button(label, key=f"track-{code}", on_click=_show, args=(contest, here))
        st.button(say("All finalists"), key="show-all", on_click=_show, args=(contest, everybody))
        st.button(say("Close all"), key="show-none", on_click=_show, args=(contest, []))
    for each in contest.finalists:
        is_open = each.id in contest.poll.open_ids
        act, title = st.columns([1, 5], vertical_alignment="center")
        with act:
            st.button(
                say("Close") if is_open else say("Open only this one"),
                key=f"finalist-{each.id}",
                type="primary" if is_open else "secondary",
                on_click=_show,
                args=(contest, [i for i in contest.poll.open_ids if i != each.id] if is_open else [each.id]),
            )
        with title:
            told = say("open now") if is_open else ""
            st.text(" · ".join(filter(None, (f"{each.order}. {each.title}", told))))


def _show(contest: Contest, ids: list[str]) -> None:
    attempt(lambda: application().contest.polling.show(me(), contest.poll.id, ids))


def _timer(contest: Contest) -> None:
    st.subheader(say("Clock on the big screen"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seconds = st.number_input(say("Seconds"), 10, 3600, USUAL_TIMER_S, step=10, key="timer")
        st.button(say("Start the clock"), key="start-timer", on_click=_start, args=(contest, seconds))
        st.button(say("Take it away"), key="stop-timer", on_click=_start, args=(contest, 0))
    st.caption(say("The clock closes nothing by itself; the host does."))


def _start(contest: Contest, seconds: int) -> None:
    attempt(lambda: application().contest.staging.start_timer(me(), contest.poll.id, seconds))


def _close(contest: Contest) -> None:
    app, person = application(), me()
    st.subheader(say("Close the vote"), anchor=False)
    _waited_for(contest)
    sure = st.checkbox(say("Close for good."), key="sure-close")
    if st.button(say("Close the vote"), key="close-poll", type="primary", disabled=not sure) and attempt(
        lambda: app.contest.closing.close(person, contest.poll.id)
    ):
        st.session_state["said"] = say("Closed. Read the closing link out in the hall and write it into the minutes.")
        st.rerun()


@st.fragment(run_every=LOOK_AGAIN)
def _waited_for(contest: Contest) -> None:
    stay()
    services, person, poll_id = application().contest, me(), contest.poll.id
    for panel, finalists in services.polling.unheard(person, poll_id).items():
        orders = ", ".join(str(each.order) for each in finalists)
        st.warning(
            say("No ballot of this panel yet: {panel}, finalists {orders}.", panel=panel_name(panel), orders=orders)
        )
        if contest.rules.ballot.form is Form.SCORES:
            st.text(say("Closed like this, no places can be given: a panel without a ballot is never a zero."))
    if sheets := services.transcribing.outstanding(person, poll_id):
        st.warning(
            say_many(
                "{count} paper ballot was handed out and is not in the box. Closed like this, it does not count.",
                "{count} paper ballots were handed out and are not in the box. Closed like this, they do not count.",
                sheets,
            )
        )
    waiting = sum(each.voters - each.cast for each in services.polling.turnout(poll_id))
    st.text(
        say("{count} voters have not voted at all. After closing nothing is taken any more.", count=waiting)
        if waiting
        else say("Everybody has voted once at least or has a paper ballot. After closing nothing is taken any more.")
    )
