"""The map: the same picture from the same rows, newcomers among their neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.index.layout import SIDE, lay_out, place_new
from assistant.index.nearest import nearest


def _families(count: int) -> NDArray[np.float32]:
    chance = np.random.default_rng(1)
    middles = chance.normal(size=(6, 32))
    rows = middles[np.arange(count) % 6] + 0.3 * chance.normal(size=(count, 32))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_the_same_rows_give_the_same_picture_and_families_lie_together() -> None:
    vectors = _families(90)
    first = lay_out(vectors)
    assert first.tobytes() == lay_out(vectors.copy()).tobytes()
    assert np.abs(first).max() <= 0.6 * SIDE
    own, others = (
        np.linalg.norm(first[0] - first[[row for row in range(1, 90) if (row % 6 == 0) is same]], axis=1).mean()
        for same in (True, False)
    )
    assert own < others / 2


@pytest.mark.parametrize("count", [0, 1, 3, 7])
def test_a_handful_has_places_of_its_own(count: int) -> None:
    places = lay_out(_families(count) if count else np.zeros((0, 32), np.float32))
    assert len({tuple(place) for place in places.tolist()}) == count


def test_newcomers_land_among_their_neighbours_and_the_old_stay() -> None:
    vectors = _families(60)
    start = np.asarray(np.random.default_rng(2).normal(size=(60, 2)), np.float32)
    start[50:] = np.nan
    near = nearest(vectors, 10)
    placed = place_new(near, start)
    assert placed[:50].tobytes() == start[:50].tobytes()
    assert not np.isnan(placed).any()
    beside = [row for row in near.rows[55] if row < 50 or row < 55][:3]
    assert np.linalg.norm(placed[55] - placed[beside].mean(axis=0)) < 3.0
