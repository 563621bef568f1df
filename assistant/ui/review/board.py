"""The tables of the running review: how far reviewers are, and what proposals scored so far."""

from __future__ import annotations

import streamlit as st

from assistant.services.convening import BoardRow, Progress
from assistant.ui.parts.paging import page_of, turn
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.review.words import headline, score, track_label
from assistant.ui.session import application
from assistant.ui.text import say

PAGE = 50


def reviewers(progress: Progress) -> None:
    """Each reviewer with what is done and what is hers."""
    if progress.by_reviewer:
        columns = [Column(say("Reviewer")), Column(say("Done"), True), Column(say("Assigned"), True)]
        lines = [Line((name, str(done), str(of))) for name, done, of in progress.by_reviewer]
        table("reviewers", say("Reviewers"), columns, lines)


def listing(heading: str, key: str, rows: list[BoardRow]) -> None:
    """Proposals with counts and means, as far as the person may see them."""
    st.header(heading, anchor=False)
    if not rows:
        st.caption(say("None."))
        return
    columns = [
        Column(say("Proposal")),
        Column(say("Track")),
        Column(say("Scores in"), True),
        Column(say("Mean"), True),
        Column(say("Spread"), True),
    ]
    app = application()
    lines = [
        Line(
            (
                headline(row.shown),
                track_label(app, row.track),
                "–" if row.done is None else f"{row.done}/{row.expected}",
                score(row.mean),
                score(row.spread) if row.done and row.done > 1 else "–",
            )
        )
        for row in page_of(key, rows, asked=len(rows), size=PAGE)
    ]
    table(key, say("{total} found", total=f"{len(rows):,}"), columns, lines)
    turn(key, len(rows), size=PAGE)
