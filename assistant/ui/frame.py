"""What is around every page: style, sign-in, menu, the keeper of unsent texts. This is the script Streamlit runs."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

import streamlit as st

from assistant import logs
from assistant.errors import AssistantError
from assistant.errors_doors import SignedOut
from assistant.meters import PAGE_RUNS, PAGE_SECONDS, timed
from assistant.ui import pages
from assistant.ui.desk.state import hand_in
from assistant.ui.errors import show, storage_trouble
from assistant.ui.parts.editor import Delivered, handed_in, keeper
from assistant.ui.parts.masthead import masthead, only_looked
from assistant.ui.session import application, forget, greet, person, settle, ticket
from assistant.ui.text import say
from assistant.ui.ways import all_lead_to, lay_out, menu, wanted_page

STYLE = Path(__file__).parent / "style.css"
ICON = Path(__file__).parent / "icon.svg"  # a material icon here would be fetched from outside


def run() -> None:
    """One run of the script."""
    begun = time.perf_counter()
    PAGE_RUNS.add()
    with timed(PAGE_SECONDS):
        _run()
    logs.note("page", ms=round((time.perf_counter() - begun) * 1000))


def _run() -> None:
    greet()
    st.set_page_config(page_title=say("Proposal assistant"), page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    if st.session_state.pop("leaving", False):
        st.logout()
        return
    try:
        app = application()
        signed_in = person(is_active=not only_looked())
        logs.know(request=secrets.token_hex(8), person=signed_in.id if signed_in else "")
    except AssistantError as error:
        show(error)
        return
    way, stay = app.settings.sign_in, app.doors.admitting.stay
    if signed_in is None:
        page = st.navigation(all_lead_to(pages.sign_in, say("Sign in")), position="hidden")
        st.session_state["wanted"] = wanted_page(page)
        masthead(None, way, wanted=st.session_state["wanted"])
        page.run()
        return
    ways = lay_out(signed_in, pages.SHOWS, pages.closed)
    page = st.navigation(menu(ways), position="top")
    with st.container(key="ways", horizontal=True):  # the menu at phone width, where Streamlit's hides behind an arrow
        for each in ways.values():
            if each.visibility == "visible":
                st.page_link(each)
    masthead(signed_in, way, looks_again_s=stay.idle.total_seconds() + 1, on_leave=_leave)
    storage_trouble(app.database.trouble)
    keeper(on_kept=_take_in, delivered=_delivered())
    page.run()
    settle()


def _leave() -> None:
    """Sign out with the provider: the visit ends here first, whatever becomes of the rest."""
    try:
        if shown := ticket():
            application().doors.admitting.leave(shown.key)
    except SignedOut:
        pass
    forget()
    st.session_state["leaving"] = True


def _take_in() -> None:
    signed_in, message = person(), handed_in()
    if signed_in and message:
        st.session_state["delivered"] = hand_in(application(), signed_in, message)


def _delivered() -> Delivered | None:
    found = st.session_state.get("delivered")
    return found if isinstance(found, Delivered) else None
