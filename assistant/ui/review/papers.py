"""What an author put beside her proposal, and the proposal as a file, as far as the phase lets a reviewer see them."""

from __future__ import annotations

import streamlit as st

from assistant.domain.blind import Shown
from assistant.domain.person import Person
from assistant.errors import AssistantError
from assistant.services.attaching import Hidden
from assistant.ui.errors import show as show_error
from assistant.ui.parts.files import download_proposal, show_attachment
from assistant.ui.session import application
from assistant.ui.text import say, say_many


def papers(person: Person, shown: Shown) -> None:
    """Attachments, or why they are not shown yet; the downloads."""
    services = application().papers
    try:
        found = services.attaching.of_review(person, shown.id)
    except AssistantError as error:
        show_error(error)
        return
    if isinstance(found, Hidden):
        if found.count:
            st.caption(
                say_many(
                    "{count} attachment is shown once the blind review is over: it could tell who wrote this.",
                    "{count} attachments are shown once the blind review is over: they could tell who wrote this.",
                    found.count,
                )
            )
    elif found:
        st.subheader(say("Attachments"), anchor=False)
        for each in found:
            with st.container(border=True, key=f"attachment-{each.id}"):
                show_attachment(each, lambda each=each: services.attaching.content(person, each))  # type: ignore[misc]
    download_proposal(shown.title, lambda form: services.handing_out.of_review(person, shown.id, form), shown.id)
