"""A plain table that phones can read too: under 640 pixels each row becomes a list of named values.

Law: every cell is set as text by the browser; nothing here is ever markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from assistant.ui.parts.sources import sources

_component = st.components.v2.component("table", **sources("table"))


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers are set flush right."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the first cell names it. `tone` is "", "strong" (set off) or "quiet"."""

    cells: Sequence[str]
    tone: str = ""


def table(key: str, caption: str, columns: Sequence[Column], lines: Sequence[Line]) -> None:
    """Show it; `caption` is read out first."""
    _component(
        key=key,
        data={
            "caption": caption,
            "columns": [asdict(column) for column in columns],
            "lines": [asdict(line) for line in lines],
        },
    )
