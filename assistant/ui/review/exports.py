"""Reviews as files, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.services.docket import OVERSEERS
from assistant.ui.session import application
from assistant.ui.text import say

_MIMES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def downloads(person: Person) -> None:
    """The files this person may have."""
    exporting = application().review.exporting
    if person.may_act_as(OVERSEERS):
        _row(say("All proposals under review"), "board", lambda form: exporting.board(person, form))
    elif Role.REVIEWER in person.roles:
        _row(say("My scores"), "mine", lambda form: exporting.mine(person, form))


def _row(label: str, name: str, make: Callable[[str], bytes]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(label)
        for form, mime in _MIMES.items():
            st.download_button(
                form.upper(),
                lambda form=form: make(form),  # type: ignore[misc]
                f"{name}.{form}",
                mime,
                key=f"{name}-{form}",
                on_click="ignore",
            )
