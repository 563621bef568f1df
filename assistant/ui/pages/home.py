"""오늘 할 일: the deadline, what is begun and what it lacks, and the next step as one button."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.domain.proposal import Proposal, Stage
from assistant.ui.contest.today import contest_today
from assistant.ui.labels import clock, field_label, time_left
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.session import application, me
from assistant.ui.text import say, say_many
from assistant.ui.ways import go
from assistant.wiring import now


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("To do today"), anchor=False)
    st.text(app.programme.name)
    with st.container(key="deadline"):
        st.subheader(time_left(app.programme, now()), anchor=False)
    _waiting(person)
    has_contest = contest_today(person)
    if not person.may_act_as([Role.AUTHOR]):
        if has_contest or person.may_act_as([Role.REVIEWER]):
            return
        st.text(say("Nothing waits for you today. You can look through past proposals."))
        if st.button(say("Find past proposals"), key="next", type="primary", icon=":material/search:"):
            go("archive")
        return
    mine = app.drafting.mine(person)
    drafts = [proposal for proposal in mine if proposal.stage is Stage.DRAFT]
    if drafts:
        _next_step(drafts[0])
        st.header(say_many("{count} draft begun", "{count} drafts begun", len(drafts)), anchor=False)
        cards("drafts", [_card(draft) for draft in drafts], wide=True, on_act=lambda _name, draft: _open(draft))
    else:
        st.text(
            say("You have no draft yet. Three sentences are enough to begin with; it saves itself while you write.")
        )
        if st.button(say("Start a proposal"), key="next", type="primary", icon=":material/edit:"):
            go("write", draft=app.drafting.start(person).id)
    if draft := st.session_state.pop("open_draft", ""):
        go("write", draft=draft)
    submitted = sum(proposal.stage is Stage.SUBMITTED for proposal in mine)
    if submitted and st.button(
        say_many("{count} proposal submitted", "{count} proposals submitted", submitted),
        key="submitted",
        type="tertiary",
    ):
        go("mine")


def _waiting(person: Person) -> None:
    """What reviewing asks of her today, and what she has not read yet."""
    app = application()
    if Role.REVIEWER in person.roles:
        share = app.review.reviewing.share(person)
        if share.assigned:
            st.text(say("To do today: {today}, done {done}", today=share.today, done=share.done_today))
        else:
            st.text(say("Nothing is assigned to you."))
        if share.assigned and st.button(say("Go to the review"), key="to-review", icon=":material/rate_review:"):
            go("review")
    unread = app.review.notifying.unread(person) if Role.AUTHOR in person.roles else 0
    if unread and st.button(
        say_many("{count} piece of news", "{count} pieces of news", unread), key="news", icon=":material/notifications:"
    ):
        go("news")


def _next_step(draft: Proposal) -> None:
    missing = draft.content.missing()
    if not missing:
        said = say("“{title}” is complete. Look through it once more and submit it.", title=_title(draft))
    else:
        said = say("Go on with “{title}”. Next: {field}.", title=_title(draft), field=field_label(missing[0]))
    st.text(said)
    if st.button(
        say("Go on writing") if missing else say("Look through and submit"),
        key="next",
        type="primary",
        icon=":material/edit:",
    ):
        go("write", draft=draft.id)


def _card(draft: Proposal) -> Card:
    missing = draft.content.missing()
    lack = (
        say("Still empty: {fields}", fields=", ".join(map(field_label, missing)))
        if missing
        else say("All required fields are filled in.")
    )
    return Card(
        id=draft.id,
        title=_title(draft),
        badges=(Badge(say("Draft"), "warm") if missing else Badge(say("Ready to submit"), "good"),),
        facts=(say("Saved {time}", time=clock(draft.saved_at)),),
        lines=(lack,),
        actions=(Action(say("Go on writing"), "open"),),
    )


def _title(draft: Proposal) -> str:
    return draft.content.title.strip() or say("Without a title")


def _open(draft: str) -> None:
    st.session_state["open_draft"] = draft
