"""Codes and the cards they are printed on. A code is shown here once and stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from assistant.errors import AssistantError
from assistant.services.polling import Contest
from assistant.services.rolling import Card
from assistant.services.seating import cards_to_print
from assistant.sign_in_settings import LOOPBACK
from assistant.ui.contest.addresses import entry_link, vote_address
from assistant.ui.contest.words import panel_name
from assistant.ui.errors import show as show_error
from assistant.ui.session import application, me
from assistant.ui.text import plain, say


def show(contest: Contest) -> None:
    """Issue, then hand out the page to print."""
    app, person = application(), me()
    hall = app.contest.polling.hall(person, contest.poll.id)
    if not hall:
        st.text(say("Import the roll first."))
        return
    issued = all(each.has_code for each in hall)
    st.text(
        say("Every voter has a code. Issuing again makes all cards printed before worthless.")
        if issued
        else say("A code is on the card and nowhere else: print the cards now and lock them away.")
    )
    address = vote_address()
    st.caption(say("Address on the cards: {address}", address=plain(address.split("://", 1)[-1])))
    if urlsplit(address).hostname in LOOPBACK:
        st.warning(
            say("No phone can open this address. Set ASSISTANT_VOTE_URL, or open this page by the server's address.")
        )
    sure = not issued or st.checkbox(say("The cards printed before are collected and destroyed."), key="sure-issue")
    if st.button(
        say("Issue codes for everybody"), key="issue", type="secondary" if issued else "primary", disabled=not sure
    ):
        try:
            with st.spinner(say("Making codes…")):
                st.session_state["cards"] = (contest.poll.id, app.contest.rolling.issue(person, contest.poll.id))
        except AssistantError as error:
            show_error(error)
        else:
            st.rerun()
    match st.session_state.get("cards"):
        case (poll_id, list(cards)) if poll_id == contest.poll.id:
            st.warning(say("Download the cards before you leave this page; afterwards new codes have to be issued."))
            download(contest, cards, "cards")


def download(contest: Contest, cards: Sequence[Card], key: str) -> None:
    """The page to print, four cards to a sheet."""
    page = cards_to_print(
        contest,
        cards,
        link=lambda card: entry_link(contest.poll.id, card.seat, card.code),
        address=vote_address().split("://", 1)[-1],
        panel_name=panel_name,
    )
    st.download_button(
        say("Cards to print ({count})", count=len(cards)),
        page,
        "cards.html",
        "text/html",
        key=f"download-{key}",
        type="primary",
        icon=":material/print:",
    )
