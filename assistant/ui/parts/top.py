"""Back to the beginning of the page when another thing is opened on it; Streamlit stays where the last one was left."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_component = st.components.v2.component("top", js=(Path(__file__).parent / "top" / "top.js").read_text("utf-8"))


def begin_at_top(of: str) -> None:
    """Scroll up where `of` is another one than before."""
    _component(key="top", data={"of": of})
