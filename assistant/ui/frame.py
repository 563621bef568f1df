"""What is around every page: style, sign-in, menu, the keeper of unsent texts. This is the script Streamlit runs."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError
from assistant.ui import pages
from assistant.ui.desk.state import hand_in
from assistant.ui.errors import show
from assistant.ui.parts.editor import Delivered, handed_in, keeper
from assistant.ui.parts.masthead import masthead
from assistant.ui.session import application, greet, person, settle
from assistant.ui.text import say
from assistant.ui.ways import lay_out

STYLE = Path(__file__).parent / "style.css"
ICON = Path(__file__).parent / "icon.svg"  # a material icon here would be fetched from outside


def run() -> None:
    """One run of the script."""
    greet()
    st.set_page_config(page_title=say("Proposal assistant"), page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    try:
        app = application()
        signed_in = person()
    except AssistantError as error:
        show(error)
        return
    if signed_in is None:
        masthead(None, demo=app.settings.demo)
        st.navigation([st.Page(pages.sign_in, title=say("Sign in"))], position="hidden").run()
        return
    ways = lay_out(signed_in, pages.SHOWS)
    page = st.navigation(ways, position="top")
    with st.container(key="ways", horizontal=True):  # the menu at phone width, where Streamlit's hides behind an arrow
        for way in ways:
            st.page_link(way)
    masthead(signed_in, demo=app.settings.demo)
    keeper(on_kept=_take_in, delivered=_delivered())
    page.run()
    settle()


def _take_in() -> None:
    signed_in, message = person(), handed_in()
    if signed_in and message:
        st.session_state["delivered"] = hand_in(application(), signed_in, message)


def _delivered() -> Delivered | None:
    found = st.session_state.get("delivered")
    return found if isinstance(found, Delivered) else None
