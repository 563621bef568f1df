"""Whether a text asks for a thing or against it: "설치하자" and "철거하자" share every other word.

Law: a cue, not an understanding; it only ever lowers or raises a likeness that meaning and letters already show.
"""

from __future__ import annotations

import re

FOR = (
    "설치|신설|확대|증차|증설|도입|찬성|허용|유지|추가|확충|연장|존치|건립|건설|개방|늘려|늘리|늘립|"
    r"(?<![도법책례정]를 )(?<![도법책례정]을 )만들|"  # making a rule says nothing of what the rule is for
    "시행|의무화|강화|재개|부활|인상|지켜|살려|보호|원합|환영"
)
AGAINST = (
    "철거|폐지|금지|중단|취소|백지화|반대|축소|감축|없애|없앨|제거|삭제|해제|"
    "줄여|줄이|줄입|폐쇄|막아|철회|저지|그만|인하"
)
MOST_CHARACTERS = 3_000
TITLE_COUNTS = 3
"""A title's verb says what is asked for more surely than one in the body."""
_REACH = 4
"""Most characters between two verbs of one demand: "건립 결사 반대"."""
_APART = frozenset(".,\n·고며및")
"""Between two verbs, these part two demands: "중단하고 철회하라"."""
_VERB = re.compile(rf"({FOR})|({AGAINST})")
_NEGATED = re.compile(
    r"[가-힣]{0,2}(?:하면|하지|해서는|해선|지는|지|면|은|는|을|를)?\s*(?:안\s?[되돼됩]|말아|마세요|말자|맙시다|마십|않|못하게|아니)"
)


def direction(title: str, body: str) -> float:
    """-1 (all against) to 1 (all for); near 0 where a text asks for both or says neither. Texts in normal form."""
    above, above_count = _polarity(title)
    below, below_count = _polarity(body[:MOST_CHARACTERS])
    count = TITLE_COUNTS * above_count + below_count
    return (TITLE_COUNTS * above + below) / (count + 1) if count else 0.0


def _polarity(text: str) -> tuple[int, int]:
    """The sum of the demands' signs and how many demands there are; "폐지 반대" is one demand, for."""
    total = count = end = 0
    sign: int | None = None
    for verb in _VERB.finditer(text):
        this = 1 if verb.group(1) else -1
        between = text[end : verb.start()]
        if sign is not None and len(between) <= _REACH and not _APART & set(between):
            sign *= this
        else:
            if sign is not None:
                total, count = total + _negated(text, end, sign), count + 1
            sign = this
        end = verb.end()
    if sign is not None:
        total, count = total + _negated(text, end, sign), count + 1
    return total, count


def _negated(text: str, end: int, sign: int) -> int:
    return -sign if _NEGATED.match(text, end) else sign
