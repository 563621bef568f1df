"""지난 제안 찾기: by words and meaning, by outcome and year, page by page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.domain.archive import ArchiveItem, Outcome
from assistant.errors import AssistantError
from assistant.ui.desk.similar import idea_card
from assistant.ui.errors import show as show_error
from assistant.ui.labels import OUTCOME_TONES, OUTCOMES, in_year
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.parts.item import read_item
from assistant.ui.session import application, me
from assistant.ui.text import say

PAGE = 20
FOUND = 50
PREVIEW = 140


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Find past proposals"), anchor=False)
    words = st.text_input(
        say("Words or a sentence"),
        key="words",
        live="300ms",
        max_chars=500,
        placeholder=say("for example: calls to elderly people living alone"),
    )
    left, right = st.columns(2)
    outcome = left.selectbox(
        say("Outcome"), [None, *OUTCOMES], key="outcome", format_func=lambda o: say(OUTCOMES[o]) if o else say("All")
    )
    year = right.selectbox(
        say("Year"),
        [None, *app.searching.years(person)],
        key="year",
        format_func=lambda y: in_year(y) or say("All"),
    )
    asked = (words, outcome, year)
    if st.session_state.get("asked") != asked:
        st.session_state["asked"], st.session_state["page"] = asked, 0
    try:
        shown, total = _found(words, outcome, year)
    except AssistantError as error:
        show_error(error)
        shown, total = [], 0
    if not shown:
        st.text(say("Nothing was found. Try other words, or fewer conditions."))
    cards("past", shown, heading=say("{total} found", total=f"{total:,}") if shown else "", on_act=_read)
    _paging(total)
    if item_id := st.session_state.pop("read", ""):
        read_item(app.searching.get(person, item_id))


def _found(words: str, outcome: Outcome | None, year: int | None) -> tuple[list[Card], int]:
    """The cards of this page and how many there are in all."""
    app, person, offset = application(), me(), st.session_state["page"] * PAGE
    if words.strip():
        found = app.searching.search(person, words, outcome=outcome, year=year, limit=FOUND).ideas
        return [idea_card(idea) for idea in found[offset : offset + PAGE]], len(found)
    items, total = app.searching.browse(person, outcome=outcome, year=year, offset=offset, limit=PAGE)
    return _cards(items), total


def _cards(items: Sequence[ArchiveItem]) -> list[Card]:
    return [
        Card(
            id=item.id,
            title=item.content.title or say("Without a title"),
            badges=(Badge(say(OUTCOMES[item.outcome]), OUTCOME_TONES[item.outcome]),),
            facts=(
                in_year(item.year),
                item.department,
                say("Sample") if item.is_sample else "",
            ),
            lines=(_preview(item),),
            actions=(Action(say("Read it all"), "read", quiet=True),),
        )
        for item in items
    ]


def _preview(item: ArchiveItem) -> str:
    text = " ".join((item.content.idea or item.content.body or item.content.problem).split())
    return text if len(text) <= PREVIEW else text[:PREVIEW].rstrip() + "…"


def _read(_name: str, item_id: str) -> None:
    st.session_state["read"] = item_id


def _paging(total: int) -> None:
    last = max(0, (total - 1) // PAGE)
    if last == 0:
        return
    page = st.session_state["page"]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("Earlier page"), key="before", disabled=page == 0, on_click=_turn, args=(-1,))
        st.text(say("Page {page} of {pages}", page=page + 1, pages=last + 1))
        st.button(say("Next page"), key="after", disabled=page >= last, on_click=_turn, args=(1,))


def _turn(by: int) -> None:
    st.session_state["page"] = max(0, st.session_state["page"] + by)
