"""심사 운영: the phase, sharing out, how far everybody is, where reviewers disagree, and everything as a file."""

from __future__ import annotations

from datetime import datetime, time

import streamlit as st

from assistant.domain.person import Role
from assistant.domain.review import FOLLOWS, Phase
from assistant.services.convening import Progress
from assistant.ui.errors import attempt
from assistant.ui.labels import ZONE, moment
from assistant.ui.review.board import listing, reviewers
from assistant.ui.review.exports import downloads
from assistant.ui.review.opened import opened
from assistant.ui.review.reasons import say_done
from assistant.ui.review.words import PHASES, headline
from assistant.ui.session import application, me
from assistant.ui.text import say
from assistant.ui.ways import go


def show() -> None:
    """The page, or the proposal that the address names."""
    app, person = application(), me()
    st.title(say("Running the review"), anchor=False)
    say_done()
    if chosen := st.query_params.get("proposal"):
        if st.button(say("Back to the list"), key="back", icon=":material/arrow_back:", type="tertiary"):
            go("convene")
        opened(chosen)
        return
    progress = app.review.convening.progress(person)
    _numbers(progress)
    if Role.ORGANISER in person.roles:
        _steer(progress)
    reviewers(progress)
    rows = app.review.convening.board(person)
    listing(say("Where reviewers disagree"), "apart", app.review.convening.disagreements(person))
    listing(say("Proposals under review"), "board", rows)
    names = {row.shown.id: headline(row.shown) for row in rows}
    chosen = st.selectbox(
        say("Open a proposal"),
        list(names),
        index=None,
        placeholder=say("Choose one"),
        format_func=lambda key: names[key],
    )
    if chosen:
        go("convene", proposal=chosen)
    downloads(person)


def _numbers(progress: Progress) -> None:
    until = say("Scores are due {when}", when=moment(progress.until)) if progress.until else ""
    st.text(" · ".join(filter(None, (say(PHASES[progress.phase]), until))))
    st.progress(
        progress.done / progress.wanted if progress.wanted else 0.0,
        text=say("{done} of {wanted} sheets in; {proposals} proposals, {unassigned} of them without a reviewer",
                 done=progress.done, wanted=progress.wanted, proposals=progress.proposals,
                 unassigned=progress.unassigned),
    )  # fmt: skip


def _steer(progress: Progress) -> None:
    app, person = application(), me()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if progress.phase is not Phase.CLOSED and st.button(say("Share out the proposals"), key="share-out"):
            made: list[int] = []
            if attempt(lambda: made.append(app.review.convening.share_out(person))):
                st.session_state["said"] = say("{count} assignments made.", count=made[0])
                st.rerun()
        for phase in (each for each in Phase if each in FOLLOWS[progress.phase]):
            label = say("Go on to: {phase}", phase=say(PHASES[phase]))
            if st.button(label, key=f"phase-{phase.value}"):
                st.dialog(label)(_confirm)(phase, progress.wanted - progress.done)
        day = st.date_input(say("Scores are due on"), value=progress.until.astimezone(ZONE) if progress.until else None)
        if st.button(say("Set the day"), key="set-until", disabled=day is None) and day is not None:
            until = datetime.combine(day, time(18, 0), ZONE)
            if attempt(lambda: app.review.convening.set_until(person, until)):
                st.rerun()


def _confirm(phase: Phase, missing: int) -> None:
    if phase is Phase.BLIND:
        st.text(say("From here on reviewers can score what is assigned to them, without names and departments."))
    if phase is Phase.OPEN:
        st.text(say("From here on reviewers see names and departments. This cannot be taken back."))
    if phase is Phase.CLOSED:
        st.text(say("No more scores are taken, and names are shown. The shortlist can be drawn up."))
        if missing > 0:
            st.warning(say("{count} sheets are not in yet.", count=f"{missing:,}"), icon=":material/info:")
    if st.button(say("Begin this phase"), key="phase-now", type="primary") and attempt(
        lambda: application().review.convening.go_on(me(), phase)
    ):
        st.rerun()
