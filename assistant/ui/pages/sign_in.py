"""Choosing one of the sample people, in demo mode; without demo mode there is no way in yet."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Role
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.session import application
from assistant.ui.text import mark, say

ROLES = {
    Role.AUTHOR: mark("Author"),
    Role.REVIEWER: mark("Reviewer"),
    Role.ORGANISER: mark("Organiser"),
    Role.OFFICER: mark("Voting officer"),
}


def show() -> None:
    """Everybody known, with one button each."""
    app = application()
    st.title(say("Proposal assistant"), anchor=False)
    st.text(say("Write a proposal, see at once what was proposed before, and submit it."))
    if not app.settings.demo:
        st.info(say("Signing in is not set up here. Please tell the administrator."), icon=":material/lock:")
        return
    st.header(say("Who do you want to be?"), anchor=False)
    people = app.people()
    if not people:
        st.info(say("There are no sample people yet. Load the samples with “assistant demo --load-only”."))
        return
    shown = [
        Card(
            id=person.id,
            title=person.name,
            badges=[Badge(say(ROLES[role])) for role in Role if role in person.roles],
            facts=(person.department,),
            actions=(Action(say("Enter"), href=f"demo/enter/{person.id}"),),
        )
        for person in people
    ]
    cards("people", shown, wide=True)
