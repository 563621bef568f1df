"""Likeness by letters."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.domain.text import letters
from assistant.index.lexical import BUCKETS, Lexicon, Rarity, grams

TEXTS = ["따릉이 대여소를 늘려 주세요", "따릉이대여소를늘려주세요", "버스 정류장에 의자를 놓아 주세요", ""]


@pytest.fixture
def lexicon() -> Lexicon:
    counted = [grams(letters(text)) for text in TEXTS]
    return Lexicon(counted, Rarity.of(counted, None, 0.0))


def test_a_text_is_fully_like_itself_and_like_itself_without_blanks(lexicon: Lexicon) -> None:
    cosines = lexicon.cosines(grams(letters(TEXTS[0])))
    assert cosines[:2] == pytest.approx([1.0, 1.0], abs=1e-5)
    assert cosines[2] < 0.3


def test_a_text_without_letters_is_like_nothing(lexicon: Lexicon) -> None:
    assert lexicon.cosines(grams("")).tolist() == [0.0] * len(TEXTS)
    assert lexicon.cosines(grams(letters(TEXTS[0])))[3] == 0.0


def test_one_pair_alone_and_among_all_give_the_same_number(lexicon: Lexicon) -> None:
    a, b = grams(letters(TEXTS[0])), grams(letters(TEXTS[2]))
    assert lexicon.cosine(a, b) == pytest.approx(float(lexicon.cosines(a)[2]), abs=1e-6)


def test_what_every_text_shares_weighs_little_and_less_so_with_a_background() -> None:
    form = "제안내용을작성하여주십시오"
    counted = [grams(form + idea) for idea in ("공원화장실", "도로파임신고", "민원서식")]
    alone = Lexicon(counted, Rarity.of(counted, None, 0.0))
    background = np.zeros(BUCKETS, np.float32)
    background[grams(form)[0]] = 1.0
    informed = Lexicon(counted, Rarity.of(counted, background, 300.0))
    assert informed.cosine(counted[0], counted[1]) < 0.2 < alone.cosine(counted[0], counted[1])
