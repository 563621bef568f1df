"""Names of groups are their own telling nouns."""

from __future__ import annotations

from assistant.domain.text import normalise
from assistant.index.names import key_terms

BUSES = ["마을버스 증차를 제안합니다. 정류장 줄이 깁니다.", "출근 시간 마을버스 배차 간격을 줄여 주십시오."]
CALLS = ["어르신 안부 전화를 인공지능이 겁니다.", "독거 어르신 안부 확인 전화를 자동으로 합니다."]


def test_a_group_is_named_by_what_its_texts_share_and_others_lack() -> None:
    buses, calls = key_terms([BUSES, CALLS])
    assert "마을버스" in buses[0]
    assert "안부" in "".join(calls[:3])
    assert not set(buses) & set(calls)
    assert all("제안" not in term for term in (*buses, *calls))


def test_every_term_stands_in_a_text_of_the_group_and_none_is_part_of_another() -> None:
    for texts, terms in zip((BUSES, CALLS), key_terms([BUSES, CALLS]), strict=True):
        bare = "".join("".join(texts).split())
        assert all(term in bare for term in terms)
        assert not any(a != b and a in b for a in terms for b in terms)


def test_letters_that_make_no_syllable_name_nothing() -> None:
    sighing = [normalise(f"{text} ㅠㅠ ㅅㅂ. ㅡㅡ. ㅋㅋ") for text in BUSES]
    assert set(key_terms([sighing, CALLS], most=50)[0]) == set(key_terms([BUSES, CALLS], most=50)[0])


def test_texts_without_nouns_have_no_terms_and_no_groups_no_names() -> None:
    assert key_terms([["!!!", ""], BUSES])[0] == ()
    assert key_terms([]) == []
    assert key_terms([BUSES, CALLS]) == key_terms([BUSES, CALLS])
