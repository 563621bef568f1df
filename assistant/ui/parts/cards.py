"""A list of cards that changes in place: what stays the same is not redrawn, an opened card stays open.

Law: every text on a card is set as text by the browser; nothing here is ever markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from assistant.ui.text import say

_HERE = Path(__file__).parent / "cards"
_component = st.components.v2.component(
    "cards", js=(_HERE / "cards.js").read_text("utf-8"), css=(_HERE / "cards.css").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Badge:
    """A short word in a rounded box; `tone` is "", "good", "live", "strong", "warm" or "quiet"."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of hers and one of theirs."""

    a: str
    b: str
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A button that names what to do, or a link when `href` is given."""

    label: str
    name: str = ""
    href: str = ""
    primary: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One card; `percent` and `likeness` draw the bar, `pairs` the evidence (unfolded when `open`).

    A `section` that is not the one of the card before is written above it.
    """

    id: str
    title: str
    badges: Sequence[Badge] = ()
    facts: Sequence[str] = ()
    lines: Sequence[str] = ()
    percent: int | None = None
    likeness: str = ""
    pairs: Sequence[Pair] = ()
    open: bool = False
    actions: Sequence[Action] = ()
    section: str = ""


def cards(
    key: str,
    shown: Sequence[Card],
    *,
    heading: str = "",
    wide: bool = False,
    on_act: Callable[[str, str], None] | None = None,
    words: Mapping[str, str] | None = None,
) -> None:
    """Show the list. `on_act(action's name, card's id)` is called before the run that a click causes.

    `words` may name the sides of the evidence otherwise: "mine", "theirs".
    """

    def acted() -> None:
        match st.session_state[key].get("act"):
            case {"name": str(name), "id": str(card_id)} if on_act is not None:
                on_act(name, card_id)

    usual = {"mine": say("My text"), "theirs": say("Past proposal"), "evidence": say("Sentences that match")}
    _component(
        key=key,
        data={
            "cards": [asdict(card) for card in shown],
            "heading": heading,
            "wide": wide,
            "words": usual | dict(words or {}),
        },
        on_act_change=acted,
    )
