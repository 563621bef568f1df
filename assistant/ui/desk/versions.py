"""Earlier versions of the draft: what changed, and the way back to one."""

from __future__ import annotations

import streamlit as st

from assistant.domain.proposal import CONTENT_FIELDS, Version
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.labels import clock
from assistant.ui.parts.changes import changes, compare
from assistant.ui.text import say


def open_versions(desk: Desk) -> None:
    """The window with the versions."""
    st.dialog(say("Earlier versions"), width="large")(_show)(desk)


def _show(desk: Desk) -> None:
    versions = desk.app.drafting.versions(desk.person, desk.proposal.id)
    if len(versions) < 2:
        st.text(say("There is only one version yet. A new one is kept every minute while you write."))
        return
    by_number = {version.number: version for version in versions}
    numbers = sorted(by_number, reverse=True)

    def label(number: int) -> str:
        version: Version = by_number[number]
        return say("Version {number} · {at}", number=number, at=clock(version.saved_at))

    left, right = st.columns(2)
    old = left.selectbox(say("Compare"), numbers[1:], format_func=label, key="version-old")
    new = right.selectbox(say("with"), numbers, format_func=label, key="version-new")
    found = compare(by_number[old].content, by_number[new].content, CONTENT_FIELDS)
    if found:
        changes("version-changes", found)
    else:
        st.text(say("These two versions are the same."))
    if not desk.locked and st.button(say("Go back to version {number}", number=old), key="version-back"):
        desk.refresh()
        content = by_number[old].content
        save = desk.app.drafting.save
        if attempt(lambda: save(desk.person, desk.proposal.id, content, desk.proposal.version, landmark=True)):
            st.rerun()
