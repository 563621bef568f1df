"""What will be hidden before the draft leaves, and what keeps it here; names are pointed out, not hidden."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from assistant.domain.personal import STOPPING, Kind, find, names
from assistant.ui.desk.state import Desk
from assistant.ui.text import mark, plain, say

KINDS = {
    Kind.RESIDENT: mark("resident registration number"),
    Kind.FOREIGNER: mark("foreigner registration number"),
    Kind.CARD: mark("card number"),
    Kind.ACCOUNT: mark("bank account"),
    Kind.PASSPORT: mark("passport number"),
    Kind.LICENCE: mark("driving licence"),
    Kind.EMAIL: mark("e-mail address"),
    Kind.PHONE: mark("phone number"),
    Kind.VEHICLE: mark("vehicle number"),
    Kind.ADDRESS: mark("postal address"),
    Kind.IP: mark("IP address"),
}
MOST_NAMES = 8


def show_privacy(desk: Desk) -> None:
    """Shown only where something can leave: to an embedding endpoint as she writes, to a language model at a click."""
    if desk.locked:
        return
    if desk.app.settings.embedder == "endpoint":
        st.caption(
            say(
                "To find similar ideas, your text goes to an embedding server as you write; personal data of a known "
                "form is replaced first. You can read all of it under “What left the building”."
            )
        )
    if desk.app.advising.configured is None:
        return
    text = desk.proposal.content.whole()
    found = Counter(one.kind for one in find(text))
    told = ", ".join(f"{say(KINDS[kind])} {count}" for kind, count in found.items())
    if stops := [kind for kind in found if kind in STOPPING]:
        st.warning(
            say(
                "Your text holds a {kinds}. It is not sent to the language model; the built-in advisor answers. "
                "Take it out of the text to ask the model.",
                kinds=", ".join(say(KINDS[kind]) for kind in stops),
            ),
            icon=":material/shield:",
        )
    elif told:
        st.caption(say("Hidden before your text is sent: {found}", found=told))
    if people := names(text)[:MOST_NAMES]:
        st.caption(
            say(
                "These may be people's names; they are not hidden. Take them out if need be: {names}",
                names=plain(", ".join(people)),
            )
        )
