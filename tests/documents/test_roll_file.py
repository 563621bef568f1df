"""A roll out of a CSV file."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.roll_file import MOST_VOTERS, parse_roll
from assistant.domain.voter import Voter
from assistant.errors import BadFile

PATH = Path("roll.csv")
FINALISTS = {"F1": "첫째 제안", "F2": "둘째 제안"}
PANELS = {"전문가 평가단": "experts"}


def test_names_seats_and_recusals_are_read_and_an_empty_seat_is_numbered() -> None:
    content = (
        "\ufeffpanel,seat,name,department,person_id,recused\n"
        "전문가 평가단,,김전문,한국대,,첫째 제안; F2\n"
        "experts,,이전문,,,\n"
        "staff,S7,,복지정책과,kim,\n"
    ).encode()
    voters, lines = parse_roll(PATH, content, FINALISTS, PANELS)
    assert voters == [
        Voter(id="", seat="E1", panel="experts", name="김전문", department="한국대", recused=("F1", "F2")),
        Voter(id="", seat="E2", panel="experts", name="이전문"),
        Voter(id="", seat="S7", panel="staff", department="복지정책과", person_id="kim"),
    ]
    assert lines == [2, 3, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_headings_are_understood_in_korean_too(end: str) -> None:
    text = f"평가단,자리,이름,소속,회피{end}전문가 평가단,E1,김전문,한국대,첫째 제안{end}"
    for content in (text.encode("utf-8-sig"), text.encode(), text.encode("cp949")):
        voters, _ = parse_roll(PATH, content, FINALISTS, PANELS)
        assert voters == [
            Voter(id="", seat="E1", panel="experts", name="김전문", department="한국대", recused=("F1",)),
        ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"seat,name\nE1,a\n", "panel"),
        (b"panel,seat\n", "한 명도"),
        (b"panel,name\nexperts,\x80\xff", "UTF-8"),
        (b"panel,seat,name\nexperts\n", "칸"),
        (b"panel\n" + b"staff\n" * (MOST_VOTERS + 1), "5,000"),
    ],
)
def test_a_broken_roll_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        parse_roll(PATH, content, FINALISTS, PANELS)
