"""The program a stranger runs gives every random final the result the application gives."""

from __future__ import annotations

import importlib.util
import os
from fractions import Fraction
from pathlib import Path
from types import ModuleType

from hypothesis import HealthCheck, assume, given, settings

from assistant.documents.contest_export import MEMBERS, export
from assistant.documents.contest_zip import unpack
from assistant.domain.ballot import Ballot, Finalist
from assistant.errors import PanelSilent

from ..contest import rules_toml
from ..domain.tally_finals import Final, counted, finals

FINALS = int(os.environ.get("TALLY_FINALS", "500")) // 5


def loaded() -> ModuleType:
    path = Path(__file__).parents[2] / "docs" / "recount" / "recount.py"
    spec = importlib.util.spec_from_file_location("recount_program", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PROGRAM = loaded()


def rules_file(final: Final) -> bytes:
    """The plain rules of a final as the organiser's file."""
    plain = final.rules
    low, high, most = plain["bounds"]
    bounds = f"most = {most}" if plain["form"] == "choices" else f"minimum = {low}\nmaximum = {high}"
    return rules_toml(
        tracks=dict.fromkeys(plain["tracks"], 99),
        panels={code: str(Fraction(*weight)) for code, weight in plain["panels"].items()},
        ballot=f'form = "{plain["form"]}"\n{bounds}',
        panel_score=plain["panel_score"],
        order=plain["order"],
        per_track=str([list(step) for step in plain["ladder"]]),
        grand_prize=plain["grand_prize"],
        minimum_total=f'"{Fraction(*plain["minimum_total"])}"',
    ).encode()


@settings(max_examples=FINALS, deadline=None, suppress_health_check=list(HealthCheck))
@given(finals())
def test_the_program_counts_every_final_as_the_application_does(final: Final) -> None:
    try:
        expected = counted(final)
    except PanelSilent:
        assume(False)
    listed, ballots = [Finalist(*each) for each in final.finalists], [Ballot(*row) for row in final.rows]
    members, changed_at = unpack(export(rules_file(final), listed, ballots, b"", {}, {}), MEMBERS)
    assert changed_at is None
    assert PROGRAM.count(members, PROGRAM.check_seals(members, "")) == expected


def test_the_program_is_short_and_stands_alone() -> None:
    source = (Path(__file__).parents[2] / "docs" / "recount" / "recount.py").read_text("utf-8")
    assert len(source.splitlines()) <= 200
    assert "assistant" not in source
    assert "float(" not in source
