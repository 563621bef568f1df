"""One group: its name, its texts, and what people may do with it."""

from __future__ import annotations

import streamlit as st

from assistant.domain.cluster import Level
from assistant.services.browsing import Heap, Overview, Seen
from assistant.services.clustering import LONGEST_NAME
from assistant.ui.browse import tray
from assistant.ui.browse.conditions import named
from assistant.ui.browse.heaps import facts, name_of
from assistant.ui.errors import attempt
from assistant.ui.labels import clock
from assistant.ui.session import application, me
from assistant.ui.text import plain, say
from assistant.ui.ways import go

MOST_SHOWN = 200


def show(overview: Overview, cluster_id: str) -> None:
    """The group, or a line that it is gone."""
    if st.button(say("Back to all groups"), key="back", icon=":material/arrow_back:"):
        go("browse")
    heap = next((each for level in Level for each in overview.heaps[level] if each.cluster.id == cluster_id), None)
    if heap is None:
        st.text(say("This group does not exist any more. Its proposals are in other groups now."))
        return
    st.header(plain(name_of(heap.cluster)), anchor=False)
    _said_by(heap)
    _rename(heap)
    if heap.cluster.level is Level.THEME:
        _small_groups(overview, heap)
    chosen = _members(heap)
    if heap.cluster.level is Level.IDEA:
        _acts(overview, heap, chosen)


def _said_by(heap: Heap) -> None:
    cluster = heap.cluster
    if heap.named_by and cluster.named_at:
        st.caption(say("Named by {name}, {time}", name=plain(heap.named_by), time=clock(cluster.named_at)))
    elif cluster.is_titled():
        st.caption(say("AI suggestion ({model}); nobody has named it yet.", model=plain(cluster.titled_by)))
    else:
        st.caption(say("The machine's key terms; nobody has named it yet."))
    if cluster.terms:
        st.text(say("Key terms: {terms}", terms=", ".join(cluster.terms)))


def _rename(heap: Heap) -> None:
    with st.form(f"name-{heap.cluster.id}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(say("Name of the group"), value=heap.cluster.name, max_chars=LONGEST_NAME)
        asked = st.form_submit_button(say("Save the name"))
    version = st.session_state.setdefault(f"seen-{heap.cluster.id}", heap.cluster.version)
    if asked:
        done = attempt(lambda: application().clustering.rename(me(), heap.cluster.id, name, version))
        del st.session_state[f"seen-{heap.cluster.id}"]
        if done:
            st.rerun()


def _small_groups(overview: Overview, heap: Heap) -> None:
    inside = {each.standing.idea for each in heap.seen}
    small = [each for each in overview.heaps[Level.IDEA] if each.cluster.id in inside]
    if small:
        st.subheader(say("Small groups in it"), anchor=False)
    for each in small:
        label = say("{name} ({count})", name=plain(name_of(each.cluster)), count=len(each.seen))
        if st.button(label, key=f"small-{each.cluster.id}", type="tertiary"):
            go("browse", cluster=each.cluster.id)


def _members(heap: Heap) -> list[str]:
    st.subheader(say("Proposals in it ({count})", count=len(heap.seen)), anchor=False)
    chosen = [each.key for each in heap.seen[:MOST_SHOWN] if st.checkbox(_line(each), key=f"in-{each.key}")]
    if len(heap.seen) > MOST_SHOWN:
        st.caption(say("The first {count} are shown.", count=MOST_SHOWN))
    if st.button(say("Put aside to compare"), key="aside", disabled=not chosen):
        tray.put(chosen)
        st.rerun()
    return chosen


def _line(seen: Seen) -> str:
    return plain(" · ".join((seen.title or say("Without a title"), *facts(seen))))


def _acts(overview: Overview, heap: Heap, chosen: list[str]) -> None:
    app, person, cluster = application(), me(), heap.cluster
    others = {each.cluster.id: name_of(each.cluster) for each in overview.heaps[Level.IDEA] if each is not heap}
    texts = [named(key) for key in chosen]
    with st.expander(say("Move, split, merge")):
        st.caption(say("What you place here stays there, whatever later groupings find."))
        goal = st.selectbox(say("Other group"), [None, *others], format_func=lambda each: others.get(each, say("None")))
        with st.container(horizontal=True):
            move = st.button(say("Move the chosen there"), key="move", disabled=not chosen or goal is None)
            alone = st.button(say("Let the chosen stand alone"), key="alone", disabled=not chosen)
            split = st.button(say("Make a new group of the chosen"), key="split", disabled=not chosen)
            merge = st.button(say("Merge this group into it"), key="merge", disabled=goal is None)
        acts = {
            "move": (move, lambda: app.clustering.move(person, texts, goal)),
            "alone": (alone, lambda: app.clustering.move(person, texts, None)),
            "split": (split, lambda: app.clustering.split(person, cluster.id, texts, cluster.version)),
            "merge": (merge, lambda: app.clustering.merge(person, cluster.id, goal or "", cluster.version)),
        }
        for is_asked, act in acts.values():
            if is_asked and attempt(act):
                st.session_state.pop(f"seen-{cluster.id}", None)
                st.rerun()
