"""둘러보기: everything that was handed in, by groups, on a map, one by one; what stands alone; what moved."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from assistant.domain.cluster import Level
from assistant.services.browsing import Overview, Seen
from assistant.ui.browse import alone, conditions, group, heaps, memory, moved, titles, tray, tree, view
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.session import application, me
from assistant.ui.text import mark, say

LOOKS = {
    "ideas": mark("Small groups"),
    "themes": mark("Groups"),
    "tree": mark("As a tree"),
    "alone": mark("Standing alone"),
    "texts": mark("One by one"),
    "map": mark("Map"),
    "moved": mark("What moved"),
}
LOOK_AGAIN = timedelta(seconds=1)


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Browse"), anchor=False)
    attempt(app.clustering.take_in)
    overview = app.browsing.overview(person)
    if overview.is_blind:
        st.caption(say("Until the blind review is over, names and departments are hidden."))
    _regroup(overview)
    if cluster_id := st.query_params.get("cluster"):
        tray.show(overview)
        group.show(overview, cluster_id)
        return
    if not overview.seen:
        return
    memory.take_up()
    asked = conditions.ask(overview)
    shown, in_order = conditions.matching(overview, asked)
    tray.show(overview)
    st.session_state.setdefault("look", "ideas")
    look = st.segmented_control(say("Look at"), list(LOOKS), key="look", format_func=lambda each: say(LOOKS[each]))
    if not shown:
        st.text(say("Nothing was found. Try other words, or fewer conditions."))
        return
    memory.keep()
    _look(look or "ideas", overview, shown, in_order)
    memory.keep()


def _look(look: str, overview: Overview, shown: list[Seen], in_order: bool) -> None:
    match look:
        case "ideas":
            heaps.show_heaps(overview, shown, Level.IDEA)
        case "themes":
            heaps.show_heaps(overview, shown, Level.THEME)
        case "alone":
            alone.show(overview, [each for each in shown if each.standing.idea is None], in_order=in_order)
        case "tree":
            tree.show(overview, shown)
        case "texts":
            heaps.show_texts("all", shown, say("{total} found", total=f"{len(shown):,}"), in_order=in_order)
        case "map":
            view.show(overview, shown)
        case _:
            moved.show(overview)


@st.fragment(run_every=LOOK_AGAIN)
def _running() -> None:
    running = application().clustering.running()
    if not running.is_running:
        st.rerun()
    st.progress(running.done / running.of if running.of else 0.0, text=say("Grouping; go on working meanwhile."))


def _regroup(overview: Overview) -> None:
    app, person = application(), me()
    running = app.clustering.running()
    if running.is_running:
        _running()
        return
    if running.fault is not None:
        show_error(running.fault)
    handed = sum(each.text.side.value == "proposal" for each in overview.seen)
    if overview.seen:
        facts = say(
            "{proposals} submitted, {past} past, {groups} groups, {small} small groups, {alone} standing alone",
            proposals=f"{handed:,}",
            past=f"{len(overview.seen) - handed:,}",
            groups=f"{len(overview.heaps[Level.THEME]):,}",
            small=f"{len(overview.heaps[Level.IDEA]):,}",
            alone=f"{len(overview.alone()):,}",
        )
        st.text(facts)
    else:
        st.text(say("Nothing is grouped yet. Start it here; it takes seconds, and you can go on working."))
    if running.last is not None:
        st.caption(moved.in_short(running.last))
    with st.container(horizontal=True):
        if st.button(
            say("Group anew") if overview.seen else say("Group now"), key="regroup", icon=":material/refresh:"
        ):
            attempt(lambda: app.clustering.regroup(person))
            st.rerun()
        if overview.seen:
            titles.offer()
