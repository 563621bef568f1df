"""A rehearsal on made ballots and on two uploaded files."""

from __future__ import annotations

import pytest

from assistant.domain.person import Person, Role
from assistant.errors import BadFile, NotAllowed, RehearsalTooLarge
from assistant.services.rehearsing import LARGEST_FILE, rehearse_made, rehearse_past
from assistant.services.ruling import check
from tests.contest import FINALISTS, csv_text, rules_toml

OH = Person("oh", "오운영", "", frozenset({Role.ORGANISER}))
RULES = check(rules_toml())
LISTED = csv_text(("finalist", "track"), FINALISTS).encode()
CAST = csv_text(
    ("panel", "voter", "finalist", "score"),
    [
        (panel, voter, name, 50 + (7 * voter + 3 * at) % 20)
        for panel, size in (("experts", 4), ("staff", 6))
        for voter in range(size)
        for at, (name, _) in enumerate(FINALISTS)
    ],
).encode()


def test_made_contests_are_all_counted_and_can_be_repeated() -> None:
    first = rehearse_made(OH, RULES, {"experts": 3, "staff": 10}, 0, "2026", 10)
    assert first.comparisons[0].contests + first.silent == 10
    assert first == rehearse_made(OH, RULES, {"experts": 3, "staff": 10}, 0, "2026", 10)


def test_past_ballots_are_counted_once_as_they_were_and_many_times_drawn_anew() -> None:
    as_cast, redrawn = rehearse_past(OH, RULES, LISTED, CAST, "2026", 12)
    assert as_cast.comparisons[0].contests == 1
    assert redrawn.comparisons[0].contests + redrawn.silent == 12


def test_a_broken_file_is_told_with_its_line() -> None:
    with pytest.raises(BadFile, match=r"ballots\.csv:2"):
        rehearse_past(OH, RULES, LISTED, b"panel,voter,finalist,score\nexperts,1,nobody,3\n", "2026", 1)


def test_a_file_too_large_to_wait_for_is_refused() -> None:
    with pytest.raises(BadFile, match="5MB"):
        rehearse_past(OH, RULES, LISTED, b"x" * (LARGEST_FILE + 1), "2026", 1)


def test_rules_with_a_billion_finalists_are_refused_before_anything_is_made() -> None:
    with pytest.raises(RehearsalTooLarge):
        rehearse_made(OH, check(rules_toml(tracks={"a": 10**9})), {"experts": 13, "staff": 100}, 0, "2026", 10)


def test_limits_and_roles_are_kept() -> None:
    with pytest.raises(ValueError, match="1 to"):
        rehearse_made(OH, RULES, {"experts": 3, "staff": 10_000}, 0, "2026", 10)
    with pytest.raises(NotAllowed):
        rehearse_made(Person("kim", "김", ""), RULES, {"experts": 3}, 0, "2026", 10)
