"""The way in: the provider, the proxy, or one of the sample people; and why somebody stands here again."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import streamlit as st

from assistant.domain.person import Role
from assistant.ui.labels import ROLES
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.session import application
from assistant.ui.text import mark, say

WHY = {
    "left": mark("You are signed out."),
    "out": mark("You are signed out."),
    "idle": mark("Nothing was done for a while, so you were signed out. What you typed is kept in this browser."),
    "long": mark("You were signed in for a long time. Sign in again; what you typed is kept in this browser."),
    "nameless": mark("The sign-in service did not say who you are. Please tell the administrator."),
    "audience": mark("The sign-in service's answer was meant for another application. Please tell the administrator."),
    "denied": mark("You did not agree to sign in, so nothing was passed on. Sign in again whenever you like."),
    "provider": mark("The sign-in service does not answer. Please try again in a few minutes."),
    "failed": mark("Signing in did not come to an end. Please try again; if it recurs, tell the administrator."),
}
"""By `SignedOut.reason` and by what the gate says of a failure."""


def show() -> None:
    """One button, or everybody known with one button each."""
    app = application()
    st.title(say("Proposal assistant"), anchor=False)
    st.text(say("Write a proposal, see at once what was proposed before, and submit it."))
    why = st.query_params.get("sign_in", "") or str(st.session_state.get("over", ""))
    if why in WHY:
        st.info(say(WHY[why]), icon=":material/info:")
    match app.settings.sign_in:
        case "oidc":
            if st.button(say("Sign in"), key="sign-in", type="primary", icon=":material/login:"):
                st.login()
        case "proxy":
            _through_the_proxy()
        case "demo":
            _sample_people()
        case _:
            st.info(say("Signing in is not set up here. Please tell the administrator."), icon=":material/lock:")


def closed() -> None:
    """In place of a page that is for other roles."""
    st.title(say("This page is for other roles"), anchor=False)
    st.text(say("Your role does not allow this. If you need it, ask the organiser."))


def _through_the_proxy() -> None:
    if not st.session_state.get("over"):
        st.info(say("The office's sign-in did not say who you are. Please come in through the usual address."))
        return
    enter = Card(id="enter", title=say("Go on"), actions=(Action(say("Enter"), href=f"enter?{_to()}"),))
    cards("enter", [enter], wide=True)


def _sample_people() -> None:
    st.header(say("Who do you want to be?"), anchor=False)
    people = application().people()
    if not people:
        st.info(say("There are no sample people yet. Load the samples with “assistant demo --load-only”."))
        return
    shown = [
        Card(
            id=person.id,
            title=person.name,
            badges=[Badge(say(ROLES[role])) for role in Role if role in person.roles],
            facts=(person.department,),
            actions=(Action(say("Enter"), href=f"demo/enter/{person.id}?{_to()}"),),
        )
        for person in people
    ]
    cards("people", shown, wide=True)


def _to() -> str:
    """The page she wanted, for the door's address."""
    page, _, draft = str(st.session_state.get("wanted", "")).partition("?")
    return urlencode({"to": page, **{name: values[0] for name, values in parse_qs(draft).items()}})
