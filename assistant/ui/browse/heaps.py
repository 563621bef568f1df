"""Lists of groups and of texts, page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.domain.archive import Outcome
from assistant.domain.cluster import Cluster, Level, Side
from assistant.services.browsing import Heap, Overview, Seen
from assistant.ui.browse import tray
from assistant.ui.labels import OUTCOMES, clock, in_year
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.parts.paging import page_of, turn
from assistant.ui.session import application
from assistant.ui.text import language, mark, say
from assistant.ui.ways import go

EXAMPLES = 3
ORDERS: dict[str, tuple[str, Callable[[Heap], float]]] = {
    "size": (mark("Largest first"), lambda heap: -heap.proposals),
    "novelty": (mark("Newest ideas first"), lambda heap: -heap.novelty),
    "nearly_same": (mark("Most near copies first"), lambda heap: -heap.nearly_same),
    "adopted": (mark("Nearest to adopted ones first"), lambda heap: -heap.adopted),
}


STAGES = {
    "past": mark("Past proposal"),
    "submitted": mark("Submitted"),
    "finalist": mark("Finalist"),
    "out": mark("Not a finalist"),
}
"""By `Seen.stage`."""
_STAGE_TONES = {"submitted": "good", "finalist": "live", "out": "quiet"}


def name_of(cluster: Cluster) -> str:
    """What a group is called on the screen."""
    return cluster.label() or say("Without a title")


def show_heaps(overview: Overview, shown: Sequence[Seen], level: Level) -> None:
    """The groups that hold at least one of the texts shown."""
    order = st.selectbox(say("Order"), list(ORDERS), key="order", format_func=lambda each: say(ORDERS[each][0]))
    wanted = {each.standing.at(level) for each in shown}
    heaps = [heap for heap in overview.heaps[level] if heap.cluster.id in wanted]
    heaps.sort(key=ORDERS[order][1])
    part = page_of(f"heaps-{level.value}", heaps, asked=(order, len(heaps)))
    heading = say("{count} groups", count=f"{len(heaps):,}")
    cards(f"heaps-{level.value}", [_heap_card(heap) for heap in part], heading=heading, wide=True, on_act=note)
    turn(f"heaps-{level.value}", len(heaps))
    match st.session_state.pop("heap-act", None):
        case ("open", str(cluster_id)):
            go("browse", cluster=cluster_id)


def show_texts(key: str, shown: Sequence[Seen], heading: str, *, in_order: bool = False) -> None:
    """Texts one by one; `in_order` leaves them as they are, else the newest come first."""
    if not in_order:
        shown = sorted(shown, key=lambda each: (each.at is None, -each.at.timestamp() if each.at else 0.0, each.key))
    part = page_of(f"texts-{key}", shown, asked=(in_order, len(shown)))
    cards(f"texts-{key}", [text_card(each) for each in part], heading=heading, wide=True, on_act=note)
    turn(f"texts-{key}", len(shown))
    match st.session_state.pop("heap-act", None):
        case ("aside", str(text_key)):
            tray.put([text_key])
            st.rerun()
        case ("open", str(text_key)):
            found = next((each for each in shown if each.key == text_key), None)
            if found is not None and found.standing.idea is not None:
                go("browse", cluster=found.standing.idea)


def text_card(seen: Seen, *, with_group: bool = True) -> Card:
    """One text."""
    actions = [Action(say("Put aside to compare"), "aside")]
    if with_group and seen.standing.idea is not None:
        actions.append(Action(say("Open its group"), "open", quiet=True))
    return Card(
        id=seen.key,
        title=seen.title or say("Without a title"),
        badges=badges(seen),
        facts=facts(seen),
        actions=actions,
    )


def badges(seen: Seen) -> tuple[Badge, ...]:
    """Which list it is from, and whether it stands alone."""
    past = seen.text.side is Side.ARCHIVE
    first = (
        Badge(say(OUTCOMES[Outcome(seen.outcome)]), "quiet")
        if past
        else Badge(say(STAGES[seen.stage]), _STAGE_TONES[seen.stage])
    )
    return (first,) if seen.standing.idea is not None else (first, Badge(say("Stands alone"), "warm"))


def facts(seen: Seen) -> tuple[str, ...]:
    """Track, moment or year, department where it may be seen."""
    names = {track.code: track.label(language()) for track in application().tracks}
    when = clock(seen.at) if seen.at else in_year(seen.year)
    return tuple(fact for fact in (names.get(seen.track, ""), when, seen.department) if fact)


def _heap_card(heap: Heap) -> Card:
    names = {track.code: track.label(language()) for track in application().tracks}
    tracks = ", ".join(say("{name}: {count}", name=names.get(code, code), count=count) for code, count in heap.tracks)
    departments = ", ".join(say("{name}: {count}", name=name, count=count) for name, count in heap.departments[:3])
    past = len(heap.seen) - heap.proposals
    badges = [Badge(say("{count} submitted", count=heap.proposals), "live")]
    badges += [Badge(say("{count} past", count=past), "quiet")] if past else []
    badges += [Badge(say("AI suggestion"), "warm")] if heap.cluster.is_titled() else []
    badges += [Badge(say("Named by {name}", name=heap.named_by), "good")] if heap.named_by else []
    return Card(
        id=heap.cluster.id,
        title=name_of(heap.cluster),
        badges=badges,
        facts=(
            say("near copies {share}%", share=round(100 * heap.nearly_same)),
            say("novelty {share}%", share=round(100 * heap.novelty)),
            say("near to adopted {share}%", share=round(100 * heap.adopted)),
        ),
        lines=(tracks, departments, *(f"· {each.title or say('Without a title')}" for each in heap.seen[:EXAMPLES])),
        actions=(Action(say("Open"), "open", primary=True),),
    )


def note(name: str, key: str) -> None:
    """Keep what was pressed on a card for the run that follows."""
    st.session_state["heap-act"] = (name, key)
