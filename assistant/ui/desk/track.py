"""The suggested track: which, why, how sure, the two closest examples; another one can be chosen instead."""

from __future__ import annotations

import streamlit as st

from assistant.domain.advice import Advice, AdviceDecision, AdviceKind, Verdict
from assistant.domain.track import UNDECIDED
from assistant.ui.desk.deciding import Takes, decided
from assistant.ui.desk.state import Desk
from assistant.ui.text import language, say


def show_track(desk: Desk, advice: Advice, decision: AdviceDecision | None) -> Takes | None:
    """The card's inside."""
    suggested = advice.suggestion.track
    names = {track.code: track.label(language()) for track in desk.app.tracks}
    undecided = suggested.track == UNDECIDED or suggested.track not in names
    with st.container(key="suggested"):
        st.text(say("Undecided") if undecided else names[suggested.track])
    st.text(suggested.why)
    if not undecided:
        st.progress(suggested.confidence / 100, text=say("Confidence {percent}%", percent=suggested.confidence))
    if suggested.examples:
        with st.expander(say("The two closest examples")):
            for example in suggested.examples:
                st.text(f"· {example}")
    if decision is None and not desk.locked:
        for code in (code for code in names if undecided or code != suggested.track):
            st.button(
                say("Choose “{track}” instead", track=names[code]),
                key=f"other-{code}",
                on_click=decided,
                args=(desk, advice, AdviceKind.TRACK, Verdict.EDITED, code),
            )
    return Takes("" if undecided else suggested.track, not undecided)
