"""A published result as tables: places, exact scores, what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import streamlit as st

from assistant.domain.announcement import Placed
from assistant.domain.decimals import decimal, digits_needed
from assistant.services.awarding import Announced
from assistant.ui.contest.words import panel_name, track_name
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.session import application
from assistant.ui.text import say


def show(found: Announced) -> None:
    """One table of places and one of papers for each track."""
    placed = found.announcement.placed
    digits = digits_needed(each.standing.total for each in placed)
    for track in found.announcement.rules.tracks:
        here = [each for each in placed if each.standing.finalist.track == track.code]
        if here:
            st.header(track_name(track.code, application().tracks), anchor=False)
            _places(found, track.code, here, digits)
            _papers(found, track.code, here)


def _places(found: Announced, track: str, here: Sequence[Placed], digits: int) -> None:
    panels = [panel.code for panel in found.announcement.rules.panels]
    panel_digits = {
        code: digits_needed(each.standing.panels[code].score for each in found.announcement.placed) for code in panels
    }
    columns = [
        Column(say("Title")),
        Column(say("Place"), is_number=True),
        Column(say("Award")),
        *(Column(panel_name(code), is_number=True) for code in panels),
        Column(say("Total"), is_number=True),
    ]
    lines = [
        Line(
            (
                _title(found, each),
                place_words(each),
                " · ".join(each.awards),
                *(_exact(each.standing.panels[code].score, panel_digits[code]) for code in panels),
                _exact(each.standing.total, digits),
            ),
            tone="strong" if each.standing.place == 1 else "",
        )
        for each in here
    ]
    table(f"places-{track}", "", columns, lines)


def _exact(score: Fraction, digits: int) -> str:
    return f"{decimal(score, digits)}\n{score}" if score.denominator > 1 else decimal(score, digits)


def _papers(found: Announced, track: str, here: Sequence[Placed]) -> None:
    panels = [panel.code for panel in found.announcement.rules.panels]
    with st.expander(say("Ballots, spread and recusals")):
        columns = [Column(say("Title"))]
        for code in panels:
            columns += [
                Column(say("{panel}: ballots", panel=panel_name(code)), is_number=True),
                Column(say("{panel}: spread", panel=panel_name(code)), is_number=True),
                Column(say("{panel}: recused", panel=panel_name(code)), is_number=True),
            ]
        lines = [
            Line((_title(found, each), *(cell for code in panels for cell in _panel_cells(each, code))))
            for each in here
        ]
        table(f"papers-{track}", "", columns, lines)


def _panel_cells(placed: Placed, code: str) -> tuple[str, str, str]:
    spread = placed.spreads.get(code)
    ballots, recusals = str(placed.standing.panels[code].ballots), str(placed.recusals.get(code, 0))
    if spread is None:
        return ballots, "–", recusals
    median = say("median {median}", median=decimal(spread.median, 1))
    return ballots, f"{spread.lowest}–{spread.highest}\n{median}", recusals


def _title(found: Announced, placed: Placed) -> str:
    finalist = found.titles[placed.standing.finalist.name]
    return f"{finalist.title}\n{finalist.department}" if finalist.department else finalist.title


def place_words(placed: Placed) -> str:
    """A place, shared or not."""
    place = placed.standing.place
    return say("{place}, shared", place=place) if placed.standing.shared else str(place)
