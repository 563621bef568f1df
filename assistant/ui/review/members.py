"""Who reviews one proposal: the organiser recuses somebody, takes that back, lets one who abstained begin anew."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.domain.review import State
from assistant.services.convening import Member
from assistant.ui.review.reasons import ask_reason
from assistant.ui.review.words import STATES
from assistant.ui.session import application
from assistant.ui.text import mark, say

Act = Callable[[Person, str, str, str], None]


def members(person: Person, proposal_id: str) -> None:
    """The reviewers, with what the organiser may do."""
    convening = application().review.convening
    st.header(say("Its reviewers"), anchor=False)
    found = convening.panel(person, proposal_id)
    if not found:
        st.caption(say("Nobody reviews it yet."))
    for each in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{each.name} · {_state(each)}")
            if Role.ORGANISER not in person.roles:
                continue
            if each.is_recused:
                _button(person, proposal_id, each, mark("Take the recusal back"), convening.unrecuse)
            else:
                _button(person, proposal_id, each, mark("Recuse"), convening.recuse)
                if each.state is State.ABSTAINED:
                    _button(person, proposal_id, each, mark("Let begin anew"), convening.reopen)


def _state(member: Member) -> str:
    if member.is_recused:
        return say("recused, not counted")
    return say(STATES[member.state]) if member.state else say("To do")


def _button(person: Person, proposal_id: str, member: Member, label: str, act: Act) -> None:
    if st.button(say(label), key=f"{label}-{proposal_id}-{member.id}", type="tertiary"):
        ask_reason(
            say(label),
            member.name,
            lambda why: act(person, proposal_id, member.id, why),
            done=say("Recorded."),
            button=say("Record"),
        )
