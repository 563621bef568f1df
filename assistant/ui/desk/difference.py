"""What differs from the nearest past ideas, quoting both texts; her own words on a nearly equal one."""

from __future__ import annotations

import streamlit as st

from assistant.domain.advice import Advice, AdviceDecision
from assistant.domain.difference_note import LONGEST
from assistant.domain.similarity import Kind
from assistant.ui.desk.deciding import Takes
from assistant.ui.desk.state import Desk
from assistant.ui.errors import attempt
from assistant.ui.labels import RELATIONS
from assistant.ui.text import plain, say

_ASKED = frozenset({Kind.EXACT, Kind.NEAR_DUPLICATE})


def show_difference(desk: Desk, advice: Advice, decision: AdviceDecision | None) -> Takes | None:
    """The card's inside."""
    items = advice.suggestion.difference.items
    if not items:
        st.text(say("There was no past proposal near enough to compare."))
        return None
    for item in items:
        st.text(f"【{item.title or say('Without a title')}】")
        if item.relation is not None:
            told = say(RELATIONS[item.relation])
            st.caption(say("As the language model sees it: {relation}. People decide.", relation=told))
        st.text(say("Alike: {same}", same=item.same))
        st.text(say("Different: {different}", different=item.different))
        st.caption(say("Your text: “{quote}”", quote=plain(item.mine)))
        st.caption(say("The past proposal: “{quote}”", quote=plain(item.theirs)))
    return Takes()


def show_notes(desk: Desk) -> None:
    """Asked where a past idea is nearly the same; an empty answer is an answer, and nothing waits for it."""
    found = desk.similar.answer
    near = [idea for idea in found.ideas if idea.kind in _ASKED] if found else []
    if not near or desk.locked:
        return
    written = {note.item_id: note for note in desk.app.noting.of(desk.person, desk.proposal.id)}
    for idea in near[:2]:
        note = written.get(idea.item.id)
        key = f"note-{desk.proposal.id}-{idea.item.id}"
        st.text_area(
            say(
                "What is different from “{title}”? (optional, reviewers read it)", title=plain(idea.item.content.title)
            ),
            value=note.text if note else "",
            key=key,
            max_chars=LONGEST,
            height=90,
            on_change=_noted,
            args=(desk, idea.item.id, key),
        )
        if note and note.only_repeats:
            st.caption(say("This repeats the past proposal. One sentence on what is new would help."))


def _noted(desk: Desk, item_id: str, key: str) -> None:
    text = str(st.session_state.get(key, ""))
    attempt(lambda: desk.app.noting.write(desk.person, desk.proposal.id, item_id, text))
