"""The count against its oracle on 10,000 random finals, and a million ballots against the clock.

    .venv/bin/python benchmarks/tally.py [--finals 10000] [--ballots 1000000]

Peers: `tests/domain/tally_oracle.py`, which shares no code with the count; and a count of the same finals in floats, to
say how often those would have given other places. Prints how many finals held each kind of tie, so that "every kind" is
seen. Measured 2026-11-22 on two shared cores: docs/decisions/0007-counting.md.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from assistant.errors import PanelSilent
from assistant.services.tallying import tally_files
from tests.contest import FINALISTS, rules_toml
from tests.domain.tally_finals import Final, counted, finals
from tests.domain.tally_oracle import expected, silent


def kinds(final: Final, answer: dict[str, Any]) -> set[str]:
    """What makes this final worth counting."""
    standings = answer["standings"]
    totals = Counter((each["track"], each["total"]) for each in standings)
    placed = Counter((each["track"], each["total"], each["place"]) for each in standings)
    shared = [each for each in standings if each["shared"]]
    best = [each for each in standings if "대상" in (each["award"] or "")]
    voters = len({row[:2] for row in final.rows})
    found = {
        "equal totals settled by the order of panels": len(placed) > len(totals),
        "a shared place": bool(shared),
        "a shared first place": any(each["place"] == 1 for each in shared),
        "three or more on one place": any(count > 2 for count in placed.values()),
        "an award shared": any(each["award"] for each in shared),
        "대상 shared": len(best) > 1,
        "대상 shared over two tracks": len({each["track"] for each in best}) > 1,
        "equal best totals of two tracks, settled": len(best) == 1
        and any(each["total"] == best[0]["total"] and each["track"] != best[0]["track"] for each in standings),
        "대상 beside an award": any(" · " in (each["award"] or "") for each in standings),
        "no award at all for the best": final.rules["grand_prize"] != "none" and not best,
        "a recusal or an absence": len(final.rows) < voters * len(final.finalists),
        "a panel that gave a track nothing": any(
            panel["score"] == "0" for each in standings for panel in each["panels"].values()
        ),
    }
    return {name for name, held in found.items() if held}


def float_places(final: Final, answer: dict[str, Any]) -> dict[str, int]:
    """Places from float means, shares and totals, as a spreadsheet would have them."""
    rules, merits = final.rules, {}
    track_of = dict(final.finalists)
    for each in answer["standings"]:
        name, scores = each["finalist"], {}
        for panel in rules["panels"]:
            own = [row for row in final.rows if row[0] == panel]
            mine = sum(row[3] for row in own if row[2] == name)
            whole = sum(row[3] for row in own if track_of[row[2]] == each["track"])
            papers = each["panels"][panel]["ballots"]
            scores[panel] = {
                "sum": float(mine),
                "mean": mine / papers if papers else 0.0,
                "share": 100 * (mine / whole) if whole else 0.0,
            }[rules["panel_score"]]
        total = sum(part / of * scores[panel] for panel, (part, of) in rules["panels"].items())
        merits[name] = (total, *(scores[panel] for panel in rules["order"]))
    return {
        name: 1 + sum(merits[rival] > merits[name] for rival in merits if track_of[rival] == track_of[name])
        for name in merits
    }


def compare(count: int) -> None:
    """Every final counted twice; an AssertionError is a disagreement."""
    seen: Counter[str] = Counter()

    @settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(finals())
    def agree(final: Final) -> None:
        seen["finals"] += 1
        if missing := silent(final.rules, final.finalists, final.rows):
            seen["a silent panel, refused"] += 1
            with pytest.raises(PanelSilent) as refused:
                counted(final)
            assert set(refused.value.missing) == missing
            return
        answer = counted(final)
        assert answer == expected(final.rules, final.finalists, final.rows)
        seen.update(kinds(final, answer))
        seen["floats would have given other places"] += float_places(final, answer) != {
            each["finalist"]: each["place"] for each in answer["standings"]
        }

    started = time.perf_counter()
    agree()
    print(f"{seen['finals']:,} finals agree with the oracle, {time.perf_counter() - started:.0f} s")
    for name, times in seen.most_common():
        print(f"  {times:6,}  {name}")


def time_a_count(count: int) -> None:
    """13 experts and as many staff as it takes, ten finalists."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / file for file in ("rules.toml", "finalists.csv", "ballots.csv", "tally.json")]
        paths[0].write_text(rules_toml(), "utf-8")
        paths[1].write_text("finalist,track\n" + "".join(f"{who},{track}\n" for who, track in FINALISTS), "utf-8")
        with paths[2].open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("panel", "voter", "finalist", "score"))
            for voter in range(count // len(FINALISTS)):
                panel = "experts" if voter < 13 else "staff"
                table.writerows((panel, f"{panel}-{voter}", who, chance.randint(0, 100)) for who, _ in FINALISTS)
        wall, cpu = time.perf_counter(), time.process_time()
        tally_files(*paths)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count:,} ballots: {wall:.1f} s ({cpu:.1f} s of one core), peak {peak} MB")


def main() -> None:
    """Both, or one of them with 0 for the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--finals", type=int, default=10_000)
    parser.add_argument("--ballots", type=int, default=1_000_000)
    chosen = parser.parse_args()
    if chosen.ballots:
        time_a_count(chosen.ballots)
    if chosen.finals:
        compare(chosen.finals)


if __name__ == "__main__":
    main()
