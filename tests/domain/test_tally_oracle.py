"""The count agrees with an independent oracle on random finals; TALLY_FINALS sets how many (the full run is 10,000)."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from assistant.errors import PanelSilent

from .tally_finals import Final, counted, finals
from .tally_oracle import expected, silent

FINALS = int(os.environ.get("TALLY_FINALS", "500"))


@settings(max_examples=FINALS, deadline=None, suppress_health_check=list(HealthCheck))
@given(finals())
def test_every_final_is_counted_as_the_oracle_counts_it(final: Final) -> None:
    missing = silent(final.rules, final.finalists, final.rows)
    if missing:
        with pytest.raises(PanelSilent) as refused:
            counted(final)
        assert set(refused.value.missing) == missing
    else:
        assert counted(final) == expected(final.rules, final.finalists, final.rows)
