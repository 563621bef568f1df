"""Every voter at a glance: code issued, entered, voted. Never what."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from assistant.domain.poll import PollState
from assistant.domain.voter import Mark
from assistant.services.polling import Contest, VoterStatus
from assistant.services.seating import by_seat
from assistant.ui.contest.words import panel_name
from assistant.ui.parts.seats import Seat, seats
from assistant.ui.session import application, me, stay
from assistant.ui.text import say

LOOK_AGAIN = timedelta(seconds=3)


@st.fragment(run_every=LOOK_AGAIN)
def show(contest: Contest) -> None:
    """By panel; looked at again by itself."""
    stay()
    hall = application().contest.polling.hall(me(), contest.poll.id)
    if not hall:
        st.text(say("The roll is empty."))
    is_over = contest.poll.state in (PollState.CLOSED, PollState.PUBLISHED)
    for panel in contest.rules.panels:
        here = sorted((each for each in hall if each.panel == panel.code), key=lambda each: by_seat(each.seat))
        if here:
            seats(f"seats-{panel.code}", panel_name(panel.code), [_seat(each, is_over=is_over) for each in here])


def _seat(voter: VoterStatus, *, is_over: bool) -> Seat:
    if voter.mark is Mark.SHEET:
        sign, word, tone = "▤", say("paper ballot"), "voted"
    elif voter.mark is Mark.PHONE:
        sign, word, tone = "●", say("voted"), "voted"
    elif is_over:  # closing takes the codes of secret panels away
        sign, word, tone = "–", say("did not vote"), "none"
    elif voter.is_shut:
        sign, word, tone = "✕", say("locked: too many wrong codes"), "shut"
    elif voter.has_entered:
        sign, word, tone = "◐", say("entered"), "entered"
    elif voter.has_code:
        sign, word, tone = "○", say("not yet here"), "ready"
    else:
        sign, word, tone = "–", say("no code"), "none"
    return Seat(voter.seat, sign, word, tone, voter.name)
