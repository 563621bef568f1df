"""Files stay small enough to be read in one go."""

from __future__ import annotations

import statistics
from pathlib import Path

ASSISTANT = Path(__file__).parents[2] / "assistant"
LONGEST = 300
LONGEST_PAGE = 120
LARGEST_MEDIAN = 100


def _lines(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(ASSISTANT)): len(p.read_text("utf-8").splitlines()) for p in folder.rglob("*.py")}


def test_no_module_is_longer_than_a_reader_can_take_in() -> None:
    assert {name: size for name, size in _lines(ASSISTANT).items() if size > LONGEST} == {}


def test_pages_are_short() -> None:
    assert {name: size for name, size in _lines(ASSISTANT / "ui" / "pages").items() if size > LONGEST_PAGE} == {}


def test_the_usual_module_is_short() -> None:
    sizes = [size for size in _lines(ASSISTANT).values() if size > 5]
    assert statistics.median(sizes) <= LARGEST_MEDIAN
