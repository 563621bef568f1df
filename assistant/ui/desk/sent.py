"""What left the building for a proposal: for its author, to the last character.

What went while she wrote is much and much the same, so it comes by the page, below what she asked for herself.
"""

from __future__ import annotations

import json

import streamlit as st

from assistant.domain.outgoing import LedgerEntry
from assistant.services.spending import PAGE
from assistant.ui.desk.state import Desk
from assistant.ui.labels import clock, won
from assistant.ui.parts.paging import page_of, turn
from assistant.ui.text import say, say_many


def open_left(desk: Desk) -> None:
    """The window with everything that was sent for this proposal."""
    st.dialog(say("What left the building"), width="large")(show_sent)(desk)


def show_sent(desk: Desk) -> None:
    """All of it: what was asked of a language model, then what went for vectors."""
    spending, person, own = desk.app.spending, desk.person, desk.proposal.id
    asked = spending.what_left(person, own)
    _, count = spending.what_was_embedded(person, own, limit=0)
    if not asked and not count:
        st.text(say("Nothing of this proposal has left this computer."))
        return
    st.text(say("This is the exact text that was sent. Numbered words in square brackets stand for what was hidden."))
    for number, entry in enumerate(reversed(asked)):
        _show(entry, entry.sent.prompt.split("#")[0], is_open=number == 0)
    if not count:
        return
    st.subheader(say("Sent to find similar ideas"), anchor=False)
    told = say_many("{count} request, newest first", "{count} requests, newest first", count)
    st.caption(told)
    places = page_of("left", range(count), asked=own, size=PAGE)
    entries, _ = spending.what_was_embedded(person, own, offset=places[0])
    for entry in entries:
        _show(entry, say("similar ideas"), is_open=False)
    turn("left", count, size=PAGE)


def _show(entry: LedgerEntry, what: str, *, is_open: bool) -> None:
    sent, came = entry.sent, entry.returned
    state = came.status if came else say("no answer")
    with st.expander(f"{clock(sent.sent_at)} · {what} · {state}", expanded=is_open):
        st.text(say("To: {endpoint}, model {model}", endpoint=sent.endpoint, model=sent.model))
        st.caption(say("Sent"))
        st.code(_readable(sent.body), language=None, wrap_lines=True)
        if came and came.answer:
            st.caption(say("Answer"))
            st.code(came.answer, language=None, wrap_lines=True)
        if came:
            spent = f"{came.input_tokens:,} / {came.output_tokens:,}"
            st.caption(say("Tokens in / out: {tokens} · {cost}", tokens=spent, cost=won(entry.cost_micro)))


def _readable(body: str) -> str:
    """The texts as people read them, and the rest of the request after them; nothing is left out."""
    try:
        told = json.loads(body)
    except ValueError:
        return body
    parts = [f"[{message.get('role')}]\n{message.get('content')}" for message in told.pop("messages", [])]
    parts += map(str, told.pop("input", []))
    return "\n\n".join([*parts, json.dumps(told, ensure_ascii=False)])
