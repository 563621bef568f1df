"""A draft's sentences stand verbatim in it, whatever it is made of."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.proposal import Content
from assistant.llm.sentences import cut, verbatim


def test_html_bullets_and_repetition_are_read_through() -> None:
    content = Content(
        title="제목은 문장이 아닙니다",
        body="<p>○ 손으로 자료를 모읍니다.</p><p>1. AI가 <b>한 표</b>로 모읍니다.</p><br>- 손으로 자료를 모읍니다.",
    )
    found = cut(content)
    assert [s.text for s in found] == ["손으로 자료를 모읍니다.", "AI가 한 표 로 모읍니다."]
    assert all(s.source in content.body for s in found)


def test_a_number_that_belongs_to_the_sentence_stays() -> None:
    assert [s.text for s in cut(Content(idea="3.5톤 트럭이 못 들어오는 골목입니다."))] == [
        "3.5톤 트럭이 못 들어오는 골목입니다."
    ]


def test_decomposed_hangul_reads_composed_and_is_quoted_as_written() -> None:
    raw = unicodedata.normalize("NFD", "어르신께 버스 번호를 읽어 드립니다.")
    (found,) = cut(Content(body=raw))
    assert (found.source, found.text) == (raw, unicodedata.normalize("NFC", raw))


def test_the_title_speaks_only_where_nothing_else_does() -> None:
    assert [s.field for s in cut(Content(title="버스 안내", body="네."))] == ["title"]
    assert [s.field for s in cut(Content(title="버스 안내", body="버스 번호를 소리로 알려 줍니다."))] == ["body"]


def test_a_quotation_is_found_despite_blanks_and_bullets_and_invention_is_not() -> None:
    content = Content(idea="- 버스 번호를   소리로\u00a0알려 준다. 휴대전화로도 들을 수 있다.")
    draft = cut(content)
    prose = content.prose()
    assert verbatim("버스 번호를 소리로 알려 준다.", draft, prose) == "- 버스 번호를   소리로\u00a0알려 준다."
    assert verbatim("휴대전화로도 들을 수 있다.", draft, prose) == "휴대전화로도 들을 수 있다."
    assert verbatim("버스 번호를 화면에 보여 준다.", draft, prose) is None
    assert verbatim("…", draft, prose) is None


@given(st.text(max_size=400), st.text(max_size=400))
def test_every_sentence_of_any_text_stands_in_its_field(idea: str, body: str) -> None:
    content = Content(idea=idea, body=body)
    for sentence in cut(content):
        assert sentence.source in getattr(content, sentence.field)
        assert sentence.text
