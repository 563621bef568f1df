"""Advice on the draft: track, pitch, contents, difference.

Law: she accepts, edits or dismisses each; nothing enters the text by itself.
"""

from __future__ import annotations

import streamlit as st

from assistant.domain.advice import Advice, AdviceDecision, AdviceKind
from assistant.llm.loop import Stop
from assistant.ui.desk.coach import show_contents
from assistant.ui.desk.deciding import decide
from assistant.ui.desk.difference import show_difference
from assistant.ui.desk.origin import show_origin
from assistant.ui.desk.own_track import ask_own_track
from assistant.ui.desk.pitch import show_pitch
from assistant.ui.desk.privacy import show_privacy
from assistant.ui.desk.sent import open_left
from assistant.ui.desk.state import Desk
from assistant.ui.desk.track import show_track
from assistant.ui.errors import show
from assistant.ui.labels import ADVICE_KINDS
from assistant.ui.text import say

LOOKS_S = 0.5
_PARTS = {
    AdviceKind.TRACK: show_track,
    AdviceKind.PITCH: show_pitch,
    AdviceKind.CONTENTS: show_contents,
    AdviceKind.DIFFERENCE: show_difference,
}


def show_advice(desk: Desk) -> None:
    """The button, and below it the last advice with its decisions."""
    st.header(say("Advice"), anchor=False)
    waiting = desk.advice.is_waiting()
    show_privacy(desk)
    with st.container(horizontal=True):
        st.button(
            say("Getting advice…") if waiting else say("Get advice"),
            key="ask",
            icon=":material/lightbulb:",
            disabled=waiting or desk.locked or desk.proposal.content.is_blank(),
            on_click=_ask,
            args=(desk,),
        )
        if waiting:
            st.button(say("Stop"), key="stop-advice", icon=":material/stop:", on_click=desk.stop.call)
        if st.button(say("What left the building"), key="left", type="tertiary", icon=":material/outbox:"):
            open_left(desk)
    if waiting:
        _look_again(desk)
    if desk.advice.trouble is not None:
        show(desk.advice.trouble)
    advice = desk.app.advising.latest(desk.person, desk.proposal.id)
    if advice is None:
        st.caption(
            say("Suggests a track and a pitch, says what is missing. You decide about each; your text stays as it is.")
        )
        return
    if advice.version != desk.proposal.version:
        st.caption(say("You have written on since this advice."))
    decided = {decision.kind: decision for decision in desk.app.advising.decisions(desk.person, advice.id)}
    if desk.locked or not ask_own_track(desk):
        left, right = st.columns(2)
        with left:
            _part(desk, advice, AdviceKind.TRACK, decided)
        with right:
            _part(desk, advice, AdviceKind.PITCH, decided)
    _part(desk, advice, AdviceKind.CONTENTS, decided)
    _part(desk, advice, AdviceKind.DIFFERENCE, decided)


def _part(desk: Desk, advice: Advice, kind: AdviceKind, decided: dict[AdviceKind, AdviceDecision]) -> None:
    if kind not in advice.suggestion.origins:
        return
    with st.container(border=True, key=f"advice-{kind.value}"):
        st.subheader(say(ADVICE_KINDS[kind]), anchor=False)
        takes = _PARTS[kind](desk, advice, decided.get(kind))
        if takes is not None:
            decide(desk, advice, kind, decided.get(kind), takes.text, shows_taking=takes.is_offered)
        show_origin(desk, advice, kind, decided.get(kind))


def _ask(desk: Desk) -> None:
    app, person, own = desk.app, desk.person, desk.proposal.id
    desk.advice.forget()
    desk.finished, desk.stop = [], Stop()
    finished, stop = desk.finished, desk.stop
    desk.advice.ask(own, lambda: app.advising.ask(person, own, progress=finished.append, stop=stop))


@st.fragment(run_every=LOOKS_S)
def _look_again(desk: Desk) -> None:
    if not desk.advice.is_waiting():
        st.rerun()
    done = " · ".join(say(ADVICE_KINDS[kind]) for kind in AdviceKind if kind in desk.finished)
    st.caption(say("This may take up to half a minute. Go on writing meanwhile."))
    if done:
        st.caption(say("Finished so far: {parts}", parts=done))
