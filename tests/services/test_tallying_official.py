"""The count gives the official results of real votes; skipped where the shared data is absent.

Eurovision 2016-2019: each country's jury and televote give 12, 10, 8-1 points, the sums of both add up, and the better
televote settles equal totals. Pabulib: recounted to the votes (or points) each file states.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from assistant.services.tallying import tally_files

from ..contest import rules_toml, write_contest

SHARED = Path(os.environ.get("ASSISTANT_SHARED_DATA", Path(__file__).parents[2] / ".." / "shared" / "data"))
PABULIB = sorted((SHARED / "pabulib").glob("*.pb"))
ABSENT = f"no shared data at {SHARED}: set ASSISTANT_SHARED_DATA"

needs_shared_data = pytest.mark.skipif(not (SHARED / "eurovision").is_dir(), reason=ABSENT)


def counted(folder: Path, rules: str, finalists: list[Any], ballots: list[Any]) -> dict[str, Any]:
    files = write_contest(folder, rules, finalists, ballots)
    tally_files(*files.paths)
    answer: dict[str, Any] = json.loads(files.out.read_text("utf-8"))
    return answer


def eurovision(year: int) -> tuple[list[dict[str, str]], list[tuple[str, str, str, int]]]:
    """The official rows in their order, and every panel's points; who is not among a voter's ten got 0 from it."""
    with (SHARED / "eurovision" / f"official_{year}.csv").open(encoding="utf-8", newline="") as file:
        official = list(csv.DictReader(file))
    with (SHARED / "eurovision" / f"votes_{year}.csv").open(encoding="utf-8", newline="") as file:
        given = {(row["panel"], row["voter"], row["entry"]): int(row["points"]) for row in csv.DictReader(file)}
    voters = sorted({key[:2] for key in given})
    return official, [(*who, each["entry"], given.get((*who, each["entry"]), 0)) for who in voters for each in official]


@needs_shared_data
@pytest.mark.parametrize("year", [2016, 2017, 2018, 2019])
def test_a_eurovision_final_comes_out_as_it_did(tmp_path: Path, year: int) -> None:
    official, ballots = eurovision(year)
    rules = rules_toml(
        tracks={"final": len(official)},
        panels={"jury": "1/2", "televote": "1/2"},
        ballot='form = "scores"\nminimum = 0\nmaximum = 12',
        panel_score="sum",
        order=["televote", "jury"],
    )
    answer = counted(tmp_path, rules, [(each["entry"], "final") for each in reversed(official)], ballots)
    assert [
        (each["finalist"], each["panels"]["jury"]["score"], each["panels"]["televote"]["score"], each["place"])
        for each in answer["standings"]
    ] == [
        (each["entry"], each["jury_points"], each["televote_points"], int(each["official_place"])) for each in official
    ]
    assert not any(each["shared"] for each in answer["standings"])
    assert answer["grand_prize"] == official[0]["entry"]


@needs_shared_data
def test_equal_totals_of_a_eurovision_final_share_a_place_without_the_order_of_ties(tmp_path: Path) -> None:
    official, ballots = eurovision(2017)
    panels, ballot = {"jury": "1/2", "televote": "1/2"}, 'form = "scores"\nminimum = 0\nmaximum = 12'
    rules = rules_toml({"final": 26}, panels, ballot, "sum", order=[])
    answer = counted(tmp_path, rules, [(each["entry"], "final") for each in official], ballots)
    shared = {each["finalist"]: each["place"] for each in answer["standings"] if each["shared"]}
    assert shared == {"Greece": 19, "Denmark": 19}


@needs_shared_data
@pytest.mark.parametrize("year", [2016, 2017, 2018, 2019])
def test_seventy_to_thirty_shares_rank_as_others_worked_them_out(tmp_path: Path, year: int) -> None:
    official, ballots = eurovision(year)
    panels, ballot = {"jury": "7/10", "televote": "3/10"}, 'form = "scores"\nminimum = 0\nmaximum = 12'
    rules = rules_toml({"final": len(official)}, panels, ballot, "share", order=[])
    answer = counted(tmp_path, rules, [(each["entry"], "final") for each in official], ballots)
    places = {each["finalist"]: each["place"] for each in answer["standings"]}
    assert places == {each["entry"]: int(each["derived_70_30_place"]) for each in official}


def pabulib(path: Path) -> tuple[dict[str, str], dict[str, dict[str, str]], list[dict[str, str]]]:
    """META, PROJECTS by id and VOTES of a .pb file."""
    sections: dict[str, list[list[str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            if len(row) == 1 and row[0] in ("META", "PROJECTS", "VOTES"):
                section = sections.setdefault(row[0], [])
            elif row:
                section.append(row)
    tables = {name: [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] for name, rows in sections.items()}
    meta = {row["key"]: row["value"] for row in tables["META"]}
    return meta, {row["project_id"]: row for row in tables["PROJECTS"]}, tables["VOTES"]


@pytest.mark.skipif(not PABULIB, reason=ABSENT)
@pytest.mark.parametrize("path", PABULIB, ids=lambda path: path.stem)
def test_a_public_vote_is_recounted_to_what_it_states(tmp_path: Path, path: Path) -> None:
    meta, projects, votes = pabulib(path)
    chosen = [(vote["voter_id"], vote["vote"].split(","), vote.get("points", "").split(",")) for vote in votes]
    if meta["vote_type"] == "cumulative":
        stated, ballot = "score", f'form = "scores"\nminimum = 0\nmaximum = {meta["max_sum_points"]}'
        ballots = [("all", who, *pair) for who, names, points in chosen for pair in zip(names, points, strict=True)]
    else:
        stated, ballot = "votes", f'form = "choices"\nmost = {meta.get("max_length", len(projects))}'
        ballots = [("all", who, name, 1) for who, names, _ in chosen for name in names]
    rules = rules_toml({"all": len(projects)}, {"all": "1"}, ballot, "sum")
    answer = counted(tmp_path, rules, [(name, "all") for name in projects], ballots)
    votes_of = {name: int(row[stated]) for name, row in projects.items()}
    assert {each["finalist"]: int(each["total"]) for each in answer["standings"]} == votes_of
    assert answer["turnout"] == {"all": int(meta["num_votes"])}
    for each in answer["standings"]:
        own = votes_of[each["finalist"]]
        assert each["place"] == 1 + sum(other > own for other in votes_of.values())
        assert each["shared"] == (list(votes_of.values()).count(own) > 1)
