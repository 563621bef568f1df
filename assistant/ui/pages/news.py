"""알림: what happened to her proposals, questions to answer, decisions and objections, sources she names."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person
from assistant.domain.proposal import Proposal, Stage
from assistant.errors import AssistantError
from assistant.ui.errors import attempt
from assistant.ui.labels import moment
from assistant.ui.parts.cards import Badge, Card, cards
from assistant.ui.review.reasons import ask_reason, say_done
from assistant.ui.review.words import because, news
from assistant.ui.session import application, me
from assistant.ui.text import plain, say
from assistant.wiring import now


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("News"), anchor=False)
    say_done()
    mine = [each for each in app.drafting.mine(person) if each.stage is not Stage.DRAFT]
    for proposal in mine:
        _requests(person, proposal)
    told = app.review.notifying.mine(person)
    titles = {each.id: _title(each) for each in app.drafting.mine(person)}
    if not told:
        st.text(say("There is no news yet."))
    cards(
        "news",
        [
            Card(
                id=each.id,
                title=news(each),
                badges=() if each.read_at else (Badge(say("New"), "warm"),),
                facts=(titles.get(each.subject) or each.facts.get("title", ""), moment(each.at)),
                lines=tuple(because(each)),
            )
            for each in told
        ],
    )
    for proposal in mine:
        _decision(person, proposal)
    if any(each.read_at is None for each in told):
        app.review.notifying.mark_read(person)


def _requests(person: Person, proposal: Proposal) -> None:
    app = application()
    for each in app.review.asking.mine(person, proposal.id):
        if each.answered_at or each.due_at < now() or proposal.stage is not Stage.SUBMITTED:
            continue
        with st.form(f"answer-{each.id}", border=True):
            st.subheader(say("A question about your proposal"), anchor=False)
            st.text(_title(proposal))
            st.text(each.question)
            st.caption(say("Please answer by {when}.", when=moment(each.due_at)))
            answer = st.text_area(say("Your answer"), max_chars=4_000)
            if st.form_submit_button(say("Send the answer"), key=f"answered-{each.id}", type="primary") and attempt(
                lambda key=each.id, said=answer: app.review.asking.answer(person, key, said)  # type: ignore[misc]
            ):
                st.session_state["said"] = say("Your answer is with the reviewers.")
                st.rerun()


def _decision(person: Person, proposal: Proposal) -> None:
    app = application()
    try:
        decided = app.review.objecting.decision(person, proposal.id)
        filed = app.review.objecting.mine(person, proposal.id)
    except AssistantError:
        return
    if decided is None:
        return
    for each in filed:
        st.subheader(say("Your objection"), anchor=False)
        st.text(each.text)
        st.text(each.answer if each.answered_at else say("It waits for the organiser's answer."))
    is_open = any(each.answered_at is None for each in filed)
    label = say("Object to the decision on “{title}”", title=plain(_title(proposal)))
    if not is_open and st.button(label, key=f"object-{proposal.id}", type="tertiary"):
        ask_reason(
            say("Object to the decision"),
            _title(proposal),
            lambda why: app.review.objecting.file(person, proposal.id, why),
            done=say("Your objection is with the organiser."),
            button=say("Object"),
        )


def _title(proposal: Proposal) -> str:
    return proposal.content.title.strip() or say("Without a title")
