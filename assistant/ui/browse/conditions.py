"""What is to be seen: words, which list, track, since when; and ways of looking saved under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

import streamlit as st

from assistant.domain.cluster import Side, Text
from assistant.errors import AssistantError
from assistant.services.browsing import Overview, Seen
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.labels import ZONE
from assistant.ui.session import application, me
from assistant.ui.text import language, mark, plain, say
from assistant.wiring import now

SIDES = {"": mark("Submitted and past"), "proposal": mark("Submitted"), "archive": mark("Past proposals")}
SINCE = {"": mark("Whenever"), "yesterday": mark("Since yesterday"), "week": mark("In the last 7 days")}
_DAYS = {"yesterday": 1, "week": 7}
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Conditions:
    """Empty words mean no condition."""

    words: str = ""
    side: str = "proposal"
    track: str = ""
    department: str = ""
    since: str = ""


def ask(overview: Overview) -> Conditions:
    """The widgets; what they say now."""
    _take_up(st.session_state.pop("view-chosen", None))
    words = st.text_input(
        say("Words or a sentence"), key="cond-words", max_chars=300, placeholder=say("for example: night buses")
    )
    columns = st.columns(3 if overview.is_blind else 4)
    side = columns[0].selectbox(
        say("Which"), list(SIDES), key="cond-side", index=1, format_func=lambda x: say(SIDES[x])
    )
    names = {track.code: track.label(language()) for track in application().tracks}
    track = columns[1].selectbox(
        say("Track"), ["", *names], key="cond-track", format_func=lambda code: names.get(code) or say("All")
    )
    since = columns[2].selectbox(say("Handed in"), list(SINCE), key="cond-since", format_func=lambda x: say(SINCE[x]))
    department = ""
    if not overview.is_blind:
        known = sorted({each.department for each in overview.seen if each.department})
        department = columns[3].selectbox(
            say("Department"), ["", *known], key="cond-department", format_func=lambda name: name or say("All")
        )
    conditions = Conditions(words.strip(), side, track, department, since)
    _saved(conditions)
    return conditions


def matching(overview: Overview, conditions: Conditions) -> tuple[list[Seen], bool]:
    """The texts that meet the conditions, and whether they are in the order of likeness to the words."""
    kept = {each.text: each for each in overview.seen if _meets(each, conditions)}
    if not conditions.words:
        return list(kept.values()), False
    try:
        found = application().browsing.search(me(), conditions.words)
    except AssistantError as error:
        show_error(error)
        return list(kept.values()), False
    return [kept[text] for text, _likeness in found if text in kept], True


def begin_of(since: str, at: datetime) -> datetime:
    """Midnight in Seoul so many days before `at`."""
    day = at.astimezone(ZONE).date() - timedelta(days=_DAYS[since])
    return datetime.combine(day, time(), ZONE)


def named(key: str) -> Text:
    """The text behind a list's key."""
    return Text(next(side for side in Side if side.value[0] == key[0]), key[2:])


def _meets(seen: Seen, conditions: Conditions) -> bool:
    begin = begin_of(conditions.since, now()) if conditions.since else None
    return (
        (not conditions.side or seen.text.side.value == conditions.side)
        and (not conditions.track or seen.track == conditions.track)
        and (not conditions.department or seen.department == conditions.department)
        and (begin is None or (seen.at is not None and seen.at >= begin))
    )


def _take_up(saved: Mapping[str, str] | None) -> None:
    for name, value in (saved or {}).items():
        st.session_state[f"cond-{name}"] = value


def _saved(conditions: Conditions) -> None:
    app, person = application(), me()
    views = app.browsing.views(person)
    with st.expander(say("Saved views ({count})", count=len(views))):
        with st.container(horizontal=True):
            for name, held in views.items():
                if st.button(plain(name), key=f"view-{name}"):
                    st.session_state["view-chosen"] = held
                    st.rerun()
        with st.form("save-view", border=False):
            name = st.text_input(say("Name for this view"), max_chars=LONGEST_NAME).strip()
            left, right = st.columns(2)
            keep = left.form_submit_button(say("Save this view"))
            drop = right.form_submit_button(say("Forget the view of this name"))
        if keep and name and attempt(lambda: app.browsing.save_view(person, name, asdict(conditions))):
            st.rerun()
        if drop and name and attempt(lambda: app.browsing.save_view(person, name, {})):
            st.rerun()
