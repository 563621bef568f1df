"""심사: a reviewer's list, then one proposal after the other."""

from __future__ import annotations

import streamlit as st

from assistant.domain.text import letters
from assistant.services.reviewing import Item
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.parts.paging import page_of, turn
from assistant.ui.review.exports import downloads
from assistant.ui.review.opened import opened
from assistant.ui.review.printing import print_sheets
from assistant.ui.review.reasons import say_done
from assistant.ui.review.words import PHASES, STATES, track_label
from assistant.ui.session import application, me
from assistant.ui.text import mark, say
from assistant.ui.ways import go

LOOKS = {"all": mark("All"), "to_do": mark("To do"), "done": mark("Done")}


def show() -> None:
    """The page of the proposal that the address names, or the list."""
    if st.query_params.get("print"):
        print_sheets()
        return
    app, person = application(), me()
    st.title(say("Review"), anchor=False)
    say_done()
    _share()
    if chosen := st.query_params.get("proposal"):
        if st.button(say("Back to the list"), key="back", icon=":material/arrow_back:", type="tertiary"):
            go("review")
        opened(chosen)
        return
    items = app.review.reviewing.mine(person)
    st.caption(say(PHASES[app.review.convening.phase()]))
    if not items:
        st.text(say("Nothing is assigned to you."))
        return
    left = [item for item in items if item.state is None]
    with st.container(horizontal=True):
        if left and st.button(say("Review the next one"), key="next", type="primary", icon=":material/rate_review:"):
            _choose("open", left[0].shown.id)
        if st.button(say("Review sheets to print"), key="print", icon=":material/print:"):
            st.session_state["open_print"] = True
    downloads(person)
    _list(items)
    if chosen := st.session_state.pop("open_review", ""):
        go("review", proposal=chosen)
    if st.session_state.pop("open_print", False):
        go("review", print="1")


def _list(items: list[Item]) -> None:
    """The reviewer's proposals, what is to do first, page by page."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    words = left.text_input(say("Words of the title, or a receipt number"), key="review-words", max_chars=100).strip()
    look = right.segmented_control(
        say("Look at"), list(LOOKS), default="all", key="review-look", format_func=lambda each: say(LOOKS[each])
    )
    wanted = {"to_do": (True,), "done": (False,)}.get(look or "all", (True, False))
    found = [item for item in items if (item.state is None) in wanted and _has(item, words)]
    part = page_of("assigned", found, asked=(words, look))
    heading = say("{total} found", total=f"{len(found):,}")
    cards("assigned", [_card(item) for item in part], heading=heading, wide=True, on_act=_choose)
    turn("assigned", len(found))


def _has(item: Item, words: str) -> bool:
    return letters(words) in letters(f"{item.shown.title} {item.shown.receipt}")


def _share() -> None:
    share = application().review.reviewing.share(me())
    if not share.assigned:
        return
    today = say("To do today: {today}, done {done}", today=share.today, done=share.done_today)
    done = say("{done} of {assigned} done in all", done=share.done, assigned=share.assigned)
    st.progress(share.done / share.assigned, text=f"{today} · {done}")


def _choose(_name: str, proposal_id: str) -> None:
    st.session_state["open_review"] = proposal_id


def _card(item: Item) -> Card:
    badge = Badge(say("To do"), "warm") if item.state is None else Badge(say(STATES[item.state]), "good")
    return Card(
        id=item.shown.id,
        title=item.shown.title.strip() or say("Without a title"),
        badges=(badge,),
        facts=(item.shown.receipt, track_label(application(), item.shown.track)),
        actions=(Action(say("Review") if item.state is None else say("Open"), "open"),),
    )
