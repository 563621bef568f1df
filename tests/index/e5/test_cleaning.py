from __future__ import annotations

import random
import time
import unicodedata

import pytest

from assistant.index.e5.cleaning import MOST_CHARACTERS, MOST_MARKS, Cleaner
from tests.index.e5.hostile import TEXTS

CLEANER = Cleaner({0x01: "", 0x0A: " ", 0x200D: " ", 0x2581: " "})


def test_words_are_cut_at_blanks_line_ends_and_zero_width_joiners() -> None:
    assert CLEANER.words(" 서울\n시청 \u200dAI\u2581행정 ") == ["서울", "시청", "AI", "행정"]


def test_what_is_not_text_vanishes() -> None:
    assert CLEANER.words("가\0나\ud800다\ufffe라\U0010ffff마\x01바") == ["가나다라마바"]


def test_compatibility_forms_become_plain_letters() -> None:
    assert CLEANER.words("ＡＩ　㈜①") == ["AI", "(주)1"]


def test_a_base_letter_keeps_thirty_marks() -> None:
    (word,) = CLEANER.words("x" + "\u0323\u0301" * 500)
    assert len(word) == 1 + MOST_MARKS


def test_no_input_makes_more_text_than_the_limit() -> None:
    assert sum(map(len, CLEANER.words("\ufdfa" * 200_000))) <= MOST_CHARACTERS


@pytest.mark.parametrize("name", ["marks without end", "Tibetan vowels"])
def test_marks_in_disorder_are_not_sorted_by_exchange(name: str) -> None:
    before = time.process_time()
    CLEANER.words(TEXTS[name])
    assert time.process_time() - before < 5  # by exchange: half a minute


def test_composed_and_decomposed_text_come_out_equal() -> None:
    chance = random.Random(3)
    for _ in range(2_000):
        marks = chance.choices(
            "\u0301\u0323\u0327\u0344\u0f73\u3099", k=chance.choice([0, 1, 9, 11, 28, 29, 30, 31, 60])
        )
        text = "".join(["값", chance.choice("éà각가ñ"), *marks, chance.choice("ḗ한")])
        forms = {form: CLEANER.words(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
        assert forms["NFC"] == forms["NFD"] == CLEANER.words(text)
