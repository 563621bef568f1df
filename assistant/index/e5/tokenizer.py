"""XLM-R's unigram tokenizer: the best-scored way to cut each word into pieces of the vocabulary.

Viterbi over the pieces' log probabilities (Kudo 2018, arXiv:1804.10959); a character that no piece covers is `unknown`
at the lowest score less 10, as in SentencePiece. Pieces never cross a blank, so each word is cut once and remembered.
Law: special tokens are not in the lookup; a text "</s>" stays text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.index.e5.cleaning import Cleaner
from assistant.index.e5.weights import Pieces

MOST_TOKENS: Final = 4 * 510
"""Four windows: 1.2 % of 6,559 real proposals are longer, and this much costs up to a second of CPU."""
_BLANK: Final = "\u2581"
_UNKNOWN_PENALTY: Final = 10.0
_REMEMBERED_WORDS: Final = 50_000
_REMEMBERED_LENGTH: Final = 32
_LONGEST_CUT: Final = 1_024
"""Characters without a blank that are cut as one; nothing that long is a word."""


class Tokenizer:
    """Texts to token ids; safe to share between threads (the memo is only ever added to or emptied)."""

    def __init__(self, pieces: Pieces) -> None:
        special = {pieces.bos, pieces.eos, pieces.pad, pieces.unknown}
        self._cleaner = Cleaner(pieces.spellings)
        self._unknown = pieces.unknown
        self._unknown_score = min(pieces.scores) - _UNKNOWN_PENALTY
        self._scores = pieces.scores
        self._ids = {text: i for i, text in enumerate(pieces.texts) if text and i not in special}
        self._longest: dict[str, int] = {}  # by first character: most words end the search after a few letters
        for text in self._ids:
            if len(text) > self._longest.get(text[0], 0):
                self._longest[text[0]] = len(text)
        self._memo: dict[str, tuple[int, ...]] = {}

    def ids(self, text: str) -> list[int]:
        """At most `MOST_TOKENS` ids of `text`, without the marks of beginning and end."""
        found: list[int] = []
        for word in self._cleaner.words(text):
            word = _BLANK + word
            for start in range(0, len(word), _LONGEST_CUT):
                found.extend(self._word(word[start : start + _LONGEST_CUT]))
                if len(found) >= MOST_TOKENS:
                    return found[:MOST_TOKENS]
        return found

    def _word(self, word: str) -> tuple[int, ...]:
        known = self._memo.get(word)
        if known is None:
            known = tuple(self._cut(word))
            if len(word) <= _REMEMBERED_LENGTH:
                if len(self._memo) >= _REMEMBERED_WORDS:
                    self._memo.clear()
                self._memo[word] = known
        return known

    def _cut(self, word: str) -> Iterator[int]:
        """Left to right: the best score that reaches each place, and the piece it was reached by."""
        ids, scores, longest, length = self._ids, self._scores, self._longest, len(word)
        best = [0.0, *[float("-inf")] * length]
        last = [(self._unknown, 0)] * (length + 1)  # the piece that ends here, and where it starts
        for start, (letter, score) in enumerate(zip(word, best, strict=False)):
            if (reached := score + self._unknown_score) > best[start + 1]:
                best[start + 1], last[start + 1] = reached, (self._unknown, start)
            for end in range(start + 1, min(start + longest.get(letter, 0), length) + 1):
                piece = ids.get(word[start:end])
                if piece is not None and (reached := score + scores[piece]) > best[end]:
                    best[end], last[end] = reached, (piece, start)
        cut, at = [], length
        while at:
            piece, at = last[at]
            cut.append(piece)
        return reversed(cut)
