"""Who writes this draft, asking a colleague in, and ending it."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.text import plain, say


def show_sharing(desk: Desk) -> None:
    """Folded away below the form until somebody writes along."""
    authors = desk.app.sharing.authors(desk.person, desk.proposal.id)
    is_first = desk.proposal.author_id == desk.person.id
    if len(authors) > 1:
        st.caption(say("Writing together ({count})", count=len(authors)))
    key = f"sharing-{desk.proposal.id}"
    with st.expander(say("Write together"), icon=":material/group:", key=key, on_change="rerun") as section:
        if not section.open:
            return
        for each in authors:
            _line(desk, each, may_end=not desk.locked and each.id != desk.proposal.author_id)
        if is_first and not desk.locked:
            _ask_in(desk, len(authors))


def _line(desk: Desk, author: Person, *, may_end: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(f"{author.name} · {author.department}")
        hers = author.id == desk.person.id
        if may_end and (hers or desk.proposal.author_id == desk.person.id):
            label = say("Stop writing along") if hers else say("Remove {name}", name=plain(author.name))
            if st.button(label, key=f"unshare-{author.id}", type="tertiary") and attempt(
                lambda: desk.app.sharing.end(desk.person, desk.proposal.id, author.id)
            ):
                st.rerun()


def _ask_in(desk: Desk, number: int) -> None:
    """What was not found stays in the boxes; they are new ones once there is one author more."""
    key = f"share-{desk.proposal.id}-{number}"
    with st.form(key, border=False):
        left, right = st.columns(2)
        name = left.text_input(say("Colleague's whole name"), max_chars=100, key=f"{key}-name")
        wanted = say("Department, if several have that name")
        department = right.text_input(wanted, max_chars=100, key=f"{key}-department")
        asked = st.form_submit_button(say("Write together with this colleague"), key="share-now")
    if not asked:
        return
    found = desk.app.sharing.named(desk.person, name, department)
    if not found:
        st.warning(say("Nobody of that name can write proposals here. Look at the spelling."), icon=":material/info:")
    elif len(found) > 1:
        st.warning(say("Several colleagues have that name. Add the department."), icon=":material/info:")
    elif attempt(lambda: desk.app.sharing.ask_in(desk.person, desk.proposal.id, found[0].id)):
        st.rerun()
