"""The trouble desk: a lost code, a dead phone, a locked seat. One officer asks, another one confirms."""

from __future__ import annotations

import streamlit as st

from assistant.errors import AssistantError
from assistant.services.polling import Contest
from assistant.services.rolling import Act, Card
from assistant.services.seating import by_seat
from assistant.ui.contest import codes
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.labels import clock
from assistant.ui.session import application, me, stay
from assistant.ui.text import mark, plain, say

ACTS = {
    Act.REISSUE: mark("New code (card lost, phone dead)"),
    Act.REVOKE: mark("Make the code void"),
    Act.UNLOCK: mark("Unlock the seat after wrong codes"),
    Act.HAND_OUT_SHEET: mark("Hand out a paper ballot (the code becomes void)"),
    Act.UNLOCK_ALL: mark("Unlock everything after many wrong codes"),
}


def show(contest: Contest) -> None:
    """Ask, confirm, hand out the new card."""
    st.text(say("One officer asks, a second one confirms at his or her own desk."))
    _ask(contest)
    _waiting(contest)
    for poll_id, card in list(st.session_state.get("new-cards", [])):
        if poll_id == contest.poll.id:
            st.success(say("New code for seat {seat}. It is shown here once.", seat=plain(card.seat)))
            st.code(f"{card.code[:4]} {card.code[4:]}", language=None)  # as on the card
            with st.container(horizontal=True):
                codes.download(contest, [card], f"new-card-{card.seat}")
                st.button(say("Handed over"), key=f"handed-{card.seat}", on_click=_handed_over, args=(card,))


def _handed_over(card: Card) -> None:
    st.session_state["new-cards"] = [each for each in st.session_state["new-cards"] if each[1] != card]


def _ask(contest: Contest) -> None:
    app, person = application(), me()
    hall = {
        each.voter_id: each
        for each in sorted(app.contest.polling.hall(person, contest.poll.id), key=lambda e: by_seat(e.seat))
    }
    with st.form("ask"):
        voter = st.selectbox(
            say("Seat"),
            list(hall),
            key="trouble-seat",
            format_func=lambda each: f"{hall[each].seat} {hall[each].name}".strip(),
        )
        act = st.selectbox(
            say("What is needed"), list(ACTS), key="trouble-act", format_func=lambda each: say(ACTS[each])
        )
        asked = st.form_submit_button(say("Ask for it"), type="primary")
    if asked and voter:
        subject = "" if act is Act.UNLOCK_ALL else voter
        if attempt(lambda: app.contest.rolling.ask(person, contest.poll.id, act, subject)):
            st.toast(say("Asked. A second officer has to confirm."))


@st.fragment(run_every=3)
def _waiting(contest: Contest) -> None:
    stay()
    app, person = application(), me()
    waiting = app.contest.rolling.asked(person, contest.poll.id)
    st.subheader(say("Waiting for a second officer"), anchor=False)
    if not waiting:
        st.text(say("Nothing is waiting."))
        return
    seats = {each.voter_id: each.seat for each in app.contest.polling.hall(person, contest.poll.id)}
    names = {each.id: each.name for each in app.people()}
    out = app.contest.polling.recused(person, contest.poll.id)
    for request in waiting:
        with st.container(border=True):
            st.text(f"{seats.get(request.subject, '')} {say(ACTS[Act(request.act)])}".strip())
            st.caption(
                say(
                    "Asked by {name}, {time}", name=plain(names.get(request.asked_by, "")), time=clock(request.asked_at)
                )
            )
            if request.act == Act.HAND_OUT_SHEET and (finalists := out.get(request.subject)):
                listed = ", ".join(plain(f"{each.order}. {each.title}") for each in finalists)
                st.warning(
                    say(
                        "Conflict of interest: strike these out on the sheet before you hand it out: {titles}",
                        titles=listed,
                    )
                )
            with st.container(horizontal=True):
                mine = request.asked_by == person.id
                if st.button(say("Confirm"), key=f"confirm-{request.id}", type="primary", disabled=mine):
                    _confirm(contest, request.id)
                if st.button(say("Drop"), key=f"drop-{request.id}"):
                    _drop(request.id)
            if mine:
                st.caption(say("Somebody else has to confirm this."))


def _drop(request_id: str) -> None:
    attempt(lambda: application().contest.rolling.drop(me(), request_id))
    st.rerun()


def _confirm(contest: Contest, request_id: str) -> None:
    try:
        card = application().contest.rolling.confirm(me(), request_id)
    except AssistantError as error:
        show_error(error)
        return
    if card:  # the others stay until they are handed over: their codes are nowhere else
        kept = [each for each in st.session_state.get("new-cards", []) if each[1].seat != card.seat]
        st.session_state["new-cards"] = [*kept, (contest.poll.id, card)]
    st.session_state["said"] = say("Confirmed and done.")
    st.rerun()
