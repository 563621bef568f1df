"""Handing the proposal in: what is missing, a confirmation, a receipt. Nothing a model said matters here."""

from __future__ import annotations

import streamlit as st

from assistant.domain.proposal import Proposal, Stage
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.labels import field_label, second, time_left
from assistant.ui.text import language, say
from assistant.wiring import now

WISHED = ("track", "pitch")


def show_submission(desk: Desk) -> None:
    """Track, what is missing, the button; the receipt once it is submitted."""
    st.header(say("Submission"), anchor=False)
    if desk.proposal.stage is not Stage.DRAFT:
        show_stage(desk.proposal)
        return
    _choose_track(desk)
    if missing := desk.proposal.content.missing():
        st.text(say("Still empty: {fields}", fields=_names(missing)))
    else:
        st.text(say("All required fields are filled in."))
    st.caption(time_left(desk.app.programme, now()))
    if st.button(say("Submit"), key="submit", type="primary", icon=":material/send:"):
        st.dialog(say("Submit this proposal?"))(_confirm)(desk)


def show_stage(proposal: Proposal) -> None:
    """Why the text is locked: the receipt, or that it was withdrawn. It stands above the form and below."""
    if proposal.stage is Stage.SUBMITTED and proposal.submitted_at:
        st.success(
            say("Submitted. Receipt number {number}, {at}", number=proposal.receipt, at=second(proposal.submitted_at)),
            icon=":material/check_circle:",
        )
    elif proposal.stage is Stage.WITHDRAWN:
        st.info(
            say("This proposal was withdrawn. “Write anew from this text” under “My proposals” begins a new one."),
            icon=":material/undo:",
        )


def _choose_track(desk: Desk) -> None:
    key = f"track-{desk.proposal.id}"
    names = {track.code: track.label(language()) for track in desk.app.tracks}
    current = desk.proposal.content.track
    st.session_state[key] = current if current in names else ""

    def chosen() -> None:
        desk.refresh()
        content = desk.proposal.content.changed(track=st.session_state[key])
        if attempt(lambda: desk.app.drafting.save(desk.person, desk.proposal.id, content, desk.proposal.version)):
            desk.refresh()

    options = ["", *names]
    st.radio(
        say("Track"),
        options,
        key=key,
        horizontal=True,
        on_change=chosen,
        format_func=lambda code: names.get(code, say("Not chosen yet")),
    )


def _confirm(desk: Desk) -> None:
    desk.refresh()
    content = desk.proposal.content
    st.text(content.title.strip() or say("Without a title"))
    missing = content.missing()
    wished = tuple(name for name in WISHED if not getattr(content, name).strip())
    if missing:
        st.warning(say("Still empty: {fields}. Fill them in first.", fields=_names(missing)), icon=":material/info:")
    if wished:
        st.text(say("Left empty, which is allowed: {fields}", fields=_names(wished)))
    st.text(say("After submitting, the text cannot be changed. You can withdraw it under “My proposals”."))
    with st.container(horizontal=True):
        confirmed = st.button(say("Submit now"), key="submit-now", type="primary", disabled=bool(missing))
        if st.button(say("Go on writing"), key="write-on"):
            st.rerun()
    if confirmed and attempt(lambda: desk.app.submitting.submit(desk.person, desk.proposal.id, desk.proposal.version)):
        st.rerun()


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(field_label(name) for name in names)
