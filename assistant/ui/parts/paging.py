"""Long lists page by page; another question begins at its first page, and the place survives going elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from assistant.ui.text import say

Shown = TypeVar("Shown")

PAGE = 20


def page_of(key: str, everything: Sequence[Shown], *, asked: object = "", size: int = PAGE) -> Sequence[Shown]:
    """The part of the list to be shown now; `asked` is what the list answers."""
    before, page = st.session_state.get(f"paging-{key}", (asked, 0))
    page = min(page, _last(len(everything), size)) if before == asked else 0
    st.session_state[f"paging-{key}"] = (asked, page)
    return everything[page * size : (page + 1) * size]


def turn(key: str, count: int, *, size: int = PAGE) -> None:
    """The buttons under a list of `count`; nothing where it fits on one page."""
    last = _last(count, size)
    if last == 0:
        return
    page = st.session_state[f"paging-{key}"][1]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("Earlier page"), key=f"before-{key}", disabled=page == 0, on_click=_go, args=(key, page - 1))
        st.text(say("Page {page} of {pages}", page=page + 1, pages=last + 1))
        st.button(say("Next page"), key=f"after-{key}", disabled=page >= last, on_click=_go, args=(key, page + 1))


def _last(count: int, size: int) -> int:
    return max(0, (count - 1) // size)


def _go(key: str, page: int) -> None:
    st.session_state[f"paging-{key}"] = (st.session_state[f"paging-{key}"][0], page)
