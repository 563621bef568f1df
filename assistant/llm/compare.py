"""What a draft says that a past idea does not: by comparing sentences, without writing any.

Law: both quotations stand verbatim in their texts; "not found there" is all that is claimed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.domain.advice import Difference, DifferenceAdvice, Near
from assistant.llm.reading import LONGEST_READ, Centre, Embed, Reading
from assistant.llm.sentences import cut

MOST_NEAR = 3
MOST_THEIRS = 24
SHORT = 60

_SAME = "두 글에 닮은 문장이 있습니다: “{mine}” · “{theirs}”"
_NO_SAME = "낱말과 주제가 비슷하지만 서로 맞는 문장은 찾지 못했습니다."
_OWN = "초안의 이 문장과 맞는 내용은 그 제안에서 찾지 못했습니다."


def differences(reading: Reading, near: Sequence[Near], embed: Embed, centre: Centre) -> DifferenceAdvice:
    """An entry for each past idea: the pair that matches best, and the draft's sentence farthest from all of theirs."""
    rows = [i for i, s in enumerate(reading.sentences) if s.field != "title"] or list(range(len(reading.sentences)))
    if not rows:
        return DifferenceAdvice()
    found = []
    for past in near[:MOST_NEAR]:
        theirs = cut(past.content)[:MOST_THEIRS]
        if not theirs:
            continue
        alike = reading.vectors[rows] @ centre(embed([s.text[:LONGEST_READ] for s in theirs])).T
        best = alike.max(axis=1)
        row = int(np.argmin(best))
        pair = past.pairs[0] if past.pairs else None
        same = _SAME.format(mine=_short(pair.a), theirs=_short(pair.b)) if pair else _NO_SAME
        nearest = theirs[int(np.argmax(alike[row]))]
        mine = reading.sentences[rows[row]].source
        found.append(Difference(past.id, past.content.title, same, _OWN, mine, nearest.source))
    return DifferenceAdvice(tuple(found))


def _short(sentence: str) -> str:
    if len(sentence) <= SHORT:
        return sentence
    blank = sentence.rfind(" ", SHORT // 2, SHORT)
    return sentence[: blank if blank > 0 else SHORT] + "…"
