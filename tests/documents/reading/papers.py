"""Seven proposals in the forms offices use, and each of them as HWPX, DOCX and a page a browser prints as PDF.

What has to be found again is taken from the proposal itself (`words`, `rows`), never from what was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from tests.documents.reading import makers as m


@dataclass(frozen=True)
class P:
    """A paragraph, with a footnote where there is one."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class C:
    """A cell of paragraphs and tables, spanning columns and rows."""

    inside: tuple[P | T, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class T:
    """A table; a row has the cells that begin in it."""

    rows: tuple[tuple[C, ...], ...]


@dataclass(frozen=True)
class Columns:
    """Text in several columns."""

    count: int
    inside: tuple[P | T, ...]


Item = P | T | Columns
Paper = tuple[Item, ...]


def c(*inside: str | P | T, across: int = 1, down: int = 1) -> C:
    return C(tuple(P(each) if isinstance(each, str) else each for each in inside), across, down)


def t(*rows: Sequence[C | str]) -> T:
    return T(tuple(tuple(c(each) if isinstance(each, str) else each for each in row) for row in rows))


def words(items: Sequence[Item]) -> Counter[str]:
    """Every word of the proposal and how often it stands there."""
    return Counter(re.findall(r"\w+", "\n".join(_texts(items))))


def _texts(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        match item:
            case P():
                yield item.text
                yield item.note
            case T():
                for row in item.rows:
                    for each in row:
                        yield from _texts(each.inside)
            case Columns():
                yield from _texts(item.inside)


def rows(items: Sequence[Item]) -> Iterator[list[str]]:
    """The cells of every row with two or more cells of one plain paragraph each."""
    for item in items:
        if isinstance(item, T):
            for row in item.rows:
                cells = [each.inside[0].text for each in row if len(each.inside) == 1 and isinstance(each.inside[0], P)]
                if len(cells) == len(row) > 1:
                    yield cells
                for each in row:
                    yield from rows(each.inside)
        elif isinstance(item, Columns):
            yield from rows(item.inside)


def as_hwpx(paper: Paper) -> bytes:
    def block(item: P | T) -> str:
        if isinstance(item, P):
            return m.hp(item.text, *([m.note(item.note)] if item.note else []))
        drawn = []
        for number, row in enumerate(item.rows):
            drawn.append(
                [m.cell(*map(block, each.inside), at=(number, 0), span=(each.down, each.across)) for each in row]
            )
        return m.hp(m.table(*drawn))

    sections: list[str] = [""]
    for item in paper:
        if isinstance(item, Columns):
            inner = "".join(map(block, item.inside))
            sections += [m.hp(m.columns_of(item.count)) + inner, ""]
        else:
            sections[-1] += block(item)
    return m.hwpx(*sections)


def as_docx(paper: Paper) -> bytes:
    notes: dict[int, str] = {}

    def block(item: P | T) -> str:
        if isinstance(item, P):
            if not item.note:
                return m.p(item.text)
            notes[len(notes) + 2] = item.note
            return m.p(item.text, m.footnote(len(notes) + 1))
        drawn: list[list[str]] = []
        held: dict[int, int] = {}  # column -> rows a merged cell still covers
        for row in item.rows:
            cells, column = [], 0
            for each in row:
                while held.get(column):
                    cells.append(m.tc(merge="continue"))
                    held[column] -= 1
                    column += 1
                merge = "restart" if each.down > 1 else ""
                cells.append(m.tc(*map(block, each.inside), span=each.across, merge=merge))
                if each.down > 1:
                    held[column] = each.down - 1
                column += each.across
            while held.get(column):
                cells.append(m.tc(merge="continue"))
                held[column] -= 1
                column += 1
            drawn.append(cells)
        return m.tbl(*drawn)

    body = []
    for item in paper:
        inside = item.inside if isinstance(item, Columns) else (item,)
        body += [block(each) for each in inside] + ([m.columns(item.count)] if isinstance(item, Columns) else [])
    return m.docx(*body, notes=notes)


STYLE = """body { font: 11pt 'Noto Sans CJK KR', sans-serif; line-height: 1.6; word-break: keep-all }
table { border-collapse: collapse; width: 100%; margin: 6pt 0 } td { border: 1px solid #000; padding: 4pt }
p { margin: 0 0 6pt } .columns { column-gap: 24pt }"""


def as_html(paper: Paper) -> str:
    """Footnotes stand below the paper, as a browser prints none."""
    notes: list[str] = []

    def block(item: P | T) -> str:
        if isinstance(item, P):
            notes.extend([item.note] if item.note else [])
            return f"<p>{escape(item.text)}</p>"
        drawn = ""
        for row in item.rows:
            cells = (
                f'<td colspan="{each.across}" rowspan="{each.down}">{"".join(map(block, each.inside))}</td>'
                for each in row
            )
            drawn += f"<tr>{''.join(cells)}</tr>"
        return f"<table>{drawn}</table>"

    body = ""
    for item in paper:
        if isinstance(item, Columns):
            body += f'<div class="columns" style="columns:{item.count}">{"".join(map(block, item.inside))}</div>'
        else:
            body += block(item)
    body += "".join(f"<p>※ {escape(each)}</p>" for each in notes)
    return f"<!doctype html><html lang='ko'><meta charset='utf-8'><style>{STYLE}</style><body>{body}</body></html>"


BULLETS: Paper = (
    P("AI 전화로 혼자 사는 어르신 안부 확인"),
    P("□ 현황 및 문제점"),
    P("○ 혼자 사는 어르신이 해마다 늘어 동 주민센터 직원이 모두 찾아뵙기 어렵습니다."),
    P("- 한 사람이 맡는 어르신은 백이십 명입니다.", note="2025년 12월 말 기준이며 시설에 계신 분은 뺐습니다."),
    t(
        ["구분", "2023년", "2024년", "2025년"],
        ["어르신 수", "1,020명", "1,180명", "1,450명"],
        ["직원 수", "9명", "9명", "8명"],
    ),
    P("□ 개선방안"),
    P("○ 인공지능이 정해진 시간에 전화를 걸어 안부를 묻습니다."),
    P("○ 받지 않으시면 담당자에게 알립니다."),
    P("□ 기대효과"),
    P("○ 위급한 상황을 하루 안에 알게 됩니다."),
)
FORM: Paper = (
    P("창의 제안서"),
    t(
        ["제 안 명", c("도로 파임 사진 자동 접수", across=3)],
        ["성 명", "홍길동", "소 속", "도로관리과"],
        ["연 락 처", "02-0000-0000", "직 급", "지방행정주사"],
    ),
    t(
        ["현황 및\u00a0문제점", c("민원인이 사진을 따로 보내야 합니다.", "접수까지 사흘이 걸립니다.")],
        [
            "개선방안",
            c(
                "사진에서 위치와 크기를 읽어 바로 접수합니다.",
                t(["단계", "하는 일"], ["첫째", "사진 올리기"], ["둘째", "자동 분류"]),
                "담당자는 확인만 합니다.",
            ),
        ],
        ["기대효과", c("접수 시간이 사흘에서 한 시간으로 줄어듭니다.")],
    ),
)
MERGED: Paper = (
    t(
        [c("제안 제목"), c("회의록 초안 자동 작성", across=2)],
        [c("제안 내용", down=3), c("현 황"), c("회의록을 손으로 쓰느라 이틀이 걸립니다.")],
        [c("개선 방안"), c("녹음에서 발언을 나누어 초안을 만듭니다.")],
        [c("기대 효과"), c("회의 당일에 결재를 올릴 수 있습니다.")],
    ),
    P("붙임: 부서별 회의 시간"),
    t(
        [c("부서", down=2), c("회의 횟수", across=2)],
        ["상반기", "하반기"],
        ["총무과", "31회", "28회"],
        [c("복지과", down=2), "12회", "15회"],
        ["추가 4회", "추가 6회"],
    ),
)
NOTES: Paper = (
    P("제목: 번역기로 외국인 주민 민원 돕기"),
    P("Ⅰ. 제안 배경 및 필요성"),
    P("외국인 주민은 서류를 읽기 어렵습니다.", note="2025년 외국인 주민 조사, 이백 명이 답하였습니다."),
    P("가. 창구마다 통역을 둘 수 없습니다."),
    P("Ⅱ. 추진 방법"),
    P("1) 창구에 화면을 두고 말을 글로 옮깁니다.", note="말소리는 남기지 않습니다."),
    P("2) 열두 나라 말을 돕습니다."),
    t(["언어", c("주민 수", P("단위: 명"))], ["베트남어", "3,200"], ["중국어", "5,100"]),
    P("Ⅲ. 기대 효과"),
    P("민원 시간이 절반으로 줄어듭니다.", note="시범 창구에서 잰 값입니다."),
)
COLUMNS: Paper = (
    P("[제안명] 도서관 책 추천 도우미"),
    P("[현황]"),
    Columns(
        2,
        (
            P("도서관에 오시는 분들은 무엇을 읽을지 고르기 어려워하십니다. 사서에게 물으려면 오래 기다려야 합니다."),
            P("추천 목록은 한 달에 한 번만 바뀝니다. 새 책이 들어와도 목록에 오르기까지 시간이 걸립니다."),
            P("어린이와 어르신은 화면에서 찾는 일을 어려워하십니다."),
        ),
    ),
    P("[개선방안]"),
    Columns(
        3,
        (
            P("읽은 책을 말하면 비슷한 책을 세 권 권합니다."),
            P("빌린 기록은 남기지 않습니다."),
            P("사서가 고른 책을 먼저 보입니다."),
            P("글씨를 크게 볼 수 있습니다."),
        ),
    ),
    P("[기대효과]"),
    t([c("책을 고르는 시간이 줄고, 잘 알려지지 않은 책도 읽히게 됩니다.")]),
)
BOXES: Paper = (
    t([c("나무 가지치기 순서 정하기")]),
    t([c("1. 현 황 및 문 제 점")]),
    P("민원이 온 순서대로 가지를 칩니다. 위험한 나무가 뒤로 밀립니다."),
    t([c("2. 개 선 방 안")]),
    P("사진과 나이로 위험한 나무를 먼저 고릅니다."),
    t(["위험도", "나무 수"], ["높음", "41그루"], ["보통", "230그루"], ["낮음", "1,904그루"]),
    t([c("3. 기 대 효 과")]),
    P("태풍 전에 위험한 나무를 모두 손볼 수 있습니다."),
    t([c("4. 소요 예산")]),
    P("드론 두 대 사백만 원"),
    P("5. AI 도구: 사진 분류 모델"),
)
LONG: Paper = (
    P("과제명 : 하수관 막힘 미리 알기"),
    P("1. 추진 배경"),
    *(P(f"{n}번째 구역에서는 지난해 {n * 3}번 하수관이 막혔고 주민 불편이 컸습니다.") for n in range(1, 25)),
    P("2. 세부 추진 계획"),
    t(["구역", "관 길이", "센서 수"], *([f"{n}구역", f"{n * 120}미터", f"{n + 2}개"] for n in range(1, 41))),
    P("3. 파급 효과"),
    *(P(f"({n}) {n}구역의 복구 시간이 {n + 1}시간 줄어듭니다.") for n in range(1, 10)),
)
PAPERS: dict[str, Paper] = {
    "bullets and a table": BULLETS,
    "the usual form": FORM,
    "merged cells": MERGED,
    "footnotes": NOTES,
    "several columns": COLUMNS,
    "headings in boxes": BOXES,
    "many pages": LONG,
}
FIELDS: dict[str, dict[str, str]] = {
    "bullets and a table": {
        "title": "AI 전화로 혼자 사는 어르신 안부 확인",
        "problem": "어르신 수 | 1,020명 | 1,180명 | 1,450명",
        "idea": "받지 않으시면",
        "effect": "하루 안에",
    },
    "the usual form": {
        "title": "도로 파임 사진 자동 접수",
        "department": "도로관리과",
        "problem": "사흘이 걸립니다.",
        "idea": "둘째 | 자동 분류",
        "effect": "한 시간으로",
    },
    "merged cells": {
        "title": "회의록 초안 자동 작성",
        "problem": "손으로 쓰느라",
        "idea": "녹음에서 발언을",
        "effect": "회의 당일에",
    },
    "footnotes": {
        "title": "번역기로 외국인 주민 민원 돕기",
        "problem": "창구마다 통역을",
        "idea": "베트남어 | 3,200",
        "effect": "절반으로",
    },
    "several columns": {
        "title": "도서관 책 추천 도우미",
        "problem": "어린이와 어르신은 화면에서",
        "idea": "사서가 고른 책을",
        "effect": "잘 알려지지 않은 책도",
    },
    "headings in boxes": {
        "title": "나무 가지치기 순서 정하기",
        "problem": "위험한 나무가 뒤로",
        "idea": "보통 | 230그루",
        "effect": "태풍 전에",
        "tools": "사진 분류 모델",
    },
    "many pages": {
        "title": "하수관 막힘 미리 알기",
        "problem": "24번째 구역",
        "idea": "40구역 | 4800미터 | 42개",
        "effect": "9구역의 복구 시간",
    },
}
"""What each field has to hold, among other things."""
