"""홀로 있는 제안: hundreds of them made short work of, by order, by group and by the one that is nearest to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from assistant.domain.cluster import Level, Side
from assistant.services.browsing import Overview, Seen
from assistant.ui.browse import tray
from assistant.ui.browse.heaps import name_of, note, text_card
from assistant.ui.parts.cards import Action, Card, cards
from assistant.ui.parts.paging import page_of, turn
from assistant.ui.session import application, me
from assistant.ui.text import mark, say
from assistant.ui.ways import go

PAGE = 60
"""A screenful of short cards: 282 are read on five pages."""
ORDERS: dict[str, tuple[str, Callable[[Seen], object]]] = {
    "strange": (mark("Farthest from all as a whole first"), lambda seen: seen.key),  # by `Browsing.kinship`, see `show`
    "far": (mark("Farthest from all others first"), lambda seen: (seen.standing.near_other, seen.key)),
    "near": (mark("Nearest to another first"), lambda seen: (-seen.standing.near_other, seen.key)),
    "past": (mark("Farthest from past proposals first"), lambda seen: (seen.standing.near_past, seen.key)),
    "late": (mark("Newest first"), lambda seen: (-seen.at.timestamp() if seen.at else 0.0, seen.key)),
}


def show(overview: Overview, shown: Sequence[Seen], *, in_order: bool) -> None:
    """The list; `in_order` leaves it as the search found it."""
    left, right = st.columns(2)
    order = left.selectbox(
        say("Order"), list(ORDERS), key="alone-order", format_func=lambda each: say(ORDERS[each][0]), disabled=in_order
    )
    themes = ["", *_themes(shown)]
    if st.session_state.get("alone-theme") not in themes:
        st.session_state["alone-theme"] = ""
    theme = right.selectbox(say("Group"), themes, key="alone-theme", format_func=_namer(overview, shown))
    kept = [each for each in shown if not theme or (each.standing.theme or "none") == theme]
    if order == "strange" and not in_order:
        kinship = application().browsing.kinship(me())
        kept.sort(key=lambda each: (kinship.get(each.text.id, 1.0), each.key))
    elif not in_order:
        kept.sort(key=ORDERS[order][1])  # type: ignore[arg-type, unused-ignore]
    part = page_of("alone", kept, asked=(order, theme, len(kept)), size=PAGE)
    nearest = application().browsing.nearest(me(), [each.text for each in part])
    titles = {each.text.id: each for each in overview.seen if each.text.side is Side.PROPOSAL}
    found = {each.key: titles.get(nearest[each.text.id][0]) for each in part if each.text.id in nearest}
    shares = {each.key: nearest[each.text.id][1] for each in part if each.text.id in nearest}
    heading = say("{count} like no other", count=len(kept))
    made = [_card(each, found.get(each.key), shares.get(each.key, 0.0)) for each in part]
    cards("alone", made, heading=heading, wide=True, on_act=note)
    turn("alone", len(kept), size=PAGE)
    match st.session_state.pop("heap-act", None):
        case ("aside", str(key)):
            tray.put([key])
            st.rerun()
        case ("beside", str(key)) if other := found.get(key):
            go("compare", texts=f"{key},{other.key}")


def _card(seen: Seen, nearest: Seen | None, likeness: float) -> Card:
    card = text_card(seen)
    quiet = [replace(action, quiet=True) for action in card.actions]
    if nearest is None:
        return replace(card, badges=(), actions=quiet)
    title = nearest.title or say("Without a title")
    line = say("Nearest: {title} ({share}%)", title=title, share=round(100 * max(likeness, 0.0)))
    beside = Action(say("Side by side with it"), "beside", quiet=True)
    return replace(card, badges=(), lines=(line,), actions=[*quiet, beside])


def _themes(shown: Sequence[Seen]) -> list[str]:
    """Groups that hold one of them, the fullest first; "none" for those in no group at all."""
    return [theme for theme, _count in Counter(each.standing.theme or "none" for each in shown).most_common()]


def _namer(overview: Overview, shown: Sequence[Seen]) -> Callable[[str], str]:
    counts = Counter(each.standing.theme or "none" for each in shown)
    names = {heap.cluster.id: name_of(heap.cluster) for heap in overview.heaps[Level.THEME]}
    names["none"] = say("In no group at all")

    def name(theme: str) -> str:
        return say("{name} ({count})", name=names.get(theme, theme), count=counts[theme]) if theme else say("All")

    return name
