"""A share never stands alone."""

from __future__ import annotations

import pytest

from assistant.domain.calibration import calibration
from assistant.domain.share import ENOUGH, Share


def test_the_interval_is_wilsons() -> None:
    low, high = Share(97, 101).interval  # figures computed by hand from the formula of Wilson (1927)
    assert (round(low, 3), round(high, 3)) == (0.903, 0.984)
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(5, 5).interval[0] < 0.6
    assert Share(0, 40).interval[0] == 0.0


@pytest.mark.parametrize(("said", "is_known"), [(0, False), (ENOUGH - 1, False), (ENOUGH, True)])
def test_nothing_is_claimed_on_fewer_than_thirty(said: int, is_known: bool) -> None:
    assert Share(0, said).is_enough is is_known


def test_pairs_fall_into_the_band_of_the_chance_that_was_shown() -> None:
    found = calibration("us", [0.0, 0.049, 0.05, 0.5, 0.8, 1.0], [0, 1, 2, 2, 0, 2], line=0.5)
    assert [band.same for band in found.bands] == [
        Share(0, 2),
        Share(1, 1),
        Share(0, 0),
        Share(1, 1),
        Share(0, 0),
        Share(1, 2),
    ]
    assert found.called_same == Share(2, 3)
    assert found.found == Share(2, 3)
    assert found.look_alikes == Share(1, 2)
    assert (found.same, found.related, found.different, found.pairs) == (3, 1, 2, 6)
