"""A second opinion on a count, written from the contract and nothing else: whole numbers, no Fraction, no shared code.

A rational is a pair (numerator, denominator > 0) that is never shortened before it is printed. Every place is found by
comparing every pair of finalists. Takes plain rows and plain rules, gives the JSON of `assistant tally` as a dict.
"""

from __future__ import annotations

from math import gcd
from typing import Any

Row = tuple[str, str, str, int]
Ratio = tuple[int, int]


def _printed(value: Ratio) -> str:
    common = gcd(*value) or 1
    top, bottom = value[0] // common, value[1] // common
    return f"{top}" if bottom == 1 else f"{top}/{bottom}"


def _sign(left: Ratio, right: Ratio) -> int:
    difference = left[0] * right[1] - right[0] * left[1]
    return (difference > 0) - (difference < 0)


def _beats(a: list[Ratio], b: list[Ratio]) -> int:
    return next((sign for x, y in zip(a, b, strict=True) if (sign := _sign(x, y))), 0)


def silent(rules: dict[str, Any], finalists: list[tuple[str, str]], rows: list[Row]) -> set[tuple[str, str]]:
    """(panel, finalist) without a ballot, where that is an error."""
    if rules["form"] == "choices":
        return set()
    every = {(panel, finalist) for panel in rules["panels"] for finalist, _ in finalists}
    return every - {(panel, finalist) for panel, _, finalist, _ in rows}


def expected(rules: dict[str, Any], finalists: list[tuple[str, str]], rows: list[Row]) -> dict[str, Any]:
    """rules: tracks, panels {code: (n, d)}, form, panel_score, order, ladder, grand_prize, minimum_total (n, d)."""
    track_of = dict(finalists)
    scores: dict[str, dict[str, Ratio]] = {name: {} for name in track_of}
    papers: dict[str, dict[str, int]] = {name: {} for name in track_of}
    for panel in rules["panels"]:
        own = [row for row in rows if row[0] == panel]
        for name, track in finalists:
            mine = [row[3] for row in own if row[2] == name]
            papers[name][panel] = (
                len({row[1] for row in own if track_of[row[2]] == track}) if rules["form"] == "choices" else len(mine)
            )
            in_track = sum(row[3] for row in own if track_of[row[2]] == track)
            top, bottom = {
                "sum": (sum(mine), 1),
                "mean": (sum(mine), papers[name][panel]),
                "share": (100 * sum(mine), in_track),
            }[rules["panel_score"]]
            scores[name][panel] = (top, bottom) if bottom else (0, 1)
    totals: dict[str, Ratio] = {}
    for name in track_of:
        top, bottom = 0, 1
        for panel, (n, d) in rules["panels"].items():
            by, of = scores[name][panel]
            top, bottom = top * d * of + n * by * bottom, bottom * d * of
        totals[name] = (top, bottom)
    keys = {name: [totals[name], *(scores[name][panel] for panel in rules["order"])] for name in track_of}
    awarded = [name for name in track_of if _sign(totals[name], rules["minimum_total"]) >= 0]
    champions = [] if rules["grand_prize"] == "none" else awarded
    champions = [a for a in champions if all(_beats(keys[a], keys[b]) >= 0 for b in awarded)]
    steps = [name for name, places in rules["ladder"] for _ in range(places)]
    standings = []
    for track in rules["tracks"]:
        rivals = [name for name, of in finalists if of == track]
        entries = []
        for name in rivals:
            place = 1 + len([rival for rival in rivals if _beats(keys[rival], keys[name]) > 0])
            titles = [steps[place - 1]] if place <= len(steps) and name in awarded else []
            if name in champions:
                titles = ["대상"] if rules["grand_prize"] == "replaces" else ["대상", *titles]
            entries.append(
                {
                    "finalist": name,
                    "track": track,
                    "panels": {
                        p: {"score": _printed(scores[name][p]), "ballots": papers[name][p]} for p in rules["panels"]
                    },
                    "total": _printed(totals[name]),
                    "place": place,
                    "shared": sum(_beats(keys[rival], keys[name]) == 0 for rival in rivals) > 1,
                    "award": " · ".join(titles) if titles else None,
                }
            )
        for wanted in range(1, len(rivals) + 1):
            standings += [entry for entry in entries if entry["place"] == wanted]
    return {
        "standings": standings,
        "grand_prize": champions[0] if len(champions) == 1 else None,
        "turnout": {panel: len({row[1] for row in rows if row[0] == panel}) for panel in rules["panels"]},
    }
