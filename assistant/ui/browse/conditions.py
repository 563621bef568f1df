"""What is to be seen: words, which list, track, since when; and ways of looking saved under a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

import streamlit as st

from assistant.domain.archive import Outcome
from assistant.domain.cluster import Side, Text
from assistant.errors import AssistantError
from assistant.services.browsing import Overview, Seen
from assistant.ui.errors import attempt
from assistant.ui.errors import show as show_error
from assistant.ui.labels import OUTCOMES, ZONE
from assistant.ui.session import application, me
from assistant.ui.text import language, mark, plain, say
from assistant.wiring import now

SIDES = {
    "": mark("Submitted and past"),
    "proposal": mark("Submitted"),
    "archive": mark("Past proposals"),
    "finalist": mark("Finalists"),
    "out": mark("Not finalists"),
}
_DECIDED = ("finalist", "out")
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
    outcome: str = ""
    year: str = ""


def ask(overview: Overview) -> Conditions:
    """The widgets; what they say now."""
    _take_up(st.session_state.pop("view-chosen", None))
    words = st.text_input(
        say("Words or a sentence"), key="cond-words", max_chars=300, placeholder=say("for example: night buses")
    )
    sides = [each for each in SIDES if each not in _DECIDED or overview.is_decided()]
    left, middle, right = st.columns(3)
    with left:
        side = _choose("side", say("Which"), sides, lambda each: say(SIDES[each]), "proposal")
    names = {track.code: track.label(language()) for track in application().tracks}
    with middle:
        track = _choose("track", say("Track"), ["", *names], lambda code: names.get(code) or say("All"))
    with right:
        since = _choose("since", say("Handed in"), list(SINCE), lambda each: say(SINCE[each]))
    with st.expander(say("More conditions")):
        department, outcome, year = _more(overview)
    conditions = Conditions(words.strip(), side, track, department, since, outcome, year)
    _saved(conditions)
    return conditions


def _more(overview: Overview) -> tuple[str, str, str]:
    """Department, where it may be seen, outcome and year."""
    departments = sorted({each.department for each in overview.seen if each.department})
    years = sorted({year_of(each) for each in overview.seen} - {""}, reverse=True)
    outcomes = [each.value for each in Outcome]
    department = "" if overview.is_blind else _choose("department", say("Department"), ["", *departments], _or_all)
    outcome = _choose(
        "outcome",
        say("Outcome of past proposals"),
        ["", *outcomes],
        lambda each: say(OUTCOMES[Outcome(each)]) if each else say("All"),
    )
    return department, outcome, _choose("year", say("Year"), ["", *years], _or_all)


def _choose(name: str, label: str, options: list[str], words: Callable[[str], str], first: str = "") -> str:
    """A select box that keeps what was chosen, or the first one where that is no option any more."""
    key = f"cond-{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = first
    return st.selectbox(label, options, key=key, format_func=words)


def _or_all(value: str) -> str:
    return value or say("All")


def year_of(seen: Seen) -> str:
    """The year of a past proposal, or in which one was handed in."""
    return str(seen.year or (seen.at.astimezone(ZONE).year if seen.at else ""))


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
        conditions.side in {"", seen.text.side.value, seen.stage}
        and (not conditions.track or seen.track == conditions.track)
        and (not conditions.department or seen.department == conditions.department)
        and (not conditions.outcome or seen.outcome == conditions.outcome)
        and (not conditions.year or year_of(seen) == conditions.year)
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
