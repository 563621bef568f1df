"""Headings are known in the shapes people give them, and ordinary lines are not taken for headings."""

from __future__ import annotations

import pytest

from assistant.domain.document import Document, Paragraph, Table
from assistant.domain.headings import heading_of
from assistant.domain.passages import Passage, compose, cut

HEADINGS = {
    "problem": [
        *("현황 및 문제점", "1. 현황 및 문제점", "Ⅰ. 제안 배경", "가. 현황", "□ 현 황", "○ 문제점", "[현황 및 문제점]"),
        *("【제안 배경】", "<제안이유>", "1) 현황·문제점", "(1) 제안 배경 및 필요성", "■ 추진배경(필수)", "① 현실태"),
        *("## 현황 및 문제점", "**현황**", "2-1. 문제점", "▶ 문제점 및 현황:", "현황(3쪽 이내)"),
    ],
    "idea": ["2. 개선방안", "나. 추진 방법", "개 선 방 안", "ⅱ. 세부 추진 계획", "◎ AI 활용 방안", "제안내용"],
    "effect": ["3. 기대효과", "다. 기대 효과", "▣ 기대효과".replace("▣", "◆"), "활용방안 및 기대효과", "정량적 효과"],
    "title": ["제안명", "제 안 명", "과제명 :", "1. 제목"],
    "department": ["소 속", "부서명"],
    "": ["성 명", "연락처", "소요예산", "제안자"],
}


@pytest.mark.parametrize(("field", "line"), [(field, line) for field, lines in HEADINGS.items() for line in lines])
def test_a_heading_is_known(field: str, line: str) -> None:
    found = heading_of(line)
    assert found is not None
    assert (found.field, found.rest) == (field, "")


@pytest.mark.parametrize(
    ("line", "field", "rest"),
    [
        ("○ 기대효과: 시간이 줄어듭니다.", "effect", "시간이 줄어듭니다."),
        ("[제안명] 안부 전화", "title", "안부 전화"),
        ("소속 : 복지과", "department", "복지과"),
    ],
)
def test_text_behind_a_heading_stays_text(line: str, field: str, rest: str) -> None:
    found = heading_of(line)
    assert found is not None
    assert (found.field, found.rest) == (field, rest)


@pytest.mark.parametrize(
    "line",
    [
        "현황을 살펴보면 다음과 같습니다.",
        "기대효과가 큽니다.",
        "○ 문제점은 세 가지입니다.",
        "https://example.kr/현황",
        "현황https://example.kr",
        "",
        "1.",
        "[주1] 현황",
        "효과 현황 방안 내용 배경",
    ],
)
def test_an_ordinary_line_is_no_heading(line: str) -> None:
    assert heading_of(line) is None


def table(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(tuple((Paragraph(text),) if text else () for text in row) for row in rows))


def test_a_table_of_numbers_stays_a_table_whatever_its_words() -> None:
    numbers = table(("구분", "현황", "개선방안"), ("효과", "30분", "5분"), ("문제점", "3건", "0건"))
    found = cut(Document((Paragraph("기대효과"), numbers)))
    assert found == [Passage("effect", "기대효과", "구분 | 현황 | 개선방안\n효과 | 30분 | 5분\n문제점 | 3건 | 0건")]


def test_headings_in_one_large_cell_are_found_only_below_a_general_label() -> None:
    general = cut(Document((table(("제안내용", "1. 현황\n느립니다.\n2. 기대효과\n빨라집니다.")),)))
    assert [(each.field, each.text) for each in general if each.text] == [
        ("problem", "느립니다."),
        ("effect", "빨라집니다."),
    ]
    own = cut(Document((table(("현황 및 문제점", "느립니다.\n기대효과\n빨라집니다.")),)))
    assert own == [Passage("problem", "현황 및 문제점", "느립니다.\n기대효과\n빨라집니다.")]


def test_only_a_heading_that_is_the_fields_own_name_is_left_out() -> None:
    passages = [Passage("problem", "1. 현황 및 문제점", "가"), Passage("problem", "나. 추진 배경", "나")]
    assert compose(passages) == {"problem": "가\n나. 추진 배경\n나"}


def test_the_first_line_is_suggested_as_title_unless_it_names_the_form() -> None:
    found = cut(Document((Paragraph("아이디어 제안서"), Paragraph("안부 전화"), Paragraph("현황"), Paragraph("글"))))
    assert [(each.field, each.text) for each in found] == [
        ("", "아이디어 제안서"),
        ("title", "안부 전화"),
        ("problem", "글"),
    ]
