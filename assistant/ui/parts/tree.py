"""A tree of two levels that is worked by keyboard: arrows move, open and close, Enter opens what is named.

Law: every name on it is set as text by the browser; nothing here is ever markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from assistant.ui.parts.sources import sources
from assistant.ui.text import say

_component = st.components.v2.component("tree", **sources("tree"))


@dataclass(frozen=True, slots=True)
class Twig:
    """A thing of the lower level."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A thing of the upper level; `rest` is a last line that cannot be opened."""

    id: str
    name: str
    twigs: Sequence[Twig]
    rest: str = ""


def tree(key: str, label: str, branches: Sequence[Branch], on_open: Callable[[str], None]) -> None:
    """Show it. `on_open(id)` is called before the run that Enter or a click on a name causes."""

    def opened() -> None:
        match st.session_state[key].get("opened"):
            case str(chosen):
                on_open(chosen)

    words = {"label": label, "help": say("Arrow keys move, open and close; Enter opens the group.")}
    data = {"branches": [asdict(branch) for branch in branches], "words": words}
    _component(key=key, data=data, on_opened_change=opened)
