"""Groups of vectors: what is together, what is alone, and that nothing depends on chance."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.index.groups import Groups, group
from assistant.index.nearest import nearest

Rows = NDArray[np.float32]


def _unit(rows: Rows) -> Rows:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _families(sizes: list[int], spread: float, seed: int = 0) -> tuple[Rows, NDArray[np.int64]]:
    """Families around random middles; `spread` .05 is a close one, .08 a loose one (mean cosine about .4)."""
    chance = np.random.default_rng(seed)
    middles = _unit(chance.normal(size=(len(sizes), 128)).astype(np.float32))
    which = np.repeat(np.arange(len(sizes)), sizes)
    return _unit(middles[which] + spread * chance.normal(size=(len(which), 128)).astype(np.float32)), which


def _as_sets(labels: NDArray[np.int32]) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == number).tolist()) for number in np.unique(labels[labels >= 0])}


def test_families_of_any_size_are_found_and_loners_stay_alone() -> None:
    vectors, which = _families([2, 5, 10, 40, 150, *[1] * 30], 0.05)
    found = group(vectors).ideas
    assert _as_sets(found) == _as_sets(np.where(which < 5, which, -1).astype(np.int32))


def test_a_loose_family_larger_than_the_neighbourhood_is_one() -> None:
    vectors, _which = _families([120, *[1] * 60], 0.09)
    found = group(vectors).ideas
    assert np.bincount(found[:120] + 1).argmax() == 1
    assert np.mean(found[:120] == 0) > 0.9
    assert (found[120:] == -1).all()


def test_numbers_go_by_size_and_every_idea_lies_in_one_theme() -> None:
    vectors, _which = _families([3, 9, 6, 30, 12], 0.06)
    found = group(vectors)
    sizes = np.bincount(found.ideas[found.ideas >= 0])
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)
    for number in range(len(sizes)):
        assert len(set(found.themes[found.ideas == number].tolist())) == 1
        assert found.themes[found.ideas == number][0] >= 0


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11])
def test_few_rows_and_rows_without_letters_get_an_answer(count: int) -> None:
    vectors, _which = _families([max(count, 1)], 0.03)
    vectors = vectors[:count]
    found = group(np.concatenate([vectors, np.zeros((2, 128), np.float32)]))
    assert found.ideas.tolist() == [0 if count > 1 else -1] * count + [-1, -1]


def test_equal_rows_are_one_group_however_many() -> None:
    vectors, _which = _families([1, 1, 1], 0.05)
    found = group(np.repeat(vectors, [375, 1, 2], axis=0))
    assert found.ideas.tolist() == [0] * 375 + [-1] + [1] * 2


def test_twice_the_same_rows_twice_the_same_groups() -> None:
    vectors, _which = _families([7] * 60, 0.08, seed=3)
    first, second = group(vectors), group(vectors.copy())
    assert first.ideas.tolist() == second.ideas.tolist()
    assert first.themes.tolist() == second.themes.tolist()


def test_a_run_that_starts_from_the_last_one_finds_the_same() -> None:
    vectors, _which = _families([7] * 40 + [1] * 20, 0.06, seed=4)
    first = group(vectors[:-10])
    unknown = np.full(10, -1, np.int32)
    start = Groups(np.concatenate([first.ideas, unknown]), np.concatenate([first.themes, unknown]))
    assert _as_sets(group(vectors, start).ideas) >= _as_sets(first.ideas)


@pytest.mark.parametrize("n", [2, 40, 9_000])
def test_the_nearest_are_exact_and_equal_ones_come_in_order(n: int) -> None:
    chance = np.random.default_rng(n)
    vectors = _unit(chance.normal(size=(n, 16)).astype(np.float32))
    vectors[n // 2] = vectors[0]
    found = nearest(vectors, 12)
    rows = [0, n // 2, n - 1]
    likeness = np.round(vectors[rows] @ vectors.T, 5)
    likeness[np.arange(3), rows] = -2.0
    wanted = np.argsort(-likeness, axis=1, kind="stable")[:, : min(12, n - 1)]
    assert found.rows[rows].tolist() == wanted.tolist()
    assert np.allclose(found.cosines[rows], np.take_along_axis(likeness, wanted, 1), atol=2e-5)
