"""The vector index on a real Chroma."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexBusy, IndexUnavailable
from assistant.index.vectors import VectorIndex, erase


def _units(many: int, seed: int = 0) -> np.ndarray:
    found = np.random.default_rng(seed).normal(size=(many, 16)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VectorIndex]:
    opened = VectorIndex.local(tmp_path / "chroma", "model/int8@1")
    yield opened
    opened.close()


def test_the_nearest_vector_comes_first_with_its_cosine(index: VectorIndex) -> None:
    units = _units(300)
    index.upsert("archive", [f"i{n}" for n in range(300)], units)
    found = index.query("archive", units[7], 5)
    assert found[0][0] == "i7"
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    exact = np.sort(units @ units[7])[::-1][:5]
    assert [cosine for _, cosine in found] == pytest.approx(exact.tolist(), abs=1e-5)


def test_an_upsert_replaces_and_a_delete_takes_out(index: VectorIndex) -> None:
    units = _units(3)
    index.upsert("archive", ["a", "b"], units[:2])
    index.upsert("archive", ["a"], units[2:])
    assert index.count("archive") == 2
    assert index.query("archive", units[2], 1)[0][0] == "a"
    index.delete("archive", ["a", "never there"])
    assert [key for key, _ in index.query("archive", units[2], 5)] == ["b"]


def test_collections_do_not_mix(index: VectorIndex) -> None:
    index.upsert("archive", ["a"], _units(1))
    assert index.query("proposal", _units(1)[0], 5) == []


def test_vectors_stay_after_the_index_is_opened_again(tmp_path: Path) -> None:
    first = VectorIndex.local(tmp_path / "chroma", "m")
    first.upsert("archive", ["a"], _units(1))
    first.close()
    second = VectorIndex.local(tmp_path / "chroma", "m")
    try:
        assert second.count("archive") == 1
    finally:
        second.close()


def test_another_space_is_another_collection(tmp_path: Path) -> None:
    first = VectorIndex.local(tmp_path / "chroma", "m1")
    first.upsert("archive", ["a"], _units(1))
    first.close()
    second = VectorIndex.local(tmp_path / "chroma", "m2")
    try:
        assert second.count("archive") == 0
    finally:
        second.close()


def test_a_second_process_is_refused_at_once(index: VectorIndex, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from assistant.errors import IndexBusy\nfrom assistant.index.vectors import VectorIndex\n"
        "try: VectorIndex.local(Path(sys.argv[1]), 'm')\nexcept IndexBusy: sys.exit(7)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path / "chroma")], timeout=60, check=False)
    assert ended.returncode == 7


def test_an_index_in_use_is_not_erased(index: VectorIndex, tmp_path: Path) -> None:
    with pytest.raises(IndexBusy):
        erase(tmp_path / "chroma")
    assert index.count("archive") == 0


def test_vectors_of_another_length_are_refused(index: VectorIndex) -> None:
    index.upsert("archive", ["a"], _units(1))
    with pytest.raises(IndexUnavailable):
        index.upsert("archive", ["b"], np.ones((1, 3), dtype=np.float32))


def test_a_server_that_does_not_answer_is_named_as_such() -> None:
    with pytest.raises(IndexUnavailable):
        VectorIndex.remote("http://127.0.0.1:9", "m")
