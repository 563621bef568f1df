"""이어받은 제안: earlier ideas the author names as what hers carries on."""

from __future__ import annotations

import streamlit as st

from assistant.domain.link import Link, Origin
from assistant.errors import AssistantError
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.text import say


def cite(desk: Desk, item_id: str) -> None:
    """Name a past proposal as a source."""
    attempt(lambda: desk.app.review.linking.cite(desk.person, desk.proposal.id, item_id))


def cited(desk: Desk) -> list[Link]:
    """The sources she named so far."""
    try:
        links = desk.app.review.linking.of(desk.person, desk.proposal.id)
    except AssistantError:
        return []
    return [link for link in links if link.origin is Origin.AUTHOR]


def show_sources(desk: Desk, links: list[Link]) -> None:
    """Each source with its undo."""
    for link in links:
        title = desk.app.searching.get(desk.person, link.b.id).content.title or say("Without a title")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(say("Carries on: {title}", title=title))
            st.button(
                say("Take back"), key=f"uncite-{link.id}", type="tertiary", on_click=_uncite, args=(desk, link.id)
            )


def _uncite(desk: Desk, link_id: str) -> None:
    attempt(lambda: desk.app.review.linking.take_back(desk.person, link_id, ""))
