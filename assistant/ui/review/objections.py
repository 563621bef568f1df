"""Objections to decisions: the organiser's answers."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.ui.errors import attempt
from assistant.ui.labels import moment
from assistant.ui.session import application
from assistant.ui.text import plain, say


def objections(person: Person) -> None:
    """Every objection with its answer, or the form for one."""
    app = application()
    filed = app.review.objecting.all(person)
    if not filed:
        return
    st.header(say("Objections"), anchor=False)
    for each in filed:
        st.subheader(plain(app.review.shortlisting.name_of(person, each.proposal_id)), anchor=False)
        st.caption(moment(each.at))
        st.text(each.text)
        if each.answered_at:
            st.text(say("Upheld: {answer}", answer=each.answer) if each.is_upheld else
                    say("Not upheld: {answer}", answer=each.answer))  # fmt: skip
        elif Role.ORGANISER in person.roles:
            with st.form(f"answer-{each.id}", border=True):
                answer = st.text_area(say("Answer with reasons"), max_chars=4_000)
                upheld = st.radio(
                    say("Outcome"),
                    [True, False],
                    index=None,
                    format_func=lambda yes: say("Uphold") if yes else say("Do not uphold"),
                    horizontal=True,
                )
                if st.form_submit_button(say("Send the answer"), key=f"answered-{each.id}"):
                    if upheld is None:
                        st.warning(say("Choose whether the objection is upheld."))
                    elif attempt(
                        lambda key=each.id, said=answer, yes=upheld: app.review.objecting.answer(  # type: ignore[misc]
                            person, key, said, uphold=yes
                        )
                    ):
                        st.rerun()
