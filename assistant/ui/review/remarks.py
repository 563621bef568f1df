"""Beside a proposal under review: what its author says is new, with the sentences that match, and a hint on orders."""

from __future__ import annotations

import streamlit as st

from assistant.domain.similarity import SentencePair
from assistant.errors import AssistantError
from assistant.services.annotating import Note, like_orders
from assistant.services.reviewing import Sheet
from assistant.ui.parts.cards import Badge, Card, Pair, cards
from assistant.ui.session import application, me
from assistant.ui.text import say


def like_an_order(sheet: Sheet) -> None:
    """Which sentences read like an order to a machine; a hint to the reader, nothing is held against anybody."""
    if found := like_orders(sheet.shown):
        st.info(
            say("Some sentences read like an order to a machine. Judge the idea by itself."), icon=":material/info:"
        )
        st.text("\n".join(f"“{each}”" for each in found))


def differences(sheet: Sheet) -> None:
    """The author's notes on past ideas that hers is like."""
    try:
        notes = application().annotating.notes(me(), sheet.shown.id)
    except AssistantError:
        return
    if notes:
        st.subheader(say("The author on the difference"), anchor=False)
        shown = [_card(sheet, note) for note in notes]
        words = {"mine": say("This proposal"), "theirs": say("Past proposal")}
        cards(f"notes-{sheet.shown.id}", shown, words=words)


def _card(sheet: Sheet, note: Note) -> Card:
    pairs = _matching(sheet, note.item_id)
    repeats = (Badge(say("Repeats the past proposal"), "warm"),) if note.only_repeats else ()
    return Card(
        id=note.item_id,
        title=say("What is different from “{title}”", title=note.past_title or say("Without a title")),
        badges=repeats,
        lines=(note.text,) if pairs else (note.text, say("No sentences match.")),
        pairs=[Pair(each.a, each.b) for each in pairs],
        open=True,
    )


def _matching(sheet: Sheet, item_id: str) -> list[SentencePair]:
    """Looked for once for as long as the text stays as it is."""
    known = st.session_state.setdefault("matching", {})
    key = (sheet.shown, item_id)
    if key not in known:
        try:
            with st.spinner(say("Looking for sentences that say the same")):
                known[key] = application().annotating.matching(me(), sheet.shown.id, item_id)
        except AssistantError:
            return []
    return list(known[key])
