"""Where voters go: the address that is set, else the one this page was opened by."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import streamlit as st

from assistant.ui.session import application


def vote_address() -> str:
    """The address of the ballot, as it is typed."""
    if named := application().settings.vote_url:
        return named.rstrip("/")
    opened = urlsplit(str(st.context.url or ""))
    return f"{opened.scheme or 'http'}://{opened.netloc}/vote"


def entry_link(poll_id: str, seat: str, code: str) -> str:
    """What a card's QR holds."""
    return f"{vote_address()}/card/{quote(poll_id)}/{quote(seat, safe='')}/{quote(code)}"
