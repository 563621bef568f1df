"""본선: the rule's list and people's changes, telling everybody at once, objections, and the sealed package."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Person, Role
from assistant.domain.shortlist import Line as ListLine
from assistant.domain.shortlist import Standing
from assistant.errors import AssistantError
from assistant.services.shortlisting import TrackList
from assistant.ui.errors import show as show_error
from assistant.ui.parts.cards import Action, Badge, Card, cards
from assistant.ui.review.changes import changes, tell_everybody
from assistant.ui.review.objections import objections
from assistant.ui.review.package import package
from assistant.ui.review.reasons import ask_reason, say_done
from assistant.ui.review.words import STANDING_TONES, STANDINGS, WHYS, headline, score, track_label
from assistant.ui.session import application, me
from assistant.ui.text import say


def show() -> None:
    """The page."""
    app, person = application(), me()
    st.title(say("Finalists"), anchor=False)
    say_done()
    try:
        lists = app.review.shortlisting.lists(person)
    except AssistantError as error:
        show_error(error)
        return
    is_released, is_sealed = app.review.shortlisting.standing(person)
    is_organiser = Role.ORGANISER in person.roles
    for each in lists:
        _track(each, may_change=is_organiser and not is_sealed)
    match st.session_state.pop("shortlist_act", None):
        case ("add", str(key)):
            _ask(person, say("Put on"), key, lists, app.review.shortlisting.add)
        case ("remove", str(key)):
            _ask(person, say("Take off"), key, lists, app.review.shortlisting.remove)
    changes(person, may_undo=is_organiser and not is_sealed)
    if is_released:
        st.caption(say("All authors have been told."))
    elif is_organiser and st.button(
        say("Tell all authors now"), key="release", type="primary", icon=":material/campaign:"
    ):
        st.dialog(say("Tell all authors now"))(tell_everybody)()
    objections(person)
    package(person)


def _track(found: TrackList, *, may_change: bool) -> None:
    app, person = application(), me()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(track_label(app, found.track), anchor=False)
        if may_change and found.seats and st.button(say("No finalist in this track"), key=f"none-{found.track}"):
            ask_reason(
                say("No finalist in this track"),
                track_label(app, found.track),
                lambda why: app.review.shortlisting.no_finalist(person, found.track, why),
                done=say("Recorded."),
                button=say("Record"),
            )
    if found.seats:
        st.caption(say("The rules send up to {seats} proposals of this track to the stage.", seats=found.seats))
    else:
        st.caption(say("The contest has no such track. Open these proposals in the review and confirm a track."))
    if found.missing:
        st.warning(say("{count} of the places in the rules are empty.", count=found.missing))
    if found.undecided:
        st.warning(
            say("{count} proposals tie at the line. Put on those who go on, with a reason.", count=found.undecided)
        )
    shown = [_card(line, headline(text), may_change and found.seats > 0) for line, text in found.lines]
    cards(f"track-{found.track}", shown, wide=True, on_act=_act)


def _card(line: ListLine, title: str, may_change: bool) -> Card:
    actions = []
    if may_change:
        actions.append(
            Action(say("Take off"), "remove", quiet=True)
            if line.standing is Standing.IN
            else Action(say("Put on"), "add", quiet=True)
        )
    mean = say("Mean {mean}", mean=score(line.mean)) if line.mean is not None else ""
    place = say("Place {place}", place=line.place) if line.place else ""
    return Card(
        id=line.proposal_id,
        title=title,
        badges=(Badge(say(STANDINGS[line.standing]), STANDING_TONES[line.standing]),),
        facts=(place, mean),
        lines=tuple(filter(None, (say(WHYS[line.why]), line.reason))),
        actions=tuple(actions),
    )


def _act(name: str, proposal_id: str) -> None:
    st.session_state["shortlist_act"] = (name, proposal_id)


def _ask(person: Person, title: str, key: str, lists: list[TrackList], act: object) -> None:
    assert callable(act)
    names = {line.proposal_id: headline(text) for each in lists for line, text in each.lines}
    ask_reason(title, names.get(key, key), lambda why: act(person, key, why), done=say("Recorded."), button=title)
