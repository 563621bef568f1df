"""Which required contents are there, each with the words that show it; one question. For the author only."""

from __future__ import annotations

import streamlit as st

from assistant.domain.advice import Advice, AdviceDecision, Presence
from assistant.ui.desk.deciding import Takes
from assistant.ui.desk.state import Desk
from assistant.ui.labels import field_label
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.text import mark, say

PRESENCES = {
    Presence.PRESENT: mark("There"),
    Presence.THIN: mark("Thin"),
    Presence.MISSING: mark("Missing"),
}


def show_contents(desk: Desk, advice: Advice, decision: AdviceDecision | None) -> Takes | None:
    """The card's inside."""
    st.caption(say("Only you see this. It is not used for judging."))
    told = advice.suggestion.contents
    lines = [
        Line((field_label(one.name), say(PRESENCES[one.presence]), one.quote or say("none"))) for one in told.contents
    ]
    columns = [Column(say("Content")), Column(say("State")), Column(say("Where it stands in your text"))]
    table("contents", "", columns, lines)
    if told.question:
        st.text(say("A question that may help: {question}", question=told.question))
    return Takes()
