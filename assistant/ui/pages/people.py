"""사람과 역할: who may do what, changed here, and changed back."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.services.granting import TERMINAL, Member, RoleChange
from assistant.ui.errors import attempt
from assistant.ui.labels import ROLES, moment
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.session import application, me
from assistant.ui.text import plain, say, say_many

MOST_SHOWN = 30
_GIVEN = [role for role in Role if role is not Role.AUTHOR]


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("People and roles"), anchor=False)
    st.text(say("Whoever has signed in once stands here. Everybody may write proposals; other roles are given here."))
    words = st.text_input(say("Name or department"), key="sought", live="300ms")
    found = app.doors.granting.members(person, words)
    chosen = next((member for member in found if member.person.id == st.session_state.get("chosen")), None)
    if message := st.session_state.pop("said", ""):
        st.success(message)
    if chosen:
        with st.container(border=True):
            _change(chosen)
    st.caption(say_many("{count} person", "{count} people", len(found)))
    cards("members", [_card(member) for member in found[:MOST_SHOWN]], wide=True, on_act=_choose)
    if len(found) > MOST_SHOWN:
        st.caption(say("The first {count} are shown. Write more of the name.", count=MOST_SHOWN))


def _card(member: Member) -> Card:
    person = member.person
    return Card(
        id=person.id,
        title=person.name,
        badges=[Badge(say(ROLES[role])) for role in Role if role in person.roles],
        facts=(person.department,),
        actions=(Action(say("Change roles"), "change"),),
    )


def _choose(_act: str, person_id: str) -> None:
    st.session_state["chosen"] = person_id


def _change(member: Member) -> None:
    person = member.person
    st.subheader(plain(" · ".join(filter(None, (person.name, person.department)))), anchor=False)
    by_group = [role for role in _GIVEN if role in member.by_group]
    if by_group:
        st.caption(say("By group of the sign-in service, not to be changed here: {roles}", roles=_words(by_group)))
    free = [role for role in _GIVEN if role not in member.by_group]
    held = sorted(person.roles)
    picked = st.pills(
        say("Roles"),
        free,
        selection_mode="multi",
        default=[role for role in free if role in person.roles],
        format_func=lambda role: say(ROLES[role]),
        key=f"roles-{person.id}-{'-'.join(held)}",
    )
    with st.container(horizontal=True):
        saving = st.button(say("Save the roles"), key="save", type="primary")
        st.button(say("Close"), key="close", on_click=_choose, args=("", ""))
    if saving:  # here, so that a refusal stands below the buttons
        _save(person, [*picked, *by_group])
    changes = application().doors.granting.changes(me(), person.id)
    if changes:
        st.caption(say("Earlier changes"))
    for place, change in enumerate(changes[:5]):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_told(change))
            is_last = place == 0 and change.after == person.roles
            if is_last and st.button(say("Change back"), key="back"):
                _save(person, change.before)


def _save(person: Person, roles: Iterable[Role]) -> None:
    app = application()
    if attempt(lambda: app.doors.granting.change(me(), person.id, roles, person.roles)):
        st.session_state["said"] = say("Saved. It holds from the next click of {name}.", name=plain(person.name))
        st.rerun()


def _told(change: RoleChange) -> str:
    by = say("on the server") if change.by == TERMINAL else _name(change.by)
    facts = {"when": moment(change.at), "by": by, "before": _words(change.before), "after": _words(change.after)}
    return say("{when}, {by}: {before} → {after}", **facts)


def _name(person_id: str) -> str:
    return application().person(person_id).name


def _words(roles: Iterable[Role]) -> str:
    held = set(roles)
    return ", ".join(say(ROLES[role]) for role in Role if role in held) or "–"
