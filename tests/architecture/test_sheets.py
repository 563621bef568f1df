"""The sheets on security and accessibility name every item of their lists, and nothing that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.config import PROJECT

SHEETS = {name: (PROJECT / "docs" / f"{name}.md").read_text("utf-8") for name in ("security", "accessibility")}
NAMED = re.compile(r"`((?:tests|assistant|docs|benchmarks|evals)/[^`\s]+\.\w+)(?:::(\w+))?`")
KOREAN = {
    "입력데이터 검증 및 표현": 17,
    "보안기능": 16,
    "시간 및 상태": 2,
    "에러처리": 3,
    "코드오류": 5,
    "캡슐화": 4,
    "API 오용": 2,
}
"""Categories of the guide of 2021 and how many weaknesses each has: 49."""
PRINCIPLES = {"1. 인식의 용이성": 9, "2. 운용의 용이성": 15, "3. 이해의 용이성": 7, "4. 견고성": 2}
"""Principles of KWCAG 2.2 and how many items each has: 33."""


def rows(heading: str, sheet: str = "security") -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    after = re.split(rf"^#+ {re.escape(heading)}.*$", SHEETS[sheet], maxsplit=1, flags=re.MULTILINE)[1]
    lines = re.split(r"^#+ ", after, maxsplit=1, flags=re.MULTILINE)[0].splitlines()
    table = [line for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def all_rows() -> Iterator[list[str]]:
    for heading in ("OWASP ASVS 5.0", "OWASP Top 10 for LLM", *KOREAN):
        yield from rows(heading)
    for heading in PRINCIPLES:
        yield from rows(heading, "accessibility")


def test_every_chapter_of_the_verification_standard_is_there() -> None:
    assert [row[0].split()[0] for row in rows("OWASP ASVS 5.0")] == [f"V{n}" for n in range(1, 18)]


def test_every_item_of_the_list_for_language_models_is_there() -> None:
    assert [row[0].split()[0] for row in rows("OWASP Top 10 for LLM")] == [f"LLM{n:02d}" for n in range(1, 11)]


@pytest.mark.parametrize("category", KOREAN)
def test_every_weakness_of_the_korean_guide_is_there(category: str) -> None:
    names = [row[0] for row in rows(category)]
    assert len(names) == len(set(names)) == KOREAN[category]


def test_every_item_of_accessible_web_content_is_there() -> None:
    found = {heading: len({row[0].split()[0] for row in rows(heading, "accessibility")}) for heading in PRINCIPLES}
    assert found == PRINCIPLES
    assert sum(found.values()) == 33


def test_every_row_has_a_test_or_a_reason() -> None:
    bare = [row[0] for row in all_rows() if len(row) != 3 or not row[1] or not _is_grounded(row[1], row[2])]
    assert bare == []


def _is_grounded(how: str, ground: str) -> bool:
    return "`tests/" in ground or ground.startswith(("reason: ", "까닭: ")) or "**gap**" in how


def test_every_file_and_test_it_names_exists() -> None:
    missing = []
    for path, name in NAMED.findall("\n".join(SHEETS.values())):
        file = PROJECT / path
        if not file.is_file() or (name and f"def {name}(" not in file.read_text("utf-8")):
            missing.append((path, name))
    assert missing == []
