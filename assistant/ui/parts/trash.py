"""휴지통: the drafts she threw away, until when each can be taken back, and one button for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.domain.proposal import Proposal
from assistant.domain.trash import KEPT_DAYS, gone_at
from assistant.ui.labels import moment
from assistant.ui.parts.cards import Action, Card, cards
from assistant.ui.text import say, say_many


def trash(thrown: Sequence[Proposal], on_act: Callable[[str, str], None]) -> None:
    """The part of the page; nothing where the trash is empty. `on_act("take_back", id)` is called on a click."""
    if not thrown:
        return
    st.header(say_many("Trash: {count} draft", "Trash: {count} drafts", len(thrown)), anchor=False)
    st.caption(say("Drafts stay here for {days} days and are then erased for good.", days=KEPT_DAYS))
    cards("trash", [_card(proposal) for proposal in thrown], wide=True, on_act=on_act)


def _card(proposal: Proposal) -> Card:
    facts = []
    if proposal.trashed_at:
        facts = [say("Erased for good on {day}", day=moment(gone_at(proposal.trashed_at)))]
    title = proposal.content.title.strip() or say("Without a title")
    return Card(id=proposal.id, title=title, facts=facts, actions=[Action(say("Bring back"), "take_back")])
