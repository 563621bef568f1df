"""A past idea in full, in a window over the page."""

from __future__ import annotations

import streamlit as st

from assistant.domain.archive import ArchiveItem
from assistant.domain.proposal import CONTENT_FIELDS
from assistant.ui.labels import OUTCOMES, field_label, in_year
from assistant.ui.text import say


def read_item(item: ArchiveItem) -> None:
    """Open the window."""
    st.dialog(say("Past proposal"), width="large")(_show)(item)


def _show(item: ArchiveItem) -> None:
    with st.container(key="item-head"):
        st.text(item.content.title or say("Without a title"))
    facts = (
        say(OUTCOMES[item.outcome]),
        in_year(item.year),
        item.department,
        say("Sample") if item.is_sample else "",
    )
    st.text(" · ".join(fact for fact in facts if fact))
    if item.reason:
        st.subheader(say("Reason given"))
        st.text(item.reason)
    for name in CONTENT_FIELDS:
        text = getattr(item.content, name).strip()
        if text and name not in {"title", "department", "track"}:
            st.subheader(field_label(name))
            st.text(text)
