"""내 제안: everything she wrote, where each stands, its receipt; withdrawing one."""

from __future__ import annotations

import streamlit as st

from assistant.domain.proposal import Proposal, Stage
from assistant.ui.errors import attempt
from assistant.ui.labels import STAGES, ZONE, clock
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.session import application, me
from assistant.ui.text import language, say
from assistant.ui.ways import go

TONES = {Stage.DRAFT: "warm", Stage.SUBMITTED: "good", Stage.WITHDRAWN: "quiet"}


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("My proposals"), anchor=False)
    if message := st.session_state.pop("said", ""):
        st.success(message)
    mine = app.drafting.mine(person)
    if not mine:
        st.text(say("You have not written anything yet."))
        if st.button(say("Start a proposal"), key="start", type="primary", icon=":material/edit:"):
            go("write", draft=app.drafting.start(person).id)
        return
    names = {track.code: track.label(language()) for track in app.tracks}
    cards("mine", [_card(proposal, names) for proposal in mine], wide=True, on_act=_act)
    match st.session_state.pop("mine_act", None):
        case ("open", str(proposal_id)):
            go("write", draft=proposal_id)
        case ("withdraw", str(proposal_id)):
            chosen = next((proposal for proposal in mine if proposal.id == proposal_id), None)
            if chosen:
                st.dialog(say("Withdraw this proposal?"))(_withdraw)(chosen)
        case ("again", str(proposal_id)):
            chosen = next((proposal for proposal in mine if proposal.id == proposal_id), None)
            if chosen:
                go("write", draft=app.drafting.start(person, chosen.content).id)


def _act(name: str, proposal_id: str) -> None:
    st.session_state["mine_act"] = (name, proposal_id)


def _card(proposal: Proposal, tracks: dict[str, str]) -> Card:
    facts = [say("Saved {time}", time=clock(proposal.saved_at)), tracks.get(proposal.content.track, "")]
    lines: list[str] = []
    if proposal.receipt and proposal.submitted_at:
        at = proposal.submitted_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
        lines.append(say("Receipt number {number}, {at}", number=proposal.receipt, at=at))
    actions = [
        Action(
            say("Go on writing") if proposal.stage is Stage.DRAFT else say("Read"),
            "open",
            primary=proposal.stage is Stage.DRAFT,
        )
    ]
    if proposal.stage is Stage.SUBMITTED:
        actions.append(Action(say("Withdraw"), "withdraw"))
    if proposal.stage is Stage.WITHDRAWN:
        actions.append(Action(say("Write anew from this text"), "again"))
    return Card(
        id=proposal.id,
        title=proposal.content.title.strip() or say("Without a title"),
        badges=(Badge(say(STAGES[proposal.stage]), TONES[proposal.stage]),),
        facts=facts,
        lines=lines,
        actions=actions,
    )


def _withdraw(proposal: Proposal) -> None:
    st.text(proposal.content.title)
    st.text(say("It will no longer take part. Its text and receipt number stay under “My proposals”."))
    with st.container(horizontal=True):
        confirmed = st.button(say("Withdraw"), key="withdraw-now", type="primary")
        if st.button(say("Leave it submitted"), key="leave-submitted"):
            st.rerun()
    if confirmed and attempt(lambda: application().submitting.withdraw(me(), proposal.id)):
        st.session_state["said"] = say("Withdrawn.")
        st.rerun()
