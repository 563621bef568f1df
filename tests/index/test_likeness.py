"""The formula: what raises and what lowers a likeness."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.index.likeness import features, odds
from assistant.index.profile import load_profile

PROFILE = load_profile("multilingual-e5-small/int8@1")


def _odds(meaning: float, words: float, titles: float, direction: float = 0.0, letters: int = 300) -> float:
    numbers = (meaning, words, titles, direction, letters)
    found = features(*(np.array([number], np.float32) for number in numbers))
    return float(odds(found, PROFILE.weights, PROFILE.bias)[0])


def test_nearer_in_meaning_is_always_more_alike() -> None:
    rising = [_odds(meaning, 0.1, 0.2) for meaning in np.linspace(-1.0, 1.0, 21)]
    assert rising == sorted(rising)


def test_more_shared_letters_than_enough_add_nothing() -> None:
    assert _odds(0.5, 0.12, 1.0) > _odds(0.5, 0.02, 1.0)
    assert _odds(0.5, 0.6, 1.0) == pytest.approx(_odds(0.5, 0.12, 1.0))


def test_much_shared_text_under_unlike_titles_looks_like_a_form_and_a_full_copy_does_not() -> None:
    assert _odds(0.6, 0.5, 0.0) < _odds(0.6, 0.12, 0.0) - 1.0
    assert _odds(0.6, 0.95, 0.0) == pytest.approx(_odds(0.6, 0.12, 0.0))


def test_opposite_demands_are_far_less_alike_than_equal_ones() -> None:
    assert _odds(0.8, 0.5, 0.5, direction=-0.6) < _odds(0.8, 0.5, 0.5, direction=0.6) - 4.0


def test_two_short_texts_need_less_likeness_than_two_long_ones_up_to_an_end() -> None:
    falling = [_odds(0.6, 0.1, 0.2, letters=letters) for letters in (50, 100, 300, 700, 5_000)]
    assert falling[0] == falling[1] > falling[2] > falling[3] == falling[4]


def test_a_shared_title_makes_up_for_less_in_a_short_text_than_in_a_title_alone() -> None:
    def worth(letters: int) -> float:
        return _odds(0.6, 0.1, 0.8, letters=letters) - _odds(0.6, 0.1, 0.0, letters=letters)

    assert 0.0 < worth(50) < worth(700)
    assert worth(0) == pytest.approx(worth(700))
    assert _odds(0.6, 0.1, 0.0, letters=700) < _odds(0.6, 0.1, 0.0, letters=0) < _odds(0.6, 0.1, 0.0, letters=50)
