"""The groups as a tree of two levels, for the keyboard and for screen readers: what the map shows, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from assistant.domain.cluster import Level
from assistant.services.browsing import Overview, Seen
from assistant.ui.browse.heaps import name_of
from assistant.ui.parts.tree import Branch, Twig, tree
from assistant.ui.text import say
from assistant.ui.ways import go


def show(overview: Overview, shown: Sequence[Seen]) -> None:
    """Groups that hold a text shown, each with its small groups and how many stand alone in it."""
    tree("tree", say("Groups and small groups"), _branches(overview, shown), _open)
    if cluster_id := st.session_state.pop("tree-open", ""):
        go("browse", cluster=cluster_id)


def _open(cluster_id: str) -> None:
    st.session_state["tree-open"] = cluster_id


def _branches(overview: Overview, shown: Sequence[Seen]) -> list[Branch]:
    inside = Counter(each.standing.theme for each in shown)
    small: dict[str | None, Counter[str | None]] = {}
    for each in shown:
        small.setdefault(each.standing.theme, Counter())[each.standing.idea] += 1
    names = {heap.cluster.id: name_of(heap.cluster) for level in Level for heap in overview.heaps[level]}
    found = []
    for theme in (heap.cluster.id for heap in overview.heaps[Level.THEME] if inside[heap.cluster.id]):
        ideas = small[theme].most_common()
        twigs = [Twig(idea, _said(names.get(idea, idea), count)) for idea, count in ideas if idea is not None]
        alone = small[theme][None]
        rest = say("{count} standing alone in it", count=alone) if alone else ""
        found.append(Branch(theme, _said(names[theme], inside[theme]), twigs, rest))
    return found


def _said(name: str, count: int) -> str:
    return say("{name} ({count})", name=name, count=count)
