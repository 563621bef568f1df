"""What each format keeps apart from its text: encodings, cells, deleted words, boxes, notes, scripts, dates."""

from __future__ import annotations

import pytest

from assistant.documents.reading.worker import answer
from tests.documents.reading import makers as m


def read(name: str, content: bytes) -> list[tuple[str, str, str]]:
    found = answer("read", name, content)["passages"]
    return [(each["field"], each["heading"], each["text"]) for each in found]


TEXT = "제안명: 안부 전화\n\n1. 현황\n찾아뵙기 어렵습니다.\n"
KEPT = [("title", "제안명:", "안부 전화"), ("problem", "1. 현황", "찾아뵙기 어렵습니다.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_encoding_offices_use(encoding: str, ends: str) -> None:
    assert read("a.txt", TEXT.replace("\n", ends).encode(encoding)) == KEPT


def test_markdown_headings_are_headings() -> None:
    text = "# 안부 전화 서비스\n\n## 현황 및 문제점\n어렵습니다.\n\n## **기대 효과**\n- 줄어듭니다.\n"
    assert read("a.md", text.encode()) == [
        ("title", "", "# 안부 전화 서비스"),
        ("problem", "## 현황 및 문제점", "어렵습니다."),
        ("effect", "## **기대 효과**", "- 줄어듭니다."),
    ]


@pytest.mark.parametrize("comma", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_a_table_with_a_heading_row_is_one_proposal_a_row(comma: str, encoding: str) -> None:
    rows = [["제목", "현황", "비고"], ["안부 전화", "어렵습니다.", "=1+1"], ["둘째", "느립니다.", ""]]
    content = "\r\n".join(comma.join(row) for row in rows).encode(encoding)
    assert read("a.csv", content) == [
        ("title", "제목", "안부 전화"),
        ("problem", "현황", "어렵습니다."),
        ("", "비고", "=1+1"),
        ("", "제목 2", "둘째"),
        ("", "현황 2", "느립니다."),
    ]


def test_a_workbook_with_labels_beside_their_texts_is_a_form() -> None:
    rows = (
        f'<row r="1">{m.inline("A1", "제안명")}{m.inline("B1", "안부 전화")}</row>'
        f'<row r="5">{m.inline("A5", "기대 효과")}{m.inline("D5", "줄어듭니다.")}</row>'
        '<row r="6"><c r="A6" s="1"><v>46000</v></c><c r="B6" t="b"><v>1</v></c>'
        '<c r="C6"><f>1+1</f><v>2.0</v></c></row>'
    )
    parts = m.xlsx_parts(rows)
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    parts["xl/styles.xml"] = f'<styleSheet xmlns="{m.S}">{styles}</styleSheet>'
    assert read("a.xlsx", m.packed(parts)) == [
        ("title", "제안명", "안부 전화"),
        ("effect", "기대 효과", "줄어듭니다."),
        ("", "", "2025-12-09 | TRUE | 2"),
    ]


def test_word_keeps_changed_text_boxes_heads_and_comments_apart() -> None:
    gone, new = (
        "<w:del><w:r><w:delText>지운 글</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>넣은 글</w:t></w:r></w:ins>",
    )
    body = (
        m.p("현황: 남은 글", gone, new)
        + '<w:p><mc:AlternateContent xmlns:mc="x"><mc:Choice><w:r><w:txbxContent>'
        + m.p("상자 글")
        + "</w:txbxContent></w:r></mc:Choice><mc:Fallback><w:r><w:txbxContent>"
        + m.p("상자 글")
        + "</w:txbxContent></w:r></mc:Fallback></mc:AlternateContent></w:p>"
        + "<w:sdt><w:sdtContent>" + m.p("틀 안의 글") + "</w:sdtContent></w:sdt>"
        + "<w:p><w:r><w:t>앞</w:t><w:tab/><w:t>뒤</w:t><w:br/><w:t>아래</w:t></w:r></w:p>"
    )  # fmt: skip
    found = read("a.docx", m.docx(body, header1=m.p("감사담당관"), header2=m.p("감사담당관"), comments=m.p("메모 글")))
    assert found == [
        ("problem", "현황:", "남은 글넣은 글\n\n상자 글\n틀 안의 글\n앞\t뒤\n아래"),
        ("", "머리말", "감사담당관"),
        ("", "메모", "메모 글"),
    ]


def test_hangul_keeps_boxes_captions_equations_and_heads() -> None:
    table = m.table([m.cell("구분"), m.cell("수")], [m.cell("가"), m.cell("1")], caption="표 1. 수")
    head = f"<hp:ctrl><hp:header><hp:subList>{m.hp('감사담당관')}</hp:subList></hp:header></hp:ctrl>"
    body = (
        m.hp(head, "1. 현황")
        + m.hp("앞", "<hp:t>탭<hp:tab/>줄<hp:lineBreak/>끝</hp:t>")
        + m.hp("<hp:t>남은<hp:deleteBegin Id='1'/>지운<hp:deleteEnd Id='1'/> 글</hp:t>")
        + m.hp(m.box(m.hp("상자 글")))
        + m.hp(table)
        + m.hp("<hp:equation><hp:script>a over b</hp:script></hp:equation>")
    )
    assert read("a.hwpx", m.hwpx(body)) == [
        ("problem", "1. 현황", "앞탭\t줄\n끝\n남은 글\n상자 글\n구분 | 수\n가 | 1\n표 1. 수\na over b"),
        ("", "머리말", "감사담당관"),
    ]


def test_sections_of_a_hangul_file_stand_in_their_order() -> None:
    sections = [m.hp(f"{number}째 쪽") for number in range(12)]
    assert read("a.hwpx", m.hwpx(m.hp("현황"), *sections))[0][2].split("\n") == [f"{n}째 쪽" for n in range(12)]


def test_the_office_suites_own_script_is_no_macro() -> None:
    assert "Scripts/headerScripts" in m.hwpx_parts("")
    assert read("a.hwpx", m.hwpx(m.hp("현황: 글"))) == [("problem", "현황:", "글")]
