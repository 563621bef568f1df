"""Random finals for the count: small panels and few points, so that ties of every kind come up often."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from assistant.documents.contest_files import tally_json
from assistant.domain.award import award
from assistant.domain.ballot import Ballot, Finalist
from assistant.domain.rules import Award, BallotForm, ContestTrack, Form, GrandPrize, Panel, PanelScore, Rules
from assistant.domain.tally import tally

EVEN_OR_USUAL = ([1, 1], [1, 1, 1], [2, 1, 1], [7, 3])
"""Parts of the weights that let panels which disagree come to one total."""


@dataclass(frozen=True)
class Final:
    """One final in plain values: the oracle reads these, the count reads what `counted` makes of them."""

    rules: dict[str, Any]
    finalists: list[tuple[str, str]]
    rows: list[tuple[str, str, str, int]]


def counted(final: Final) -> dict[str, Any]:
    """The final counted by the application. Raises PanelSilent."""
    plain = final.rules
    rules = Rules(
        name="",
        tracks=tuple(ContestTrack(code, 99) for code in plain["tracks"]),
        panels=tuple(Panel(code, Fraction(*weight)) for code, weight in plain["panels"].items()),
        ballot=BallotForm(Form(plain["form"]), *plain["bounds"]),
        panel_score=PanelScore(plain["panel_score"]),
        tie_order=tuple(plain["order"]),
        awards=tuple(Award(name, places) for name, places in plain["ladder"]),
        grand_prize=GrandPrize(plain["grand_prize"]),
        minimum_total=Fraction(*plain["minimum_total"]),
    )
    standing = tally(rules, [Finalist(*each) for each in final.finalists], (Ballot(*row) for row in final.rows))
    answer: dict[str, Any] = json.loads(tally_json(standing, award(rules, standing)))
    return answer


@st.composite
def finals(draw: st.DrawFn) -> Final:
    """Finals with recusals (single empty cells), absences (whole empty rows) and, now and then, a silent panel."""
    tracks = [f"t{n}" for n in range(draw(st.integers(1, 3)))]
    finalists = [(f"{track}-{n}", track) for track in tracks for n in range(draw(st.integers(1, 6)))]
    finalists = draw(st.permutations(finalists))
    parts = draw(st.one_of(st.sampled_from(EVEN_OR_USUAL), st.lists(st.integers(1, 9), min_size=1, max_size=3)))
    panels = {f"p{n}": (part, sum(parts)) for n, part in enumerate(parts)}
    form = draw(st.sampled_from(["scores", "scores", "choices"]))
    panel_score = draw(st.sampled_from(["mean", "sum", "share"]))
    minimum = draw(st.sampled_from([0, 0, 1, 50] if panel_score == "share" else [0, 0, 1, -2]))
    maximum, most = minimum + draw(st.sampled_from([1, 2, 3, 10, 50])), draw(st.integers(1, 3))
    order = draw(st.permutations(list(panels)))[: draw(st.integers(0, len(panels)))]
    places = draw(st.lists(st.integers(0, 3), max_size=3))
    rules = {
        "tracks": tracks,
        "panels": panels,
        "form": form,
        "bounds": (minimum, maximum, None) if form == "scores" else (None, None, most),
        "panel_score": panel_score,
        "order": order,
        "ladder": [(f"award-{n}", count) for n, count in enumerate(places)],
        "grand_prize": draw(st.sampled_from(["replaces", "adds", "none"])),
        "minimum_total": draw(st.sampled_from([(0, 1), (0, 1), (1, 1), (5, 2), (50, 1)])),
    }
    rows = draw(
        _score_rows(panels, finalists, minimum, maximum) if form == "scores" else _choice_rows(panels, finalists, most)
    )
    return Final(rules, finalists, draw(st.permutations(rows)) if len(rows) < 20 else rows)


@st.composite
def _score_rows(
    draw: st.DrawFn, panels: dict[str, Any], finalists: list[tuple[str, str]], minimum: int, maximum: int
) -> list[tuple[str, str, str, int]]:
    score = st.integers(minimum, maximum)
    sparse = draw(st.integers(0, 9)) == 0
    rows = []
    for panel in panels:
        for voter in range(draw(st.integers(1, 5))):
            cell = score if voter == 0 and not sparse else st.one_of(score, score, st.none())
            paper = draw(st.lists(cell, min_size=len(finalists), max_size=len(finalists)))
            given = [(name, score) for (name, _), score in zip(finalists, paper, strict=True) if score is not None]
            rows += [(panel, f"v{voter}", name, score) for name, score in given]
    return rows


@st.composite
def _choice_rows(
    draw: st.DrawFn, panels: dict[str, Any], finalists: list[tuple[str, str]], most: int
) -> list[tuple[str, str, str, int]]:
    tracks = sorted({track for _, track in finalists})
    rows = []
    for panel in panels:
        for voter in range(draw(st.integers(0, 6))):
            for track in tracks:
                names = [name for name, of in finalists if of == track]
                chosen = draw(st.lists(st.sampled_from(names), max_size=most, unique=True))
                rows += [(panel, f"v{voter}", name, 1) for name in chosen]
    return rows
