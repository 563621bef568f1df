"""연결과 판정: saying what a proposal is to another idea, and what it is as a whole, each with a reason and an undo."""

from __future__ import annotations

import streamlit as st

from assistant.domain.blind import Shown
from assistant.domain.link import Idea, Link, Relation, Side
from assistant.domain.person import Person
from assistant.ui.errors import attempt
from assistant.ui.labels import RELATIONS
from assistant.ui.review.reasons import ask_reason
from assistant.ui.review.resembling import likely, resembling
from assistant.ui.session import application
from assistant.ui.text import plain, say


def links(person: Person, shown: Shown) -> None:
    """Standing links with their undo, the group, and a form for a new one."""
    app = application()
    st.header(say("Linked proposals"), anchor=False)
    titles = {Idea(Side.PROPOSAL, key): title for key, title in app.review.reviewing.titles(person).items()}
    for link in app.review.linking.of(person, shown.id):
        _standing(person, shown, link, titles)
    _group(person, shown, titles)
    suggested = likely(person, shown, titles)
    resembling(shown, suggested)
    options = [*suggested, *(idea for idea in titles if idea.id != shown.id and idea not in suggested)]
    with st.expander(say("Link to another idea")), st.form(f"link-{shown.id}", border=False):
        other = st.selectbox(
            say("The other idea"),
            options,
            format_func=lambda idea: suggested.get(idea) or titles[idea],
            index=None,
            placeholder=say("Choose one"),
        )
        relation = st.radio(
            say("What this proposal is to the other one"),
            list(Relation),
            format_func=lambda each: say(RELATIONS[each]),
            index=None,
        )
        reason = st.text_area(say("Reason"), max_chars=2_000)
        if st.form_submit_button(say("Record"), key=f"linked-{shown.id}"):
            if other is None or relation is None:
                st.warning(say("Choose the other idea and what this one is to it."))
            elif attempt(lambda: app.review.linking.judge(person, shown.id, other, relation, reason)):
                st.session_state["said"] = say("Recorded. All authors are told; it can be taken back.")
                st.rerun()


def verdict(person: Person, shown: Shown) -> None:
    """The standing verdict with its undo, or a form for one."""
    app = application()
    st.header(say("Verdict under the regulation"), anchor=False)
    standing = [each for each in app.review.judging.of(person, shown.id) if each.taken_back is None]
    for each in standing:
        st.text(f"{each.words} ({each.clause})")
        st.caption(f"{plain(app.person(each.by).name)} · {plain(each.reason)}")
        if st.button(say("Take back"), key=f"unverdict-{each.id}"):
            ask_reason(
                say("Take the verdict back"),
                each.words,
                lambda why, key=each.id: app.review.judging.take_back(person, key, why),  # type: ignore[misc]
                done=say("Taken back."),
                button=say("Take back"),
            )
    if standing:
        return
    codes = {code.code: code for code in app.review.judging.codes}
    with st.expander(say("Record a verdict")), st.form(f"verdict-{shown.id}", border=False):
        code = st.radio(
            say("What it is"),
            list(codes),
            index=None,
            format_func=lambda c: plain(f"{codes[c].words} ({codes[c].clause})"),
        )
        suggested = likely(person, shown, {})
        item = st.selectbox(
            say("The past proposal meant"),
            [idea for idea in suggested if idea.side is Side.ARCHIVE],
            index=None,
            placeholder=say("Choose one"),
            format_func=lambda idea: suggested[idea],
        )
        reason = st.text_area(say("Reason"), max_chars=2_000)
        if st.form_submit_button(say("Record"), key=f"verdicted-{shown.id}"):
            if code is None:
                st.warning(say("Choose what it is."))
            elif attempt(lambda: app.review.judging.record(person, shown.id, code, reason, item.id if item else "")):
                st.session_state["said"] = say("Recorded; it can be taken back.")
                st.rerun()


def _standing(person: Person, shown: Shown, link: Link, titles: dict[Idea, str]) -> None:
    app = application()
    other = link.other(shown.id)
    title = titles.get(other) or (
        app.searching.get(person, other.id).content.title if other.side is Side.ARCHIVE else other.id
    )
    first = link.a.id == shown.id
    told = say(RELATIONS[link.relation])
    said = say("This one → {title}: {relation}", title=title, relation=told)
    st.text(said if first else say("{title} → this one: {relation}", title=title, relation=told))
    st.caption(plain(" · ".join(filter(None, (app.person(link.by).name, link.reason)))))
    if link.origin.value == "reviewer" and st.button(say("Take back"), key=f"unlink-{link.id}"):
        ask_reason(
            say("Take the link back"),
            title,
            lambda why: app.review.linking.take_back(person, link.id, why),
            done=say("Taken back."),
            button=say("Take back"),
        )


def _group(person: Person, shown: Shown, titles: dict[Idea, str]) -> None:
    app = application()
    group = app.review.linking.group_of(person, shown.id)
    if group is None:
        return
    first = titles.get(Idea(Side.PROPOSAL, group.canonical), group.canonical)
    st.text(say("Standing for the group: {title}", title=first))
    if group.canonical != shown.id and st.button(say("Let this one stand for the group"), key=f"canon-{shown.id}"):
        ask_reason(
            say("Let this one stand for the group"),
            say("By custom the earliest received stands for the group."),
            lambda why: app.review.linking.choose_canonical(person, shown.id, why),
            done=say("Recorded."),
            button=say("Record"),
        )
