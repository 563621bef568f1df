"""What people changed in the rule's list, and telling all authors at once."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person
from assistant.ui.errors import attempt
from assistant.ui.review.reasons import ask_reason
from assistant.ui.review.words import track_label
from assistant.ui.session import application, me
from assistant.ui.text import plain, say


def changes(person: Person, *, may_undo: bool) -> None:
    """Every standing change with who made it and why, and its undo for the organiser."""
    app = application()
    made = [each for each in app.review.shortlisting.changes(person) if each.taken_back is None]
    if not made:
        return
    st.header(say("Changes made by people"), anchor=False)
    kinds = {"add": say("Put on"), "remove": say("Take off"), "no_finalist": say("No finalist in this track")}
    for each in made:
        what = each.proposal_id and app.review.shortlisting.name_of(person, each.proposal_id)
        st.text(f"{kinds[each.kind.value]}: {what or track_label(app, each.track)}")
        st.caption(f"{plain(app.person(each.by).name)} · {plain(each.reason)}")
        if may_undo and st.button(say("Take back"), key=f"unchange-{each.id}"):
            ask_reason(
                say("Take the change back"),
                "",
                lambda why, key=each.id: app.review.shortlisting.take_back(person, key, why),  # type: ignore[misc]
                done=say("Taken back."),
                button=say("Take back"),
            )


def tell_everybody() -> None:
    """The window before the release."""
    st.text(say("Every author learns at the same moment what became of the proposal and why. It cannot be taken back."))
    if st.button(say("Tell them now"), key="release-now", type="primary") and attempt(
        lambda: application().review.shortlisting.release(me())
    ):
        st.session_state["said"] = say("All authors have been told.")
        st.rerun()
