"""Text made safe to compare."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.text import MOST_CHARACTERS, letters, normalise, plain, sentences, storable


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("<p>첫째</p><p>둘째<br>셋째</p>", "첫째\n둘째\n셋째"),
        ("물가 3 < 5 이고 &lt;b&gt; &amp; 끝", "물가 3 < 5 이고 <b> & 끝"),
        ("제\u0000목\u202e거꾸로\u200b", "제목거꾸로"),
        ("가\u00a0\u3000나\t다", "가 나 다"),
        ("하나\r\n\r\n\r\n둘", "하나\n둘"),
        ("\ud800혼자", "혼자"),
    ],
)
def test_only_what_nobody_sees_is_taken_away(raw: str, clean: str) -> None:
    assert plain(raw) == clean


def test_decomposed_hangul_equals_composed() -> None:
    assert normalise(unicodedata.normalize("NFD", "제안 도우미")) == normalise("제안 도우미")


def test_letters_ignore_blanks_signs_and_case() -> None:
    assert letters("AI 안부-확인!") == letters("ai안부확인") == "ai안부확인"


@given(st.text())
def test_the_normal_form_is_bounded_and_stays_as_it_is(text: str) -> None:
    once = normalise(text)
    assert len(once) <= MOST_CHARACTERS
    once.encode("utf-8")
    assert "\0" not in once


@given(st.text())
def test_what_can_be_stored_is_stored_unchanged(text: str) -> None:
    stored = storable(text)
    assert storable(stored) == stored
    assert [c for c in text if c not in "\0\r\n"] == [c for c in stored if c != "\n"]


def test_a_megabyte_is_cut_not_refused() -> None:
    assert len(normalise("가" * 1_000_000)) == MOST_CHARACTERS


@given(st.text(alphabet="가나다. !?\n\"' ", max_size=300))
def test_every_sentence_stands_verbatim_in_the_text(text: str) -> None:
    assert all(sentence in text for sentence in sentences(text, shortest=1))


def test_sentences_end_at_marks_and_lines() -> None:
    text = "어르신께 안부 전화를 겁니다. 하루 두 번입니다!\n□ 담당자가 결과를 확인합니다"
    assert sentences(text) == ["어르신께 안부 전화를 겁니다.", "□ 담당자가 결과를 확인합니다"]
    assert sentences(text, shortest=3)[1] == "하루 두 번입니다!"


def test_a_text_without_marks_is_cut_at_blanks() -> None:
    text = "낱말 " * 300
    pieces = sentences(text)
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 400
    assert all(piece in text for piece in pieces)
