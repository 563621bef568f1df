"""The buttons under a piece of advice, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from assistant.domain.advice import Advice, AdviceDecision, AdviceKind, Verdict
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.labels import clock
from assistant.ui.text import mark, say

VERDICTS = {
    Verdict.ACCEPTED: mark("Taken over"),
    Verdict.EDITED: mark("Taken over with changes"),
    Verdict.DISMISSED: mark("Not taken over"),
}
_SEEN = {Verdict.ACCEPTED: mark("Seen"), Verdict.EDITED: mark("Seen"), Verdict.DISMISSED: mark("Marked as not helpful")}
_READ_ONLY = frozenset({AdviceKind.CONTENTS, AdviceKind.DIFFERENCE})


@dataclass(frozen=True, slots=True)
class Takes:
    """What taking over puts into the draft; `is_offered` where there is something to take."""

    text: str = ""
    is_offered: bool = True


def verdict_words(kind: AdviceKind, verdict: Verdict) -> str:
    """What a decision on that kind is called."""
    return say(_SEEN[verdict] if kind in _READ_ONLY else VERDICTS[verdict])


def decide(
    desk: Desk,
    advice: Advice,
    kind: AdviceKind,
    decision: AdviceDecision | None,
    text: str,
    *,
    shows_taking: bool,
) -> None:
    """What was decided, or the buttons; `text` is what taking over puts into the draft."""
    if decision is not None:
        st.caption(f"{verdict_words(kind, decision.verdict)} · {clock(decision.decided_at)}")
        return
    with st.container(horizontal=True):
        if shows_taking:
            taken = say("I have seen it") if kind in _READ_ONLY else say("Take over")
            arguments = (desk, advice, kind, Verdict.ACCEPTED, text)
            st.button(taken, key=f"take-{kind}", disabled=desk.locked, on_click=decided, args=arguments)
        if kind is AdviceKind.PITCH:
            edit = say("Edit, then take over")
            st.button(edit, key="edit-pitch", disabled=desk.locked, on_click=_edit, args=(desk, text))
        left = say("Not helpful") if kind in _READ_ONLY else say("Do not take over")
        arguments = (desk, advice, kind, Verdict.DISMISSED, "")
        st.button(left, key=f"leave-{kind}", type="tertiary", disabled=desk.locked, on_click=decided, args=arguments)


def decided(desk: Desk, advice: Advice, kind: AdviceKind, verdict: Verdict, text: str) -> None:
    """Write the decision down; refused ones are shown."""
    desk.refresh()
    version = desk.proposal.version
    if attempt(lambda: desk.app.advising.decide(desk.person, advice.id, kind, verdict, text, version)):
        desk.pitch_text = None if kind is AdviceKind.PITCH else desk.pitch_text
        desk.refresh()


def _edit(desk: Desk, text: str) -> None:
    desk.pitch_text = text
