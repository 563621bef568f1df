"""내 제안: everything she wrote, where each stands, its receipt; withdrawing one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.domain.person import Person
from assistant.domain.proposal import Proposal, Stage
from assistant.domain.trash import KEPT_DAYS
from assistant.ui.errors import attempt
from assistant.ui.labels import STAGES, clock, second
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.parts.trash import trash
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
    mine, thrown = app.drafting.mine(person), app.keeping.trashing.mine(person)
    if not mine:
        st.text(say("There is nothing here.") if thrown else say("You have not written anything yet."))
        if st.button(say("Start a proposal"), key="start", type="primary", icon=":material/edit:"):
            go("write", draft=app.drafting.start(person).id)
        _trash(thrown)
        return
    names = {track.code: track.label(language()) for track in app.tracks}
    cards("mine", [_card(proposal, names, person) for proposal in mine], wide=True, on_act=_act)
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
        case ("throw_away", str(proposal_id)):
            _do(lambda: app.keeping.trashing.throw_away(person, proposal_id), _thrown())
    _trash(thrown)


def _trash(thrown: Sequence[Proposal]) -> None:
    trash(thrown, _act_trash)
    if proposal_id := st.session_state.pop("trash_act", ""):
        trashing = application().keeping.trashing
        _do(lambda: trashing.take_back(me(), proposal_id), say("It is among your proposals again."))


def _thrown() -> str:
    return say("It is in the trash below. You can take it back for {days} days.", days=KEPT_DAYS)


def _do(act: Callable[[], object], said: str) -> None:
    if attempt(act):
        st.session_state["said"] = said
        st.rerun()


def _act_trash(_name: str, proposal_id: str) -> None:
    st.session_state["trash_act"] = proposal_id


def _act(name: str, proposal_id: str) -> None:
    st.session_state["mine_act"] = (name, proposal_id)


def _card(proposal: Proposal, tracks: dict[str, str], person: Person) -> Card:
    facts = [say("Saved {time}", time=clock(proposal.saved_at)), tracks.get(proposal.content.track, "")]
    lines: list[str] = []
    if proposal.receipt and proposal.submitted_at:
        lines.append(say("Receipt number {number}, {at}", number=proposal.receipt, at=second(proposal.submitted_at)))
    actions = [
        Action(
            say("Go on writing") if proposal.stage is Stage.DRAFT else say("Read"),
            "open",
            primary=proposal.stage is Stage.DRAFT,
        )
    ]
    if proposal.stage is Stage.DRAFT and proposal.author_id == person.id:
        actions.append(Action(say("Throw away"), "throw_away", quiet=True))
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
