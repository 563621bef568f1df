"""대회 결과: places, awards, exact scores, the files, and how anybody counts it again; after publishing."""

from __future__ import annotations

import streamlit as st

from assistant.domain.person import Role
from assistant.domain.poll import fact
from assistant.services.awarding import Announced
from assistant.ui.contest import standings
from assistant.ui.contest.words import panel_name, rules_in_words
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application, me
from assistant.ui.text import plain, say


def show() -> None:
    """The page."""
    app = application()
    st.title(say("Results"), anchor=False)
    published = {each.poll.id: each for each in app.contest.awarding.published()}
    if not published:
        st.text(say("Nothing is published yet. Results appear here once the organiser publishes them."))
        return
    poll_id = next(iter(published))
    if len(published) > 1:
        poll_id = st.selectbox(
            say("Contest"), list(published), key="results-poll", format_func=lambda key: published[key].package.contest
        )
    found = app.contest.awarding.results(poll_id)
    st.subheader(plain(found.contest.package.contest), anchor=False)
    _summary(found)
    standings.show(found)
    with st.expander(say("The rules that were counted by")):
        columns = [Column(say("Rule")), Column(say("Meaning"))]
        table("counted-by", "", columns, [Line(pair) for pair in rules_in_words(found.contest.rules, app.tracks)])
    _again(found)


def _summary(found: Announced) -> None:
    titles = found.titles
    best = [titles[name].title for name in found.announcement.grand_prize]
    if best:
        with st.container(border=True, key="grand-prize"):
            st.caption(say("Grand prize"))
            st.text("\n".join(best))
    turnout = ", ".join(
        say("{panel} {count} people", panel=panel_name(code), count=count)
        for code, count in found.announcement.turnout.items()
    )
    st.text(say("Voters whose ballots count: {turnout}.", turnout=turnout))
    st.caption(
        say("Decimals are rounded only for reading and have as many digits as the order needs; fractions are exact.")
    )


def _again(found: Announced) -> None:
    app, person = application(), me()
    poll_id = found.contest.poll.id
    st.header(say("Count it again yourself"), anchor=False)
    st.text(
        say(
            "The file holds rules, finalists, every ballot without names of secret voters, the chain and the result. "
            "“assistant recount FILE” or the short program in docs/recount count it again and name any changed byte. "
            "Compare the closing link with the one that was read out in the hall:"
        )
    )
    st.code(fact(found.contest.poll.closing, "closing"), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        export = app.contest.closing.export(person, poll_id)
        st.download_button(say("The whole contest (ZIP)"), export, "contest.zip", "application/zip", key="export")
        if person.may_act_as([Role.ORGANISER]):
            names = {track.code: track.label("ko") for track in app.tracks}
            data = app.contest.awarding.certificates(person, poll_id, names)
            st.download_button(
                say("Data for certificates (CSV)"), data, "certificates.csv", "text/csv", key="certificates"
            )
