from __future__ import annotations

import unicodedata

import pytest

from assistant.index.e5.tokenizer import MOST_TOKENS, Tokenizer
from assistant.index.e5.weights import Weights
from tests.index.e5.hostile import KOREAN, TEXTS


def pieces(tokenizer: Tokenizer, loaded: Weights, text: str) -> list[str]:
    return [loaded.pieces.texts[token] for token in tokenizer.ids(text)]


def test_text_is_cut_as_sentencepiece_cuts_it(tokenizer: Tokenizer, loaded: Weights) -> None:
    """Ids of the published tokenizer of XLM-R for this sentence."""
    assert pieces(tokenizer, loaded, "Hello world, 안녕하세요") == ["▁Hello", "▁world", ",", "▁안녕하세요"]
    assert tokenizer.ids("Hello world") == [35378, 8999]


def test_the_names_of_special_tokens_stay_text(tokenizer: Tokenizer, loaded: Weights) -> None:
    special = {loaded.pieces.bos, loaded.pieces.eos, loaded.pieces.pad}
    assert special.isdisjoint(tokenizer.ids(TEXTS["all tokens' names"]))
    assert "".join(pieces(tokenizer, loaded, "</s>")) == "▁</s>"


def test_a_character_without_a_piece_is_unknown(tokenizer: Tokenizer, loaded: Weights) -> None:
    assert loaded.pieces.unknown in tokenizer.ids("\U0001f9ff\u0f06\U00012000")


def test_nothing_is_lost_or_added(tokenizer: Tokenizer, loaded: Weights) -> None:
    assert "".join(pieces(tokenizer, loaded, KOREAN)) == "▁" + KOREAN.replace(" ", "▁")


def test_composed_and_decomposed_text_have_the_same_ids(tokenizer: Tokenizer) -> None:
    assert tokenizer.ids(unicodedata.normalize("NFD", KOREAN)) == tokenizer.ids(unicodedata.normalize("NFC", KOREAN))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_ids_are_few_and_inside_the_vocabulary(tokenizer: Tokenizer, loaded: Weights, text: str) -> None:
    ids = tokenizer.ids(text)
    assert len(ids) <= MOST_TOKENS
    assert all(0 <= token < len(loaded.pieces.texts) for token in ids)


def test_a_full_memo_is_emptied_and_the_ids_stay_the_same(loaded: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.e5.tokenizer._REMEMBERED_WORDS", 3)
    small = Tokenizer(loaded.pieces)
    first = small.ids(KOREAN)
    assert small.ids(KOREAN) == first
    assert len(small._memo) <= 3
