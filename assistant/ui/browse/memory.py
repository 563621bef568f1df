"""What was asked on 둘러보기 stays while she opens a group or a comparison: widgets forget it, this does not."""

from __future__ import annotations

import streamlit as st

from assistant.ui.session import kept

WIDGETS = ("cond-", "look", "order", "alone-", "colour-by")
"""How the keys of its widgets begin; buttons are not among them."""


def take_up() -> None:
    """Before the widgets: give back what was asked last time."""
    for key, value in kept("browse-asked", dict).items():
        st.session_state.setdefault(key, value)


def keep() -> None:
    """After the widgets: remember what they say."""
    said = {str(key): value for key, value in st.session_state.items() if str(key).startswith(WIDGETS)}
    kept("browse-asked", dict).update(said)
