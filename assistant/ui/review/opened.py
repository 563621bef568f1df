"""One proposal under review in full: text, scores, track, questions, links, verdict, as far as she may see them."""

from __future__ import annotations

import streamlit as st

from assistant.errors import AssistantError
from assistant.services.docket import OVERSEERS
from assistant.services.linking import JUDGES
from assistant.ui.errors import show as show_error
from assistant.ui.parts.top import begin_at_top
from assistant.ui.review import linked, remarks, sheet
from assistant.ui.review.asked import asked
from assistant.ui.review.members import members
from assistant.ui.review.papers import papers
from assistant.ui.session import application, me


def opened(proposal_id: str) -> None:
    """The proposal, or why it cannot be opened."""
    app, person = application(), me()
    try:
        found = app.review.reviewing.open(person, proposal_id)
    except AssistantError as error:
        show_error(error)
        return
    begin_at_top(proposal_id)
    text, scores = st.columns([11, 10], gap="medium")
    with text:
        sheet.read_text(found)
        remarks.like_an_order(found)
        remarks.differences(found)
        papers(person, found.shown)
    with scores:
        sheet.scoring(found)
        sheet.track(found)
        asked(found, person)
    sheet.others(found)
    if person.may_act_as(OVERSEERS):
        members(person, proposal_id)
    if person.may_act_as(JUDGES):
        linked.links(person, found.shown)
        linked.verdict(person, found.shown)
