"""After closing: the closing link, the reveal step by step, publishing, and the files to hand out."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Role
from assistant.domain.poll import PollState, fact
from assistant.errors import AssistantError, PanelSilent
from assistant.services.polling import Contest
from assistant.ui.contest.words import panel_name
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.session import application, me
from assistant.ui.text import say
from assistant.ui.ways import go


def show(contest: Contest) -> None:
    """The part."""
    st.subheader(say("Closing link"), anchor=False)
    st.code(fact(contest.poll.closing, "closing"), language=None, wrap_lines=True)
    st.text(say("Read it out in the hall and write it into the minutes: whoever recounts compares with it."))
    _verify(contest)
    if not me().may_act_as([Role.ORGANISER]):
        return
    _reveal(contest)
    _publish(contest)


def _verify(contest: Contest) -> None:
    breaks = application().contest.closing.verify(contest.poll.id)
    if not breaks:
        st.success(say("The box is as it was closed: every link of the chain holds."))
        return
    st.error(say("The box is not as it was closed. Do not publish; call the officers."))
    st.text("\n".join(f"{each.position}: {each.what}" for each in breaks))


def _reveal(contest: Contest) -> None:
    app, person = application(), me()
    st.subheader(say("Reveal on the big screen"), anchor=False)
    try:
        steps = app.contest.staging.rehearsed_steps(person, contest.poll.id)
    except PanelSilent as error:
        _silent(contest, error)
        return
    except AssistantError as error:
        show_error(error)
        return
    shown = len(app.contest.staging.screen(contest.poll.id).revealed)
    st.text(
        say(
            "{shown} of {steps} awards are shown. The lowest come first, the grand prize last.",
            shown=shown,
            steps=steps,
        )
    )
    st.button(
        say("Reveal the next award"),
        key="reveal",
        type="primary",
        disabled=shown >= steps,
        on_click=_next,
        args=(contest, shown),
    )


def _silent(contest: Contest, error: PanelSilent) -> None:
    """What people can do where a panel has no ballot for a finalist."""
    titles = {each.id: f"{each.order}. {each.title}" for each in contest.finalists}
    st.error(say("No places can be given: a panel has no ballot for a finalist, and that is never a zero."))
    st.text("\n".join(f"{panel_name(panel)}: {titles.get(finalist, finalist)}" for panel, finalist in error.missing))
    st.text(
        say(
            "The box stays as it is, and the people in charge decide. To vote once more, "
            "prepare another poll with the same package."
        )
    )
    if st.button(say("Prepare another poll"), key="another-instead"):
        st.session_state["new-poll"] = True
        st.rerun()


def _next(contest: Contest, shown: int) -> None:
    attempt(lambda: application().contest.staging.reveal(me(), contest.poll.id, shown))


def _publish(contest: Contest) -> None:
    app, person = application(), me()
    st.subheader(say("Publish"), anchor=False)
    if contest.poll.state is PollState.PUBLISHED:
        st.text(say("Published: everybody signed in reads the results, and every author was told."))
        if st.button(say("Go to the results"), key="to-results"):
            go("results")
        return
    st.text(say("Everybody signed in can then read the results, every author is told, and the archive grows."))
    sure = st.checkbox(say("The reveal is over."), key="sure-publish")
    if st.button(say("Publish the results"), key="publish", disabled=not sure) and attempt(
        lambda: app.contest.closing.publish(person, contest.poll.id)
    ):
        st.session_state["said"] = say("Published.")
        st.rerun()
