"""A window that asks for a reason before something is done; every act of reviewing has one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.ui.errors import attempt
from assistant.ui.text import say


def ask_reason(title: str, said: str, act: Callable[[str], object], *, done: str, button: str) -> None:
    """Open the window; `act` gets the reason. `done` is said on the page afterwards."""
    st.dialog(title)(_form)(said, act, done, button)


def _form(said: str, act: Callable[[str], object], done: str, button: str) -> None:
    if said:
        st.text(said)
    with st.form("reason", border=False):
        reason = st.text_area(say("Reason"), key="reason-text", max_chars=2_000)
        pressed = st.form_submit_button(button, key="reason-done", type="primary")
    if pressed and attempt(lambda: act(reason)):
        st.session_state["said"] = done
        st.rerun()


def say_done() -> None:
    """What the last act left to be said."""
    if message := st.session_state.pop("said", ""):
        st.success(message)
