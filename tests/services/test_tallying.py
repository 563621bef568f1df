"""Files in, standings out: every fault is told with its line, and nothing is written beside a fault."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import BadFile
from assistant.services.tallying import tally_files

from ..contest import ContestFiles, rules_toml, write_contest

Change = Callable[[ContestFiles], object]


def refused(files: ContestFiles) -> list[str]:
    """The faults as told, without the folder; asserts that nothing stands beside the inputs afterwards."""
    before = sorted(files.rules.parent.iterdir())
    with pytest.raises(BadFile) as fault:
        tally_files(*files.paths)
    assert sorted(files.rules.parent.iterdir()) == before
    return [str(each).replace(f"{files.rules.parent}/", "") for each in fault.value.faults]


def standings(files: ContestFiles) -> dict[str, dict[str, object]]:
    tally_files(*files.paths)
    return {each["finalist"]: each for each in json.loads(files.out.read_text("utf-8"))["standings"]}


def replaced(path: str, old: str, new: str) -> Change:
    def change(files: ContestFiles) -> None:
        file: Path = getattr(files, path)
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return change


def appended(path: str, text: str) -> Change:
    return lambda files: getattr(files, path).open("a", encoding="utf-8").write(text)


def test_an_answer_has_exactly_the_form_of_the_contract(tmp_path: Path) -> None:
    rules = rules_toml({"internal_process": 1, "citizen_service": 1})
    finalists = [("가", "internal_process"), ("나", "citizen_service")]
    experts = [("experts", f"e{n}", name, score + n) for name, score in (("가", 90), ("나", 80)) for n in range(3)]
    staff = [("staff", f"s{n}", name, 50 + n % 2) for name in ("가", "나") for n in range(7)]
    files = write_contest(tmp_path, rules, finalists, [*experts, *staff])
    tally_files(*files.paths)
    assert json.loads(files.out.read_bytes()) == {
        "standings": [
            {
                "finalist": "가",
                "track": "internal_process",
                "panels": {"experts": {"score": "91", "ballots": 3}, "staff": {"score": "353/7", "ballots": 7}},
                "total": "2759/35",
                "place": 1,
                "shared": False,
                "award": "대상",
            },
            {
                "finalist": "나",
                "track": "citizen_service",
                "panels": {"experts": {"score": "81", "ballots": 3}, "staff": {"score": "353/7", "ballots": 7}},
                "total": "2514/35",
                "place": 1,
                "shared": False,
                "award": "최우수상",
            },
        ],
        "grand_prize": "가",
        "turnout": {"experts": 3, "staff": 7},
    }


def test_beside_its_award_the_grand_prize_is_named_first(tmp_path: Path) -> None:
    files = write_contest(tmp_path, rules_toml(grand_prize="adds"))
    appended("ballots", "experts,v2,나3,90\n")(files)
    assert standings(files)["나3"]["award"] == "대상 · 최우수상"
    assert json.loads(files.out.read_text("utf-8"))["grand_prize"] == "나3"


def test_a_shared_grand_prize_names_nobody_and_stands_with_each_sharer(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    assert {each["award"] for each in standings(files).values()} == {"대상"}
    assert json.loads(files.out.read_text("utf-8"))["grand_prize"] is None


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    tally_files(*files.paths)
    first = files.out.read_bytes()
    tally_files(*files.paths)
    assert files.out.read_bytes() == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "\ufeff"),
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("experts,v1,가1,50\n", "experts,v1,가1,50\n\n,,,\n  experts , v1b , 가1 , +50 \nstaff,v9,가1,\n"),
        ("panel,voter,finalist,score\n", 'note,panel,"voter",finalist,score,\n'),
    ],
    ids=["byte order mark", "CRLF", "CR", "blank rows, spaces and an empty score", "columns nobody asked for"],
)
def test_what_spreadsheets_do_to_a_file_changes_nothing(tmp_path: Path, old: str, new: str) -> None:
    files = write_contest(tmp_path)
    text = files.ballots.read_text("utf-8")
    if "note" in new:
        _, *rows = text.splitlines()
        text = "\n".join([new.strip(), *(f'"a,b\nc",{row},' for row in rows), ""])
    elif not old:
        text = new + text
    else:
        text = text.replace(old, new)
    files.ballots.write_bytes(text.encode())
    assert {each["total"] for each in standings(files).values()} == {"50"}


def test_decomposed_hangul_is_the_same_name_and_comes_out_as_it_was_listed(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    files.finalists.write_text(unicodedata.normalize("NFD", files.finalists.read_text("utf-8")), "utf-8")
    assert set(standings(files)) == {unicodedata.normalize("NFD", f"{each}{n}") for each in "가나" for n in range(1, 6)}


def test_an_empty_score_is_no_ballot(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    appended("ballots", "experts,v2,가1,\nexperts,v2,가2,70\n")(files)
    panels = {name: each["panels"]["experts"] for name, each in standings(files).items()}
    assert panels["가1"] == {"score": "50", "ballots": 1}
    assert panels["가2"] == {"score": "60", "ballots": 2}


@pytest.mark.parametrize("header", ["panel,voter,finalist", "panel,voter,finalist,score"])
def test_choices_need_no_score_column(tmp_path: Path, header: str) -> None:
    files = write_contest(tmp_path, rules_toml(ballot='form = "choices"\nmost = 2', panel_score="sum"))
    score = ",1" if header.endswith("score") else ""
    rows = [f"experts,e1,{name}{score}" for name in ("가1", "가2", "나1")] + [f"staff,s1,가2{score}"]
    files.ballots.write_text("\n".join([header, *rows]), "utf-8")
    counted = standings(files)
    assert {name: each["total"] for name, each in counted.items() if each["total"] != "0"} == {
        "가1": "7/10",
        "가2": "1",
        "나1": "7/10",
    }
    assert counted["가5"]["panels"] == {"experts": {"score": "0", "ballots": 1}, "staff": {"score": "0", "ballots": 1}}


@pytest.mark.parametrize("weights", [("0.7", "0.3"), ("7/10", "0.3"), ("14/20", "3/10")])
def test_weights_are_read_without_a_float(tmp_path: Path, weights: tuple[str, str]) -> None:
    rules = rules_toml(panels=dict(zip(("experts", "staff"), weights, strict=True)))
    for unquoted in ("0.7", "0.3"):
        rules = rules.replace(f'"{unquoted}"', unquoted)
    assert {each["total"] for each in standings(write_contest(tmp_path, rules)).values()} == {"50"}


FAULTS: dict[str, tuple[Change, list[str]]] = {
    "weights that do not add up": (
        replaced("rules", '"3/10"', '"2/10"'),
        ["rules.toml:14: panels[2].weight: 모든 평가단의 weight를 더하면 1이어야 합니다."],
    ),
    "a weight of nothing over nothing": (
        replaced("rules", '"3/10"', '"0/0"'),
        ['rules.toml:14: panels[2].weight: "7/10"처럼 따옴표 안에 분수나 정수로 적어 주십시오.'],
    ),
    "a misspelt key": (
        replaced("rules", "minimum_total", "minimum_totl"),
        ["rules.toml:26: awards.minimum_totl: 모르는 항목입니다. 철자를 고치거나 지워 주십시오."],
    ),
    "several faults of shape, each on its line": (
        lambda f: [
            replaced("rules", old, new)(f)
            for old, new in (('"mean"', '"meen"'), ("= 100", "= 100.5"), ("1], [", "true], ["))
        ],
        [
            "rules.toml:18: ballot.maximum: 따옴표 없는 정수로 적어 주십시오.",
            "rules.toml:20: scoring.panel_score: 'mean', 'sum', 'share' 가운데 하나를 적어 주십시오.",
            "rules.toml:24: awards.per_track[1][2]: 따옴표 없는 정수로 적어 주십시오.",
        ],
    ),
    "a missing table": (
        replaced("rules", '[scoring]\npanel_score = "mean"\n', ""),
        ["rules.toml:1: scoring: 빠져 있습니다. 이 항목을 적어 주십시오."],
    ),
    "no TOML": (
        replaced("rules", "[ties]", "[ties"),
        [
            "rules.toml:21: TOML 문법에 맞지 않습니다. 이 줄의 따옴표, 괄호, 등호를 살펴봐 주십시오.",
        ],
    ),
    "a panel unknown to the order of ties": (
        replaced("rules", 'order = ["experts"', 'order = ["judges"'),
        ["rules.toml:22: ties.order: panels에 없는 평가단이 있습니다. code와 같게 적어 주십시오."],
    ),
    "choices without how many": (
        replaced("rules", '"scores"', '"choices"'),
        ['rules.toml:15: ballot.most: form = "choices"에는 꼭 필요합니다. 분야마다 고를 수 있는 수를 적어 주십시오.'],
    ),
    "a track twice": (
        replaced("rules", '"citizen_service"', '"internal_process"'),
        ["rules.toml:7: tracks[2].code: 같은 이름이 두 번 나옵니다. 하나를 고치거나 지워 주십시오."],
    ),
    "a finalist twice": (
        replaced("finalists", "가2", "가1"),
        [
            "finalists.csv:3: 본선 진출작 ‘가1’이(가) 2번째 줄에도 있습니다. 하나를 지우거나 이름을 달리해 주십시오.",
            "ballots.csv:3: ‘가2’은(는) 본선 진출작이 아닙니다. 본선 진출작 파일과 같게 적어 주십시오.",
            "ballots.csv:13: ‘가2’은(는) 본선 진출작이 아닙니다. 본선 진출작 파일과 같게 적어 주십시오.",
        ],
    ),
    "a finalist of no track, whose ballots are not blamed": (
        replaced("finalists", "가2,internal_process", "가2,"),
        [
            "finalists.csv:3: 분야 ‘’이(가) 규칙에 없습니다. "
            "internal_process, citizen_service 가운데 하나로 고쳐 주십시오."
        ],
    ),
    "more finalists than the rules say": (
        appended("finalists", "가6,internal_process\n"),
        ["finalists.csv:12: 분야 ‘internal_process’은(는) 규칙에 5편까지입니다. 이 줄을 빼거나 규칙을 고쳐 주십시오."],
    ),
    "no finalist": (
        lambda f: (
            f.finalists.write_text("finalist,track\n", "utf-8"),
            f.ballots.write_text("panel,voter,finalist,score\n"),
        ),
        ["finalists.csv:1: 본선 진출작이 한 편도 없습니다. 한 줄에 한 편씩 적어 주십시오."],
    ),
    "a column missing": (
        replaced("ballots", ",score", ",points"),
        ["ballots.csv:1: score 열이 없습니다. 첫 줄에 열 이름을 적어 주십시오."],
    ),
    "an empty file": (
        lambda f: f.ballots.write_text(""),
        ["ballots.csv:1: panel, voter, finalist, score 열이 없습니다. 첫 줄에 열 이름을 적어 주십시오."],
    ),
    "a column twice": (
        replaced("ballots", "voter,", "voter,voter,"),
        ["ballots.csv:1: voter 열이 두 번 있습니다. 하나만 남겨 주십시오."],
    ),
    "rows of every wrong kind, each on its line": (
        appended(
            "ballots",
            "judges,v2,가1,5\nexperts,v2,다1,5\nexperts,v2,가1,101\nexperts,v2,가1,5.5\nexperts,,가1,5\nexperts,v1,가1,50\n"
            'experts,v3,"가\n1",5\nexperts,v4,가1,5,6\nexperts,v5,가1\nexperts,v6,가1,아흔\n',
        ),
        [
            "ballots.csv:22: 평가단 ‘judges’이(가) 규칙에 없습니다. experts, staff 가운데 하나로 고쳐 주십시오.",
            "ballots.csv:23: ‘다1’은(는) 본선 진출작이 아닙니다. 본선 진출작 파일과 같게 적어 주십시오.",
            "ballots.csv:24: 점수 101은(는) 범위 밖입니다. 0~100 사이 정수로 고쳐 주십시오.",
            "ballots.csv:25: 점수 ‘5.5’은(는) 정수가 아닙니다. 정수로 고치거나 칸을 비워 주십시오.",
            "ballots.csv:26: voter 칸이 비어 있습니다. 투표인을 적어 주십시오.",
            "ballots.csv:27: experts 투표인 ‘v1’이(가) ‘가1’에 두 번 투표했습니다. 한 줄만 남겨 주십시오.",
            "ballots.csv:28: ‘가 1’은(는) 본선 진출작이 아닙니다. 본선 진출작 파일과 같게 적어 주십시오.",
            "ballots.csv:30: 칸이 5개입니다. 쉼표가 든 이름은 따옴표로 묶어 4칸으로 맞춰 주십시오.",
            "ballots.csv:31: 칸이 3개뿐입니다. 4칸으로 맞춰 주십시오.",
            "ballots.csv:32: 점수 ‘아흔’은(는) 정수가 아닙니다. 정수로 고치거나 칸을 비워 주십시오.",
        ],
    ),
    "an open quote": (
        appended("ballots", 'experts,v2,"가1,5\nexperts,v3,가1,5\n'),
        ["ballots.csv:22: CSV로 읽을 수 없습니다. 이 줄부터 따옴표를 확인해 주십시오 (unexpected end of data)"],
    ),
    "an office suite's own encoding": (
        lambda f: f.ballots.write_bytes(f.ballots.read_text("utf-8").encode("cp949")),
        ["ballots.csv:2: UTF-8이 아닙니다. ‘CSV UTF-8’ 형식으로 다시 저장해 주십시오."],
    ),
    "a panel silent on a finalist": (
        replaced("ballots", "staff,v1,가2,50\n", ""),
        ["finalists.csv:3: ‘가2’에 staff 평가단이 낸 투표지가 ballots.csv에 하나도 없습니다. 점수를 넣어 주십시오."],
    ),
    "files that are not there": (
        lambda f: (f.rules.unlink(), f.ballots.unlink()),
        [
            f"{name}: 파일이 없습니다. 경로를 확인해 주십시오. (No such file or directory)"
            for name in ("rules.toml", "ballots.csv")
        ],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_with_its_file_line_and_what_to_mend(tmp_path: Path, case: str) -> None:
    files = write_contest(tmp_path)
    change, told = FAULTS[case]
    change(files)
    assert refused(files) == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("experts,e1,가3,1", "experts 투표인 ‘e1’이(가) 한 분야에서 2편보다 많이 골랐습니다. 2편만 남겨 주십시오."),
        ("experts,e1,나1,0", "score 0을(를) 1로 고치거나 비워 주십시오. 고르는 투표에서는 1만 씁니다."),
        ("experts,e1,가1,1", "experts 투표인 ‘e1’이(가) ‘가1’에 두 번 투표했습니다. 한 줄만 남겨 주십시오."),
    ],
)
def test_choices_have_their_own_faults(tmp_path: Path, row: str, told: str) -> None:
    two = [("experts", "e1", name, 1) for name in ("가1", "가2")]
    files = write_contest(tmp_path, rules_toml(ballot='form = "choices"\nmost = 2'), ballots=two)
    appended("ballots", row)(files)
    assert refused(files) == [f"ballots.csv:4: {told}"]


def test_a_file_full_of_faults_tells_the_first_thousand_and_how_many_more(tmp_path: Path) -> None:
    files = write_contest(tmp_path, ballots=[("judges", f"v{n}", "가1", 5) for n in range(1234)])
    told = refused(files)
    assert len(told) == 1001
    assert told[-1] == "ballots.csv: 고칠 곳이 234군데 더 있습니다."


@pytest.mark.parametrize(
    "out",
    [
        lambda f: f.ballots,
        lambda f: f.rules.parent,
        lambda f: f.rules.parent / "none" / "tally.json",
        lambda f: f.rules.parent / ".." / f.rules.parent.name / "rules.toml",
        lambda f: Path(os.devnull),
    ],
    ids=["an input", "a folder", "a missing folder", "an input by another way", "a device"],
)
def test_an_out_that_cannot_be_is_said_before_the_count_and_no_input_is_lost(
    tmp_path: Path, out: Callable[[ContestFiles], Path]
) -> None:
    files = write_contest(tmp_path)
    before = files.ballots.read_bytes()
    assert len(refused(ContestFiles(files.rules, files.finalists, files.ballots, out(files)))) == 1
    assert files.ballots.read_bytes() == before


def test_an_answer_of_yesterday_stays_when_today_is_refused(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    files.out.write_text("yesterday", "utf-8")
    appended("ballots", "judges,v2,가1,5\n")(files)
    refused(files)
    assert files.out.read_text("utf-8") == "yesterday"


def test_a_link_to_an_answer_stays_a_link(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    files.out.symlink_to(tmp_path / "elsewhere.json")
    tally_files(*files.paths)
    assert files.out.is_symlink()
    assert json.loads((tmp_path / "elsewhere.json").read_text("utf-8"))["turnout"] == {"experts": 1, "staff": 1}


def test_the_export_cannot_take_the_place_of_the_answer(tmp_path: Path) -> None:
    files = write_contest(tmp_path)
    with pytest.raises(BadFile):
        tally_files(*files.paths, export_to=files.out)
    assert not files.out.exists()
