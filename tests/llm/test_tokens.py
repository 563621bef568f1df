"""Tokens are counted with the vendored vocabulary, or estimated, and nothing is downloaded."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import tiktoken.load

from assistant.llm import tokens
from assistant.llm.tokens import CACHED_NAME, SHA256, Tokens

KOREAN = "부서마다 흩어진 자료를 인공지능이 한 표로 모아 담당자가 바로 볼 수 있게 합니다. "


@pytest.fixture(autouse=True)
def no_download(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(blobpath: str) -> bytes:
        raise AssertionError(f"tried to download {blobpath}")

    monkeypatch.setattr(tiktoken.load, "read_file", refuse)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")


def test_known_texts_have_the_counts_openai_documents(tmp_path: Path) -> None:
    counted = Tokens(tmp_path / "cache")
    assert not counted.is_estimate
    assert counted.count("tiktoken is great!") == 6
    assert counted.count("") == 0
    assert counted.count("<|endoftext|>") > 1
    assert counted.count("\ud800") > 0


def test_the_file_lies_where_tiktoken_looks_and_nothing_else_is_left(tmp_path: Path) -> None:
    Tokens(tmp_path).count("x")
    assert [p.name for p in tmp_path.iterdir()] == [CACHED_NAME]
    assert hashlib.sha256((tmp_path / CACHED_NAME).read_bytes()).hexdigest() == SHA256
    assert os.environ["TIKTOKEN_CACHE_DIR"] == str(tmp_path)


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / CACHED_NAME).write_bytes(b"half a fi")
    assert tokens.unpack(tmp_path)
    assert hashlib.sha256((tmp_path / CACHED_NAME).read_bytes()).hexdigest() == SHA256


def test_without_the_vocabulary_the_count_is_a_careful_estimate(tmp_path: Path) -> None:
    exact = Tokens(tmp_path / "cache").count(KOREAN)
    (tmp_path / "file").write_text("in the way")
    estimated = Tokens(tmp_path / "file" / "cache")
    assert estimated.is_estimate
    assert exact <= estimated.count(KOREAN) <= 3 * exact


def test_texts_are_cut_to_the_budget_and_short_ones_stay_whole(tmp_path: Path) -> None:
    counted = Tokens(tmp_path)
    short, long, longer = KOREAN.strip(), KOREAN * 20, KOREAN * 50
    cut = counted.cut([long, short, longer], 400)
    assert cut[1] == short
    assert sum(map(counted.count, cut)) <= 400
    assert sum(map(counted.count, cut)) > 350
    for text, whole in ((cut[0], long), (cut[2], longer)):
        assert text.endswith("…")
        assert whole.startswith(text[:-1])


def test_a_budget_that_fits_nothing_leaves_nothing(tmp_path: Path) -> None:
    assert Tokens(tmp_path).cut([KOREAN, KOREAN], 0) == ["", ""]
    assert Tokens(tmp_path).cut([], 10) == []
