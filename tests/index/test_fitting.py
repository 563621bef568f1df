"""Fitting to judged pairs, and judging a fit on what it has not seen."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.index.fitting import NO_LINE, begins, chances, families, fit, unseen

PRIOR, LOOSE = np.array([1.0, 0.0]), np.array([3.0, 3.0])


def drawn(slope: float, place: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(7)
    x = chance.normal(0.0, 2.0, (count, 1))
    y = (chance.random(count) < 1.0 / (1.0 + np.exp(-(slope * x[:, 0] + place)))).astype(float)
    return x, y


def test_many_pairs_find_the_slope_and_place_they_were_drawn_from() -> None:
    found = fit(*drawn(2.0, -1.0, 4_000), PRIOR, LOOSE)
    assert found == pytest.approx([2.0, -1.0], abs=0.2)


def test_few_pairs_stay_near_what_was_expected_and_a_held_weight_does_not_move() -> None:
    x, y = drawn(4.0, 3.0, 5)
    near = fit(x, y, PRIOR, np.array([0.1, 0.1]))
    assert near == pytest.approx(PRIOR, abs=0.3)
    assert fit(x, y, PRIOR, np.array([0.0, 3.0]))[0] == PRIOR[0]


def test_no_pair_is_judged_by_a_fit_that_saw_its_family() -> None:
    x, y = drawn(1.0, 0.0, 60)
    names = [f"family {number // 3}" for number in range(60)]
    before = unseen(x, y, names, PRIOR, LOOSE)
    turned = y.copy()
    turned[:3] = 1.0 - turned[:3]  # other labels in one family
    after = unseen(x, turned, names, PRIOR, LOOSE)
    assert after[:3] == pytest.approx(before[:3])
    assert not np.allclose(after, before)


def test_a_line_is_drawn_where_even_the_low_end_of_the_interval_is_right_enough() -> None:
    shown = np.linspace(1.0, 0.0, 200)
    is_right = np.arange(200) < 100
    line = begins(shown, is_right, 0.9)
    above = is_right[shown >= line]
    assert above.mean() > 0.93
    assert len(above) > 90
    assert begins(shown[:30], is_right[:30], 0.9) == NO_LINE  # thirty of thirty may still be .89


def test_pairs_that_share_a_text_through_others_are_one_family() -> None:
    names = families([("a", "b"), ("c", "d"), ("b", "e"), ("d", "f"), ("g", "h")])
    assert names[0] == names[2]
    assert names[1] == names[3]
    assert len(set(names)) == 3


def test_chances_are_those_of_the_odds() -> None:
    assert chances(np.array([[0.0], [2.0]]), np.array([1.0, 0.0])) == pytest.approx([0.5, 0.8808], abs=1e-4)
