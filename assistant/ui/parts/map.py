"""A map to find one's way on: points drawn by the browser itself, nothing fetched from anywhere.

Law: every text on it is set as text by the browser; whatever can be done on it can be done in the list too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from assistant.ui.parts.sources import sources
from assistant.ui.text import say

_component = st.components.v2.component("map", **sources("map"))
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#8b1a1a", "#5b3a9d", "#4d7c0f", "#e69f00")
"""Told apart with most kinds of colour blindness (after Okabe and Ito), and the hover card says it in words."""
OTHERS = "#b3bcc4"


@dataclass(frozen=True, slots=True)
class Point:
    """A text on the map; `tone` is a place in the tones, a past idea is drawn square."""

    key: str
    x: float
    y: float
    title: str
    facts: str
    tone: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour and what it stands for."""

    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Name:
    """Words written on the map."""

    x: float
    y: float
    text: str


def picture(
    key: str,
    points: Sequence[Point],
    tones: Sequence[Tone],
    names: Sequence[Name],
    on_choose: Callable[[list[str]], None],
) -> None:
    """Show the map. `on_choose(keys)` is called before the run that a choice causes."""

    def chosen() -> None:
        match st.session_state[key].get("chosen"):
            case list() as keys:
                on_choose([str(each) for each in keys])

    data = {
        "xs": [round(point.x, 2) for point in points],
        "ys": [round(point.y, 2) for point in points],
        "tone": [point.tone for point in points],
        "hollow": [int(point.is_past) for point in points],
        "keys": [point.key for point in points],
        "titles": [point.title[:90] for point in points],
        "facts": [point.facts for point in points],
        "tones": [{"label": tone.label, "colour": tone.colour} for tone in tones],
        "names": [{"x": name.x, "y": name.y, "text": name.text} for name in names],
        "words": {
            "map": say("Map of the proposals; arrow keys move it, plus and minus zoom, the list shows the same"),
            "frame": say("Choose with a frame"),
            "closer": say("Closer"),
            "farther": say("Farther"),
            "all": say("Show all"),
            "none": say("Choose none"),
            "chosen": say("{count} chosen", count="{count}"),
        },
    }
    data["stamp"] = sha256(repr(data).encode("utf-8", "replace")).hexdigest()
    _component(key=key, data=data, on_chosen_change=chosen)
