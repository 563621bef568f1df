"""투표 진행: the host's console. Its parts follow the state of the poll; none knows a count before closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from assistant.domain.person import Role
from assistant.domain.poll import PollState
from assistant.services.polling import Contest
from assistant.ui.contest import ending, glance, preparing, running, sheets, trouble
from assistant.ui.contest.words import STATES
from assistant.ui.session import application, me
from assistant.ui.text import plain, say


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Run the vote"), anchor=False)
    with st.container():  # with or without the message what follows keeps its place, and an open tab stays open
        if message := st.session_state.pop("said", ""):
            st.success(message)
    contests = app.contest.polling.all(person)
    is_host = person.may_act_as([Role.ORGANISER])
    if not contests or (is_host and st.session_state.get("new-poll")):
        if is_host:
            preparing.new_poll(has_others=bool(contests))
        else:
            st.text(say("There is no poll yet. The organiser prepares it here."))
        return
    contest = _chosen(contests)
    st.header(f"{plain(contest.package.contest)} · {say(STATES[contest.poll.state])}", anchor=False)
    with st.container(horizontal=True):
        st.link_button(say("Open the big screen"), f"hall/{contest.poll.id}", icon=":material/tv:")
        if (
            is_host
            and contest.poll.state is PollState.PUBLISHED
            and st.button(say("Prepare another poll"), key="another")
        ):
            st.session_state["new-poll"] = True
            st.rerun()
    match contest.poll.state:
        case PollState.CREATED:
            _in_tabs(
                contest, {say("Prepare"): preparing.show, say("Hall"): glance.show, say("Trouble desk"): trouble.show}
            )
        case PollState.OPEN:
            parts = {
                say("Vote"): running.show,
                say("Hall"): glance.show,
                say("Trouble desk"): trouble.show,
                say("Paper ballots"): sheets.show,
            }
            _in_tabs(contest, parts)
        case _:
            ending.show(contest)
            glance.show(contest)


def _chosen(contests: list[Contest]) -> Contest:
    if len(contests) == 1:
        return contests[0]
    by_id = {each.poll.id: each for each in contests}

    def label(poll_id: str) -> str:
        contest = by_id[poll_id]
        return f"{contest.package.contest} · {say(STATES[contest.poll.state])} · {poll_id[:6]}"

    chosen = st.selectbox(say("Poll"), list(by_id), key="poll", format_func=label)
    return by_id[chosen]


def _in_tabs(contest: Contest, parts: Mapping[str, Callable[[Contest], None]]) -> None:
    for tab, part in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            part(contest)
