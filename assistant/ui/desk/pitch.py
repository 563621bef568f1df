"""The suggested pitch with the sentence each of its own rests on; written anew on wish, changed before taken over."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.domain.advice import Advice, AdviceDecision, AdviceKind, AdvisorKind, Verdict, Wish
from assistant.llm.loop import Stop
from assistant.services.advising import LONGEST_PITCH
from assistant.ui.desk.deciding import Takes, decided
from assistant.ui.desk.state import Desk
from assistant.ui.desk.words import editor_words
from assistant.ui.parts.editor import Ack, Field, Stored, editor, sent
from assistant.ui.text import language, mark, plain, say

_FIELD = "pitch"
_KEY = "pitch-editor"
_WISHES = {
    "again": (mark("Another one"), Wish()),
    "shorter": (mark("Shorter"), Wish(length=-1)),
    "longer": (mark("Longer"), Wish(length=1)),
    "formal": (mark("More formal"), Wish(is_formal=True)),
}
_OFFLINE_CAN = frozenset({"shorter", "longer"})


def show_pitch(desk: Desk, advice: Advice, decision: AdviceDecision | None) -> Takes | None:
    """The card's inside."""
    suggested = advice.suggestion.pitch
    if not suggested.pitch:
        st.text(say("There is too little text yet for a pitch."))
        return None
    if desk.pitch_text is not None and decision is None:
        edit_pitch(desk, lambda text: decided(desk, advice, AdviceKind.PITCH, Verdict.EDITED, text))
        return None
    st.text(suggested.pitch)
    with st.expander(say("Sentences of yours it rests on")):
        for one in suggested.sentences:
            st.text(one.text)
            st.caption(f"↳ {plain(one.source)}")
    if decision is None and not desk.locked:
        _wishes(desk, advice)
    return Takes(suggested.pitch)


def _wishes(desk: Desk, advice: Advice) -> None:
    by_model = advice.suggestion.origins[AdviceKind.PITCH].kind is AdvisorKind.LLM
    waiting = desk.advice.is_waiting()
    with st.container(horizontal=True):
        for name, (label, wish) in _WISHES.items():
            if by_model or name in _OFFLINE_CAN:
                arguments = (desk, advice, wish)
                st.button(say(label), key=f"wish-{name}", disabled=waiting, on_click=_rewrite, args=arguments)


def _rewrite(desk: Desk, advice: Advice, wish: Wish) -> None:
    app, person = desk.app, desk.person
    desk.advice.forget()
    desk.finished, desk.stop = [], Stop()
    stop = desk.stop
    desk.advice.ask(desk.proposal.id, lambda: app.advising.rewrite_pitch(person, advice.id, wish, stop=stop))


def edit_pitch(desk: Desk, take: Callable[[str], None]) -> None:
    """The box with the text as far as it was changed, and the two ways out of it."""
    draft = f"{desk.proposal.id}~pitch"
    stamp = f"{draft}-stamp"

    def heard() -> None:
        if (message := sent(_KEY)) and message.draft == draft:
            desk.pitch_text = message.content.get(_FIELD, "")
            st.session_state[stamp] = message.stamp

    text = desk.pitch_text or ""
    box = Field(_FIELD, say("The pitch as you change it"), rows=4, most=LONGEST_PITCH, required=None)
    heard_last = st.session_state.get(stamp)
    editor(
        draft,
        [box],
        Stored(1, {_FIELD: text}, ""),
        words=editor_words(),
        language=language(),
        key=_KEY,
        on_sent=heard,
        ack=Ack(heard_last) if heard_last else None,
    )
    # Read in the run and not in a callback: the box's own message comes with the click and is heard first.
    with st.container(horizontal=True):
        taken = st.button(say("Take over"), key="take-edited", type="primary")
        st.button(say("Cancel"), key="cancel-edit", type="tertiary", on_click=_cancel, args=(desk,))
    if taken:
        take(desk.pitch_text or "")
        st.rerun(scope="fragment")


def _cancel(desk: Desk) -> None:
    desk.pitch_text = None
