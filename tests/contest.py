"""Contest files for tests: a rules file with parts replaced, finalists and ballots as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FINALISTS = tuple(
    (f"{letter}{n}", track)
    for letter, track in (("가", "internal_process"), ("나", "citizen_service"))
    for n in range(1, 6)
)


def rules_toml(
    tracks: Mapping[str, int] | None = None,
    panels: Mapping[str, str] | None = None,
    ballot: str = 'form = "scores"\nminimum = 0\nmaximum = 100',
    panel_score: str = "mean",
    order: Sequence[str] | None = None,
    per_track: str = '[["최우수상", 1], ["우수상", 1], ["장려상", 3]]',
    grand_prize: str = "replaces",
    minimum_total: str = "0",
) -> str:
    """The organiser's rules, with what a test is about replaced."""
    tracks = tracks or {"internal_process": 5, "citizen_service": 5}
    panels = panels or {"experts": "7/10", "staff": "3/10"}
    tables = [f'[[tracks]]\ncode = "{code}"\nfinalists = {count}' for code, count in tracks.items()]
    tables += [f'[[panels]]\ncode = "{code}"\nweight = "{weight}"' for code, weight in panels.items()]
    names = ", ".join(f'"{code}"' for code in (list(panels) if order is None else order))
    return "\n".join(
        [
            '[contest]\nname = "아이디어톤"',
            *tables,
            f"[ballot]\n{ballot}",
            f'[scoring]\npanel_score = "{panel_score}"',
            f"[ties]\norder = [{names}]",
            f'[awards]\nper_track = {per_track}\ngrand_prize = "{grand_prize}"\nminimum_total = {minimum_total}\n',
        ]
    )


@dataclass(frozen=True)
class ContestFiles:
    """The four paths of a count."""

    rules: Path
    finalists: Path
    ballots: Path
    out: Path

    @property
    def paths(self) -> tuple[Path, Path, Path, Path]:
        return self.rules, self.finalists, self.ballots, self.out


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Plain CSV; cells with commas or quotes are quoted."""

    def cell(value: object) -> str:
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text

    return "".join(",".join(map(cell, row)) + "\n" for row in (header, *rows))


def write_contest(
    folder: Path,
    rules: str | None = None,
    finalists: Iterable[Sequence[object]] = FINALISTS,
    ballots: Iterable[Sequence[object]] | None = None,
) -> ContestFiles:
    """A contest in a folder; without `ballots` one expert and one staff member give everybody 50."""
    finalists = list(finalists)
    if ballots is None:
        ballots = [(panel, "v1", name[0], 50) for panel in ("experts", "staff") for name in finalists]
    files = ContestFiles(*(folder / name for name in ("rules.toml", "finalists.csv", "ballots.csv", "tally.json")))
    files.rules.write_text(rules or rules_toml(), "utf-8")
    files.finalists.write_text(csv_text(("finalist", "track"), finalists), "utf-8")
    files.ballots.write_text(csv_text(("panel", "voter", "finalist", "score"), ballots), "utf-8")
    return files
