"""One proposal on a reviewer's desk: its text, the scores, and what the others gave once hers are in."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.domain.person import Role
from assistant.domain.review import Phase, State
from assistant.services.reviewing import Sheet
from assistant.ui.errors import attempt
from assistant.ui.labels import field_label
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.review.reasons import ask_reason
from assistant.ui.review.words import STATES, score, share, track_label
from assistant.ui.session import application, me
from assistant.ui.text import plain, say


def read_text(sheet: Sheet) -> None:
    """The proposal as the phase allows it to be seen."""
    shown = sheet.shown
    with st.container(key="item-head"):
        st.text(shown.title.strip() or say("Without a title"))
    facts = (shown.receipt, track_label(application(), shown.track))
    st.caption(" · ".join(filter(None, facts)))
    if shown.is_blind:
        st.caption(say("Until the blind review is over, names and departments are covered with ○○○."))
    else:
        st.text(" / ".join(shown.authors))
    for name, text in shown.texts():
        st.subheader(field_label(name), anchor=False)
        st.text(text)


def scoring(sheet: Sheet) -> None:
    """The form for her scores, or why there is none."""
    app, person = application(), me()
    criteria, own = app.review.criteria, sheet.own
    if own and own.state is State.ABSTAINED:
        st.info(say("You have abstained here; the organiser can reopen it."))
        return
    if not sheet.is_assigned or Role.REVIEWER not in person.roles:
        return
    if sheet.phase.takes_scores:
        _form(sheet)
    elif sheet.phase is Phase.PREPARING:
        st.info(say("Reviewing has not begun. Once the organiser begins it, you score here."))
    else:
        st.info(say("Reviewing is closed; scores cannot be changed any more."))
        if own:
            st.text("\n".join(f"{each.name}: {own.scores.get(each.code, '–')}" for each in criteria.criteria))
    _standing_aside(sheet)


def _form(sheet: Sheet) -> None:
    app, person, key = application(), me(), sheet.shown.id
    criteria, own = app.review.criteria, sheet.own
    options = list(range(criteria.minimum, criteria.maximum + 1))
    with st.form(f"scores-{key}", border=True):
        given: dict[str, int | None] = {}
        for each in criteria.criteria:
            given[each.code] = st.segmented_control(
                say("{name} (weight {weight})", name=plain(each.name), weight=share(each.weight)),
                options,
                default=own.scores.get(each.code) if own else None,
                key=f"score-{key}-{each.code}",
                help=plain(each.words),
                wrap=True,
            )
        note = st.text_area(say("Remark (seen by the other reviewers)"), value=own.note if own else "", max_chars=2_000)
        reason = st.text_input(say("Why you change your scores"), max_chars=500) if own else ""
        saved = st.form_submit_button(say("Save and next"), type="primary", key=f"save-{key}")
    if saved:
        whole = {code: value for code, value in given.items() if value is not None}
        _leave(lambda: app.review.reviewing.save(person, key, whole, note, reason), say("Saved."))


def _standing_aside(sheet: Sheet) -> None:
    app, person, key = application(), me(), sheet.shown.id
    with st.container(horizontal=True):
        if sheet.phase.takes_scores and not sheet.own and st.button(say("Abstain"), key=f"abstain-{key}"):
            ask_reason(
                say("Abstain"),
                say("You give no score. Who abstains is not counted in the mean and does not see the others' scores."),
                lambda why: _remember(app.review.reviewing.abstain(person, key, why)),
                done=say("You abstained."),
                button=say("Abstain"),
            )
        if st.button(say("Declare a conflict of interest"), key=f"recuse-{key}"):
            ask_reason(
                say("Declare a conflict of interest"),
                say("The proposal leaves your list, and you leave its counts."),
                lambda why: _remember(app.review.reviewing.declare(person, key, why)),
                done=say("You are recused from this proposal."),
                button=say("Declare"),
            )


def others(sheet: Sheet) -> None:
    """What the other reviewers gave, or that it is still hidden."""
    st.header(say("Other reviewers"), anchor=False)
    if sheet.others is None:
        st.caption(say("The others' scores appear once your own are in."))
        return
    criteria = application().review.criteria.criteria
    columns = [Column(say("Reviewer")), *(Column(each.name, True) for each in criteria), Column(say("Weighted"), True)]
    lines = [
        Line(
            (
                other.reviewer if other.state is State.SCORED else f"{other.reviewer} · {say(STATES[other.state])}",
                *(str(other.scores.get(each.code, "–")) for each in criteria),
                score(other.weighted),
            )
        )
        for other in sheet.others
    ]
    if sheet.mean is not None:
        lines.append(Line((say("Mean of all"), *("" for _ in criteria), score(sheet.mean)), "strong"))
    if lines:
        table(f"others-{sheet.shown.id}", say("Scores of the other reviewers"), columns, lines)
    else:
        st.caption(say("Nobody else has scored it yet."))
    for other in sheet.others:
        if other.note:
            st.text(f"{other.reviewer}: {other.note}")


def track(sheet: Sheet) -> None:
    """Confirming the track with one click."""
    app, person, key = application(), me(), sheet.shown.id
    st.header(say("Track"), anchor=False)
    chosen = say("Chosen by the author: {track}", track=track_label(app, sheet.shown.track))
    suggested = say("Suggested by the assistant: {track}", track=track_label(app, sheet.suggested_track))
    st.caption(f"{chosen} · {suggested}" if sheet.suggested_track else chosen)
    with st.container(horizontal=True):
        for each in app.tracks:
            is_confirmed = bool(sheet.confirmed and sheet.confirmed.track == each.code)
            label = track_label(app, each.code)
            label = say("Confirmed: {track}", track=label) if is_confirmed else say("Confirm: {track}", track=label)
            if st.button(label, key=f"track-{key}-{each.code}", disabled=is_confirmed) and attempt(
                lambda code=each.code: app.review.reviewing.confirm_track(person, key, code)  # type: ignore[misc]
            ):
                st.rerun()


def _remember(following: str | None) -> None:
    st.query_params["proposal"] = following or ""


def _leave(act: Callable[[], str | None], done: str) -> None:
    if attempt(lambda: _remember(act())):
        st.session_state["said"] = done
        st.rerun()
