"""Who is signed in and in which language, for one browser session.

Law: people's data stays in `st.session_state`, and none of one person is left there when another one comes; only the
application itself is shared.
"""

from __future__ import annotations

import gc
import time
from contextlib import suppress
from itertools import count
from typing import TypeVar

import streamlit as st

from assistant.config import load_settings
from assistant.domain.person import Person
from assistant.domain.proposal import Content
from assistant.domain.visit import Ending
from assistant.errors import NotFound, StorageUnavailable
from assistant.errors_doors import SignedOut
from assistant.ui.doors import chosen_language
from assistant.ui.tickets import Ticket, present
from assistant.ui.watching import watched
from assistant.wiring import Application, build

State = TypeVar("State")

SETTLING_RUNS = 4
"""Runs until everything that is loaded at first use is there: pandas and pyarrow come with the first component."""
_runs = count()

WARM_UP = "혼자 사는 어르신께 전화로 안부를 묻습니다."
"""Looked for once before anybody comes, so that the first writer does not wait for what is loaded at first use."""

BELIEVED_S = 2.0
"""How long a session takes its last look at the visit for true; what was done elsewhere shows after this."""
_STAYS = frozenset({"language", "over"})
"""Names in the session that tell nothing of a person."""


@st.cache_resource(show_spinner=False)
def application() -> Application:
    """The one application of this process, warmed up. Raises what `wiring.build` raises."""
    built = build(load_settings())
    built.indexing.start()
    built.database.try_writing()
    with suppress(StorageUnavailable):
        built.keeping.trashing.empty()
    built.finding.find(Content(title=WARM_UP), limit=1)
    return watched(built, me)


def settle() -> None:
    """To be called at the end of a run: after the first ones, nothing that is loaded will ever become garbage.

    Streamlit collects all generations after every run; what is frozen is left out.
    """
    if next(_runs) < SETTLING_RUNS:
        gc.collect()
        gc.freeze()


def greet() -> None:
    """Take the language over from the cookie; to be called at the start of every full run."""
    st.session_state["language"] = chosen_language(st.context.cookies)


def person(*, is_active: bool = False) -> Person | None:
    """The signed-in person, None where nobody is; `is_active` where she has just done something.

    Why a visit is over stands in the session under "over" afterwards.
    """
    app = application()
    try:
        ticket = present(app.settings)
        if ticket is None:
            _nobody()
            return None
        looked, key, known = st.session_state.get("known", (0.0, "", None))
        if key == ticket.key and not is_active and time.monotonic() - looked < BELIEVED_S:
            return known if isinstance(known, Person) else None
        found = app.doors.admitting.admit(ticket.key, ticket.who, since=ticket.since, is_active=is_active)
    except SignedOut as over:
        _nobody(over.reason)
        return None
    except NotFound:
        _nobody()
        return None
    if key != ticket.key:
        forget()
    st.session_state["known"] = time.monotonic(), ticket.key, found
    st.session_state.pop("over", None)
    return found


def ticket() -> Ticket | None:
    """What this browser shows at the door. Raises SignedOut."""
    return present(application().settings)


def me() -> Person:
    """The signed-in person on a page that only signed-in people reach. Raises SignedOut when her visit is over."""
    found = person()
    if found is None:
        raise SignedOut(str(st.session_state.get("over") or Ending.LEFT))
    return found


def stay() -> None:
    """To be called first in a part that runs alone: when the visit is over, the whole page goes."""
    if person() is None:
        st.rerun()


def who_types() -> None:
    """Typing is an act, too; it does not run the whole page."""
    person(is_active=True)


def forget() -> None:
    """Empty the session of everything a person did or saw."""
    for name in [str(name) for name in st.session_state]:
        if name not in _STAYS:
            del st.session_state[name]


def kept(name: str, kind: type[State]) -> State:
    """This session's value of that name, made by `kind()` at the first call."""
    found = st.session_state.get(name)
    if not isinstance(found, kind):
        found = kind()
        st.session_state[name] = found
    return found


def _nobody(why: str = "") -> None:
    if "known" in st.session_state:
        forget()
    if why:
        st.session_state["over"] = why
