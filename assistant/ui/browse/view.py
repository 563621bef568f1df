"""The map of what is shown, and what was chosen on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from assistant.domain.archive import Outcome
from assistant.domain.cluster import Cluster, Level, Side
from assistant.services.browsing import Overview, Seen
from assistant.ui.browse.conditions import year_of
from assistant.ui.browse.heaps import STAGES, facts, name_of, show_texts
from assistant.ui.labels import OUTCOMES
from assistant.ui.parts.map import COLOURS, OTHERS, Name, Point, Tone, picture
from assistant.ui.session import application
from assistant.ui.text import language, mark, say

COLOURED_BY = {
    "theme": mark("Group"),
    "idea": mark("Small group"),
    "track": mark("Track"),
    "department": mark("Department"),
    "year": mark("Year"),
    "outcome": mark("Outcome"),
    "stage": mark("Stage"),
}
MOST_NAMES = 14


def show(overview: Overview, shown: Sequence[Seen]) -> None:
    """The page's part."""
    st.info(
        say(
            "Use the map to find your way. Neighbours are alike; how far groups lie from each other, and how large "
            "they look, means nothing."
        ),
        icon=":material/info:",
    )
    choices = [each for each in COLOURED_BY if each != "department" or not overview.is_blind]
    by = st.selectbox(say("Colour by"), choices, format_func=lambda each: say(COLOURED_BY[each]), key="colour-by")
    clusters = {heap.cluster.id: heap.cluster for level in Level for heap in overview.heaps[level]}
    label = _labeller(by, clusters)
    words = Counter(label(each) for each in shown)
    words.pop("", None)
    largest = [word for word, _count in words.most_common(len(COLOURS))]
    tone = {word: number for number, word in enumerate(largest)}
    points = [
        Point(
            each.key,
            each.standing.x,
            each.standing.y,
            each.title or say("Without a title"),
            " · ".join((*facts(each), label(each))),
            tone.get(label(each), len(largest)),
            each.text.side is Side.ARCHIVE,
        )
        for each in shown
    ]
    tones = [Tone(word, COLOURS[number]) for word, number in tone.items()] + [Tone(say("Others"), OTHERS)]
    picture("map", points, tones, _names(overview, shown), _chosen)
    held = set(st.session_state.get("map-chosen", ()))
    if chosen := [each for each in shown if each.key in held]:
        show_texts("chosen", chosen, say("{count} chosen on the map", count=len(chosen)))


def _chosen(keys: list[str]) -> None:
    st.session_state["map-chosen"] = keys


def _labeller(by: str, clusters: Mapping[str, Cluster]) -> Callable[[Seen], str]:
    names = {track.code: track.label(language()) for track in application().tracks}

    def label(seen: Seen) -> str:
        match by:
            case "theme" | "idea":
                found = clusters.get(seen.standing.at(Level(by)) or "")
                return name_of(found) if found else ""
            case "track":
                return names.get(seen.track, "")
            case "department":
                return seen.department
            case "year":
                return year_of(seen)
            case "outcome":
                return say(OUTCOMES[Outcome(seen.outcome)]) if seen.outcome else ""
            case _:
                return say(STAGES[seen.stage])

    return label


def _names(overview: Overview, shown: Sequence[Seen]) -> list[Name]:
    """The largest groups' names in the middle of their texts."""
    inside: dict[str, list[Seen]] = {}
    for each in shown:
        if each.standing.theme is not None:
            inside.setdefault(each.standing.theme, []).append(each)
    found: list[Name] = []
    for heap in overview.heaps[Level.THEME]:
        if (texts := inside.get(heap.cluster.id)) and len(found) < MOST_NAMES:
            xs, ys = sorted(each.standing.x for each in texts), sorted(each.standing.y for each in texts)
            found.append(Name(xs[len(xs) // 2], ys[len(ys) // 2], name_of(heap.cluster)[:24]))
    return found
