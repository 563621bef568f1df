"""The change list: every text that changed its group, newest first."""

from __future__ import annotations

import streamlit as st

from assistant.domain.cluster import Level
from assistant.services.browsing import Overview
from assistant.services.regrouping import Regrouping
from assistant.ui.browse.heaps import name_of
from assistant.ui.labels import clock
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application, me
from assistant.ui.text import mark, say


def in_short(last: Regrouping) -> str:
    """How the last grouping went; a first one moved nothing."""
    if not last.old:
        return say("{texts} grouped for the first time.", texts=last.texts)
    return say(
        "{texts} grouped anew; {moved} of {old} old ones moved.", texts=last.texts, moved=last.moved, old=last.old
    )


def show(overview: Overview) -> None:
    """The page's part."""
    app = application()
    changes = app.clustering.changes(me())
    if not changes:
        st.text(say("Nothing has changed its group."))
        return
    titles = {each.text: each.title for each in overview.seen}
    names = {heap.cluster.id: name_of(heap.cluster) for level in Level for heap in overview.heaps[level]}
    people = {person.id: person.name for person in app.people()}
    columns = [Column(say(each)) for each in _HEADINGS]
    lines = [
        Line(
            (
                titles.get(each.text) or say("Without a title"),
                say("Small group") if each.level is Level.IDEA else say("Group"),
                _named(each.before, names),
                _named(each.after, names),
                clock(each.at),
                people.get(each.by, "") or say("Regrouping"),
            )
        )
        for each in changes
    ]
    table("moved", say("The last {count} changes", count=len(lines)), columns, lines)


def _named(cluster_id: str | None, names: dict[str, str]) -> str:
    if cluster_id is None:
        return say("stood alone")
    return names.get(cluster_id) or say("a group given up ({id})", id=cluster_id)


_HEADINGS = (mark("Proposal"), mark("Level"), mark("Before"), mark("After"), mark("When"), mark("Who"))
