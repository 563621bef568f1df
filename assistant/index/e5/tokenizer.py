"""XLM-R's unigram tokenizer: the best-scored way to cut each word into pieces of the vocabulary.

Viterbi over the pieces' log probabilities (Kudo 2018, arXiv:1804.10959); a character that no piece covers is `unknown`
at the lowest score less 10, as in SentencePiece. Pieces never cross a blank, so each word is cut once and remembered.
Law: special tokens are not in the lookup; a text "</s>" stays text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.index.e5.cleaning import words
from assistant.index.e5.weights import Pieces

MOST_TOKENS: Final = 4_000
_BLANK: Final = "\u2581"
_UNKNOWN_PENALTY: Final = 10.0
_REMEMBERED_WORDS: Final = 50_000
_REMEMBERED_LENGTH: Final = 32


class Tokenizer:
    """Texts to token ids; safe to share between threads (the memo is only ever added to or emptied)."""

    def __init__(self, pieces: Pieces) -> None:
        special = {pieces.bos, pieces.eos, pieces.pad, pieces.unknown}
        self._spellings = pieces.spellings
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
        for word in words(text, self._spellings):
            found.extend(self._word(_BLANK + word))
            if len(found) >= MOST_TOKENS:
                break
        return found[:MOST_TOKENS]

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
        ids, scores, longest, length = self._ids, self._scores, self._longest, len(word)
        best = [float("-inf")] * (length + 1)
        best[0] = 0.0
        piece, start = [self._unknown] * (length + 1), [0] * (length + 1)
        for at in range(length):
            reached = best[at]
            if reached + self._unknown_score > best[at + 1]:
                best[at + 1], piece[at + 1], start[at + 1] = reached + self._unknown_score, self._unknown, at
            for end in range(at + 1, min(at + longest.get(word[at], 0), length) + 1):
                found = ids.get(word[at:end])
                if found is not None and reached + scores[found] > best[end]:
                    best[end], piece[end], start[end] = reached + scores[found], found, at
        cut, at = [], length
        while at:
            cut.append(piece[at])
            at = start[at]
        return reversed(cut)
