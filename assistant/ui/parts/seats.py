"""Every voter of the hall as a small box: seat, a sign and its word. No meaning by colour alone.

Law: it is told who has voted, never what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from assistant.ui.parts.sources import sources

_component = st.components.v2.component("seats", **sources("seats"))


@dataclass(frozen=True, slots=True)
class Seat:
    """One voter. `tone` is "voted", "entered", "ready", "shut" or "none"; `word` is what the sign means."""

    label: str
    sign: str
    word: str
    tone: str
    name: str = ""


def seats(key: str, heading: str, shown: Sequence[Seat]) -> None:
    """Show them with a legend that counts each sign."""
    _component(key=key, data={"heading": heading, "seats": [asdict(seat) for seat in shown]})
