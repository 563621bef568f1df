"""실시 현황: what became of every finalist; the organiser says the next step, everybody reads it."""

from __future__ import annotations

import streamlit as st

from assistant.domain.implementation import NEEDS_REASON, NEXT, Status
from assistant.domain.person import Role
from assistant.services.implementing import Followed
from assistant.ui.contest.words import STATUS_TONES, STATUSES, track_name
from assistant.ui.errors import attempt
from assistant.ui.labels import clock
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.session import application, me
from assistant.ui.text import say


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Carrying out"), anchor=False)
    if message := st.session_state.pop("said", ""):
        st.success(message)
    followed = {each.finalist.id: each for each in app.contest.implementing.all()}
    if not followed:
        st.text(say("Once a contest is published its finalists are followed here."))
        return
    st.text(say("Winning an award is not yet a decision to carry it out. Both are shown here, with the reasons given."))
    chosen = st.selectbox(
        say("State"), [None, *Status], key="follow-status", format_func=lambda s: say(STATUSES[s]) if s else say("All")
    )
    shown = [each for each in followed.values() if chosen is None or each.status is chosen]
    may_say = person.may_act_as([Role.ORGANISER])
    cards("follow-up", [_card(each, may_say=may_say) for each in shown], wide=True, on_act=_choose)
    if (key := st.session_state.pop("follow", "")) in followed:
        st.dialog(say("Next step"), width="large")(_say)(followed[key])


def _choose(_name: str, finalist_id: str) -> None:
    st.session_state["follow"] = finalist_id


def _card(each: Followed, *, may_say: bool) -> Card:
    names = {person.id: person.name for person in application().people()}
    badges = [Badge(award, "strong") for award in each.placed.awards]
    badges.append(Badge(say(STATUSES[each.status]), STATUS_TONES[each.status]))
    lines = [
        " · ".join(
            filter(
                None, (clock(step.at), say(STATUSES[step.status]), step.department, names.get(step.by, ""), step.note)
            )
        )
        for step in reversed(each.steps)
    ]
    return Card(
        id=each.finalist.id,
        title=each.finalist.title,
        badges=badges,
        facts=(track_name(each.finalist.track, application().tracks), each.finalist.department),
        lines=lines or (say("Nothing has been decided yet."),),
        actions=(Action(say("Say the next step"), "say", quiet=True),) if may_say else (),
    )


def _say(each: Followed) -> None:
    st.text(each.finalist.title)
    choices = [*NEXT[each.status], *([each.status] if each.steps else [])]
    status = st.radio(say("State"), choices, key="next-status", format_func=lambda s: say(STATUSES[s]))
    before = each.steps[-1].department if each.steps else each.finalist.department
    department = st.text_input(say("Department in charge"), before, max_chars=100, key="next-department")
    label = say("Reason (required)") if status in NEEDS_REASON else say("Plan or progress")
    note = st.text_area(label, max_chars=2000, key="next-note")
    st.caption(say("The authors are told, and the archive carries it for next year."))
    if st.button(say("Record"), key="record-step", type="primary") and attempt(
        lambda: application().contest.implementing.say(
            me(), each.finalist.id, status, department, note, len(each.steps)
        )
    ):
        st.session_state["said"] = say("Recorded.")
        st.rerun()
