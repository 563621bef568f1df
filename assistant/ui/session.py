"""Who is signed in and in which language, for one browser session.

Law: people's data stays in `st.session_state`; only the application itself is shared.
"""

from __future__ import annotations

import gc
from itertools import count
from typing import TypeVar

import streamlit as st

from assistant.config import load_settings
from assistant.domain.person import Person
from assistant.domain.proposal import Content
from assistant.errors import NotFound
from assistant.ui.doors import LANGUAGE_COOKIE, PERSON_COOKIE
from assistant.ui.text import DEFAULT, LANGUAGES
from assistant.wiring import Application, build

State = TypeVar("State")

SETTLING_RUNS = 4
"""Runs until everything that is loaded at first use is there: pandas and pyarrow come with the first component."""
_runs = count()

WARM_UP = "혼자 사는 어르신께 전화로 안부를 묻습니다."
"""Looked for once before anybody comes, so that the first writer does not wait for what is loaded at first use."""


@st.cache_resource(show_spinner=False)
def application() -> Application:
    """The one application of this process, warmed up. Raises what `wiring.build` raises."""
    built = build(load_settings())
    built.indexing.start()
    built.finding.find(Content(title=WARM_UP), limit=1)
    return built


def settle() -> None:
    """To be called at the end of a run: after the first ones, nothing that is loaded will ever become garbage.

    Streamlit collects all generations after every run; what is frozen is left out.
    """
    if next(_runs) < SETTLING_RUNS:
        gc.collect()
        gc.freeze()


def greet() -> None:
    """Take the language over from the cookie; to be called at the start of every full run."""
    chosen = st.context.cookies.get(LANGUAGE_COOKIE, DEFAULT)
    st.session_state["language"] = chosen if chosen in LANGUAGES else DEFAULT


def person() -> Person | None:
    """The signed-in person, None where nobody is. In demo mode a cookie names one of the sample people."""
    app = application()
    named = st.context.cookies.get(PERSON_COOKIE, "") if app.settings.demo else ""
    if not named:
        return None
    known = st.session_state.get("person")
    if isinstance(known, Person) and known.id == named:
        return known
    try:
        found = app.person(named)
    except NotFound:
        return None
    st.session_state["person"] = found
    return found


def me() -> Person:
    """The signed-in person on a page that only signed-in people reach."""
    found = person()
    if found is None:
        st.stop()
    return found


def kept(name: str, kind: type[State]) -> State:
    """This session's value of that name, made by `kind()` at the first call."""
    found = st.session_state.get(name)
    if not isinstance(found, kind):
        found = kind()
        st.session_state[name] = found
    return found
