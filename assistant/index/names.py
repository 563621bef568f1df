"""What a group is about, in its own words: nouns that its texts use and the other groups' texts do not.

Class-based TF-IDF (Grootendorst 2022): a group counts as one text; the weight of a term is its count there, damped,
times log(1 + mean number of terms in a group / count of the term in all groups). Nouns are found by Kiwi.
Law: a term stands verbatim, blanks aside, in a text of the group; the same texts give the same terms.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

READ_CHARACTERS = 160
"""Of each text, its title first: Kiwi takes 2 ms for them, and a proposal says early what it is about."""
READ_TEXTS = 12
"""Of each group, the ones nearest its middle."""
MOST_TERMS = 5
_NOUNS = frozenset({"NNG", "NNP", "SL"})
_SHORTEST = 2
_LONGEST = 14
_JAMO = re.compile("[\u1100-\u11ff\u3130-\u318f]")
"""Letters that make no syllable: sighs, dashes and what is swallowed of a curse, never what a group is about."""
_SAYS_NOTHING = frozenset(
    """
    제안 건의 요청 부탁 방안 개선 개선방안 문제 문제점 관련 필요 현황 기대 효과 기대효과 내용 생각 경우 대한 사항 의견
    민원 제목 이유 서울 서울시 시민 시장 안녕 감사 사람 이용 사용 활용 추진 마련 정도 때문 지금 현재 최근 이번 우리 저희
    br nbsp quot
    """.split()  # noqa: SIM905 (a list of seventy quoted words is harder to read)
)


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)


def key_terms(texts_of: Sequence[Sequence[str]], *, most: int = MOST_TERMS) -> list[tuple[str, ...]]:
    """Up to `most` terms for each group, the most telling first; none where a group has no nouns.

    `texts_of`: for each group its texts in normal form, the most typical first. One group alone is named by its counts.
    """
    counts = _counted(texts_of)
    everywhere: Counter[str] = Counter()
    for count in counts:
        everywhere.update(count)
    mean = sum(everywhere.values()) / max(len(counts), 1)
    return [tuple(_best(count, everywhere, mean, most)) for count in counts]


def _counted(texts_of: Sequence[Sequence[str]]) -> list[Counter[str]]:
    """In how many of its texts each group has each term."""
    flat = [text[:READ_CHARACTERS] for texts in texts_of for text in texts[:READ_TEXTS]]
    owners = [group for group, texts in enumerate(texts_of) for _ in texts[:READ_TEXTS]]
    counts: list[Counter[str]] = [Counter() for _ in texts_of]
    analysed: Iterable[list[Token]] = _kiwi().tokenize(flat) if flat else []
    for owner, tokens in zip(owners, analysed, strict=True):
        counts[owner].update(sorted(set(_terms(tokens))))
    return counts


def _terms(tokens: Sequence[Token]) -> Iterator[str]:
    """Nouns of two characters or more, and runs of nouns written without a blank between them."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and token.tag in _NOUNS and (not run or token.start == run[-1].start + run[-1].len):
            run.append(token)
            continue
        yield from _of_run(run)
        run = [token] if token is not None and token.tag in _NOUNS else []


def _of_run(run: Sequence[Token]) -> Iterator[str]:
    forms = [token.form for token in run]
    whole = "".join(forms)
    for form in {*forms, whole}:
        is_word = _SHORTEST <= len(form) <= _LONGEST and not _JAMO.search(form)
        if is_word and form.casefold() not in _SAYS_NOTHING:
            yield form


def _best(count: Counter[str], everywhere: Counter[str], mean: float, most: int) -> list[str]:
    def weight(term: str) -> float:
        return count[term] * math.log1p(mean / everywhere[term])

    chosen: list[str] = []
    for term in sorted(count, key=lambda term: (-round(weight(term), 9), -len(term), term)):
        if not any(term in other or other in term for other in chosen):
            chosen.append(term)
            if len(chosen) == most:
                break
    return chosen
