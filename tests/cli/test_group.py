"""`assistant group` keeps its contract: other programs call it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import read_rows, write_rows

BUSES = [
    "출근 시간 마을버스를 더 자주 다니게 해 주세요. 정류장마다 줄이 깁니다.",
    "아침 출근길 마을버스 배차 간격을 줄여 주십시오. 기다리는 줄이 너무 깁니다.",
    "마을버스가 출근 시간에 모자랍니다. 아침에 더 자주 운행하면 좋겠습니다.",
    "출근 시간대 마을버스 증차를 요청합니다. 정류장에서 오래 기다립니다.",
]
CALLS = [
    "혼자 사는 어르신께 인공지능이 날마다 전화를 걸어 안부를 묻습니다.",
    "독거노인 안부 확인을 AI 전화로 매일 합니다.",
    "AI가 매일 홀로 계신 어르신에게 안부 전화를 드립니다.",
]
ALONE = ["도서관 책 소독기를 늘립니다.", "옥상 텃밭에 빗물 저장통을 설치합니다.", "회의록을 자동으로 요약합니다."]
ROWS: list[dict[str, Any]] = [
    *({"id": f"bus{n}", "title": "마을버스 증차", "body": text} for n, text in enumerate(BUSES)),
    *({"id": f"call{n}", "title": "어르신 안부 전화", "idea": text} for n, text in enumerate(CALLS)),
    *({"id": f"alone{n}", "title": text, "body": ""} for n, text in enumerate(ALONE)),
    {"id": "빈 글", "title": "", "body": ""},
    {"id": "빈 글 둘", "title": " ", "body": "<br>"},
    {"id": "기호", "title": "😀👨‍👩‍👧", "body": "\0\u202e"},
]


def test_families_are_together_and_loners_alone(run: Callable[..., int], tmp_path: Path) -> None:
    out, labels = tmp_path / "g.jsonl", tmp_path / "l.jsonl"
    assert run("group", "--corpus", write_rows(tmp_path / "c.jsonl", ROWS), "--out", out, "--labels", labels) == 0
    found = {row["id"]: row["cluster"] for row in read_rows(out)}
    assert list(found) == [row["id"] for row in ROWS]
    buses, calls = {found[f"bus{n}"] for n in range(4)}, {found[f"call{n}"] for n in range(3)}
    assert len(buses) == len(calls) == 1
    assert not buses & calls
    assert all(found[key] is None for key in ("alone0", "alone1", "alone2", "빈 글", "빈 글 둘", "기호"))
    first, second = read_rows(labels)
    assert set(first) == {"cluster", "label", "size", "keywords", "examples"}
    assert (first["cluster"], first["size"]) == (found["bus0"], 4)
    assert "마을버스" in first["label"]
    assert "안부" in "".join(second["keywords"])
    assert set(second["examples"]) == {"call0", "call1", "call2"}


def test_the_same_input_gives_the_same_bytes(run: Callable[..., int], tmp_path: Path) -> None:
    corpus = write_rows(tmp_path / "c.jsonl", ROWS)
    written = []
    for turn in range(2):
        out, labels = tmp_path / f"g{turn}.jsonl", tmp_path / f"l{turn}.jsonl"
        assert run("group", "--corpus", corpus, "--out", out, "--labels", labels, "--map") == 0
        written.append((out.read_bytes(), labels.read_bytes()))
    assert written[0] == written[1]
    assert all({"id", "cluster", "x", "y"} == set(row) for row in read_rows(tmp_path / "g0.jsonl"))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_handful_gets_an_answer_with_names_and_map(run: Callable[..., int], tmp_path: Path, count: int) -> None:
    corpus = write_rows(tmp_path / "c.jsonl", ROWS[6 : 6 + count])
    out, labels = tmp_path / "g.jsonl", tmp_path / "l.jsonl"
    assert run("group", "--corpus", corpus, "--out", out, "--labels", labels, "--map") == 0
    assert len(read_rows(out)) == count


def test_375_identical_proposals_are_one_group(run: Callable[..., int], tmp_path: Path) -> None:
    rows = [{"id": str(n), "title": "마을버스 증차", "body": BUSES[0]} for n in range(375)]
    out, labels = tmp_path / "g.jsonl", tmp_path / "l.jsonl"
    assert (
        run("group", "--corpus", write_rows(tmp_path / "c.jsonl", rows), "--out", out, "--labels", labels, "--map") == 0
    )
    assert {row["cluster"] for row in read_rows(out)} == {"g1"}
    assert [row["size"] for row in read_rows(labels)] == [375]


def test_nothing_is_written_where_a_row_cannot_be_named(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, labels = tmp_path / "g.jsonl", tmp_path / "l.jsonl"
    corpus = write_rows(tmp_path / "c.jsonl", [*ROWS, {"title": "번호 없음"}, {"id": "bus0", "title": "또"}])
    assert run("group", "--corpus", corpus, "--out", out, "--labels", labels) == 2
    assert not out.exists()
    assert not labels.exists()
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1] for line in told] == [str(len(ROWS) + 1), str(len(ROWS) + 2)]


def test_neither_file_may_be_the_other(run: Callable[..., int], tmp_path: Path) -> None:
    corpus = write_rows(tmp_path / "c.jsonl", ROWS)
    before = corpus.read_bytes()
    assert run("group", "--corpus", corpus, "--out", corpus) == 2
    assert run("group", "--corpus", corpus, "--out", tmp_path / "g.jsonl", "--labels", corpus) == 2
    assert run("group", "--corpus", corpus, "--out", tmp_path / "g.jsonl", "--labels", tmp_path / "g.jsonl") == 2
    assert corpus.read_bytes() == before
    assert not (tmp_path / "g.jsonl").exists()
