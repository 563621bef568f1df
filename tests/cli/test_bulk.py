"""The bulk commands keep their contract: other programs call them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import read_rows, write_rows

CALL = "인공지능이 날마다 전화를 걸어 안부를 묻습니다. 응답이 없으면 알립니다."
CORPUS: list[dict[str, Any]] = [
    {"id": "1", "title": "혼자 사는 어르신 안부 전화", "body": CALL},
    {
        "id": "2",
        "title": "독거노인 AI 안부 확인",
        "problem": "돌봄 인력이 모자랍니다.",
        "idea": "AI가 매일 어르신께 전화하여 안부를 여쭙니다.",
    },
    {
        "id": "3",
        "title": "공사비 자동 계산",
        "body": "자재 단가를 모아 적정 공사비를 계산합니다.",
        "votes": 3,
        "other": None,
    },
    {"id": "4", "title": "혼자 사는 어르신 안부 전화", "body": CALL.replace("걸어 ", "걸어, ").replace(".", "!")},
    {"id": "빈 글", "title": "", "body": ""},
    {
        "id": "html",
        "title": "<b>가로등</b>",
        "body": "<p>어두운 골목에 가로등을 설치합니다.</p>&nbsp;<script>x()</script>",
    },
    {"id": "long", "title": "긴 글", "body": "띄어쓰기없이길게쓴글" * 2_000},
    {"id": "nfd", "title": unicodedata.normalize("NFD", "독거노인"), "body": "\0\u202e😀👨‍👩‍👧"},
]


def test_rank_answers_every_query_in_order_and_never_with_itself(run: Callable[..., int], tmp_path: Path) -> None:
    corpus, out = write_rows(tmp_path / "c.jsonl", CORPUS), tmp_path / "r.jsonl"
    assert run("rank", "--corpus", corpus, "--queries", corpus, "--top", 3, "--out", out) == 0
    answers = read_rows(out)
    assert [answer["id"] for answer in answers] == [row["id"] for row in CORPUS]
    for answer in answers:
        near = answer["neighbours"]
        assert len(near) == 3
        assert answer["id"] not in {n["id"] for n in near}
        assert all(0 <= n["similarity"] <= 1 for n in near)
        assert [n["similarity"] for n in near] == sorted((n["similarity"] for n in near), reverse=True)
        assert {n["kind"] for n in near} <= {"exact", "near_duplicate", "related", "none"}
    first = answers[0]["neighbours"]
    assert (first[0]["id"], first[0]["kind"]) == ("4", "exact")
    assert first[1]["id"] == "2"


def test_compare_quotes_both_texts_verbatim(run: Callable[..., int], tmp_path: Path) -> None:
    corpus, out = write_rows(tmp_path / "c.jsonl", CORPUS), tmp_path / "o.jsonl"
    pairs = [{"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "1", "b": "4"}, {"a": "html", "b": "빈 글"}]
    assert run("compare", "--corpus", corpus, "--pairs", write_rows(tmp_path / "p.jsonl", pairs), "--out", out) == 0
    answers = read_rows(out)
    assert [(answer["a"], answer["b"]) for answer in answers] == [(p["a"], p["b"]) for p in pairs]
    texts = {row["id"]: "\n".join(str(row.get(f, "")) for f in ("title", "problem", "idea", "body")) for row in CORPUS}
    assert answers[0]["evidence"]
    for answer in answers:
        for pair in answer["evidence"]:
            assert pair["a"] in texts[answer["a"]]
            assert pair["b"] in texts[answer["b"]]
    assert answers[0]["similarity"] > answers[1]["similarity"]
    assert answers[2]["kind"] == "exact"
    assert answers[3]["evidence"] == []


def test_advise_answers_every_row_with_its_own_sentences(run: Callable[..., int], tmp_path: Path) -> None:
    proposals, out = write_rows(tmp_path / "p.jsonl", CORPUS), tmp_path / "a.jsonl"
    assert run("advise", "--proposals", proposals, "--out", out) == 0
    answers = read_rows(out)
    assert [answer["id"] for answer in answers] == [row["id"] for row in CORPUS]
    for answer, row in zip(answers, CORPUS, strict=True):
        assert answer["track"] in {"internal_process", "citizen_service", "undecided"}
        assert 0 <= answer["confidence"] <= 100
        assert isinstance(answer["confidence"], int)
        assert answer["why"]
        assert all(any(s in str(v) for v in row.values()) for s in answer["pitch_sources"])
        assert answer["advisor"]["kind"] == "offline"
        assert set(answer["advisor"]) == {"kind", "model", "prompt", "seconds", "input_tokens", "output_tokens"}
    assert answers[0]["track"] == "citizen_service"


def test_a_second_run_gives_the_same_bytes(run: Callable[..., int], tmp_path: Path) -> None:
    corpus = write_rows(tmp_path / "c.jsonl", CORPUS)
    for name in ("one", "two"):
        run("rank", "--corpus", corpus, "--queries", corpus, "--out", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ('{"id": "1", "title": "하나"}\n{"id": "1", "title": "둘"}\n{"title": "셋"}\n{broken\n', [2, 3, 4]),
        ('{"id": "1"}\n', [1]),
    ],
)
def test_bad_rows_are_named_and_nothing_is_written(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: str, lines: list[int]
) -> None:
    corpus, out = tmp_path / "c.jsonl", tmp_path / "r.jsonl"
    corpus.write_text(rows, "utf-8")
    assert run("rank", "--corpus", corpus, "--queries", corpus, "--out", out) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert [line.rsplit("c.jsonl:", 1)[1].split(":")[0] for line in told] == [str(line) for line in lines]
    assert not out.exists()
    assert list(tmp_path.glob(".*")) == []


def test_a_pair_with_an_unknown_id_is_named(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_rows(tmp_path / "c.jsonl", CORPUS)
    pairs = write_rows(tmp_path / "p.jsonl", [{"a": "1", "b": "2"}, {"a": "1", "b": "없음"}, {"a": "1"}])
    assert run("compare", "--corpus", corpus, "--pairs", pairs, "--out", tmp_path / "o") == 2
    assert [line.split(": ")[0][-1] for line in capsys.readouterr().err.strip().splitlines()] == ["2", "3"]


def test_a_configured_model_that_is_not_configured_is_refused(run: Callable[..., int], tmp_path: Path) -> None:
    proposals = write_rows(tmp_path / "p.jsonl", CORPUS)
    assert run("advise", "--proposals", proposals, "--out", tmp_path / "a", "--advisor", "configured") == 2
    assert not (tmp_path / "a").exists()


def test_import_reports_refused_rows_and_keeps_the_others(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", write_rows(tmp_path / "c.jsonl", CORPUS), "--as", "archive") == 2
    told = capsys.readouterr()
    assert "7건을 넣었습니다" in told.out
    assert "c.jsonl:5:" in told.err


def test_the_doctor_finds_a_fresh_installation_well(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("doctor") == 0
    told = capsys.readouterr().out
    assert "문제" not in told
    assert "o200k_base" in told
