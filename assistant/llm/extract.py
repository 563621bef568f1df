"""A pitch made of the draft's own sentences: one each of problem, idea and effect, chosen for being central.

Law: nothing is written here. Bullets are left off, a full stop may be added, an over-long sentence ends in "…".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

import numpy as np

from assistant.domain.advice import PitchAdvice, Rest, Wish
from assistant.llm.checks import LONGER_SHORTEST, PITCH_LONGEST, PITCH_SHORTEST, SHORTER_LONGEST
from assistant.llm.reading import Reading

ROLES = ("problem", "idea", "effect")
MOST_OF_A_ROLE = 6
"""Candidates of a role that are tried in combination: 7 x 7 x 7 at most."""
COMFORTABLE = (15, 95)
"""Characters of a sentence that reads well among three."""

_CUES = {
    "problem": re.compile(r"문제|불편|어려|부족|미흡|현재|현황|한계|낭비|부담|위험|일일이|못하|못해|힘들|번거"),
    "idea": re.compile(r"도입|구축|활용|설치|개발|만들|제공|자동|분석|운영|제안|했으면|하면 좋|합시다|하자|마련|시행"),
    "effect": re.compile(r"효과|기대|줄[어이일]|절감|단축|향상|높아|높이|개선된|예방|편리|만족|확보|가능해|도움이"),
}
_EMPTY_TALK = re.compile(r"^(?:안녕|감사|수고|고맙|첨부|참고|끝\b|이상입니다)|https?:|www\.|@|\?$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    text: str
    worth: float


def pitch(reading: Reading, wish: Wish | None = None) -> PitchAdvice:
    """Two or three sentences, 80-200 characters where the draft allows; empty for an empty draft.

    Of a wish only the length is heeded: whoever extracts cannot change anybody's tone.
    """
    length = wish.length if wish else 0
    shortest = LONGER_SHORTEST if length > 0 else PITCH_SHORTEST
    longest = SHORTER_LONGEST if length < 0 else PITCH_LONGEST
    body = [i for i, s in enumerate(reading.sentences) if s.field != "title"]
    if not body:
        body = list(range(len(reading.sentences)))
    if not body:
        return PitchAdvice()
    central = _centrality(reading, body)
    choices = [_candidates(reading, body, central, role) for role in ROLES]
    chosen = _best(choices, shortest, longest)
    if chosen is None:
        best = max((c for role in choices for c in role if c), key=lambda c: c.worth)
        return PitchAdvice((Rest(_cut(best.text, longest), reading.sentences[best.row].source),))
    chosen = _filled_up(chosen, reading, body, shortest, longest)
    return PitchAdvice(tuple(Rest(c.text, reading.sentences[c.row].source) for c in chosen))


def _centrality(reading: Reading, rows: list[int]) -> dict[int, float]:
    """How near a sentence is to all others of its field, 0-1 within the field."""
    found: dict[int, float] = {}
    for field in dict.fromkeys(reading.sentences[i].field for i in rows):
        of_field = [i for i in rows if reading.sentences[i].field == field]
        middle = (reading.weights[of_field, None] * reading.vectors[of_field]).sum(axis=0)
        near = reading.vectors[of_field] @ middle
        low, span = float(near.min()), float(np.ptp(near)) or 1.0
        found |= {i: (float(n) - low) / span if len(of_field) > 1 else 1.0 for i, n in zip(of_field, near, strict=True)}
    return found


def _candidates(reading: Reading, rows: list[int], central: dict[int, float], role: str) -> list[_Candidate | None]:
    """The best sentences for a role, and None for leaving the role out."""
    fields = {reading.sentences[i].field for i in rows}
    own = [i for i in rows if reading.sentences[i].field == role]
    if not own and not fields & set(ROLES):
        own = [i for i in rows if _CUES[role].search(reading.sentences[i].text)]
        if role == "idea":
            own = own or rows
    found = [_Candidate(i, _ended(reading.sentences[i].text), _worth(reading, i, central, role)) for i in own]
    found.sort(key=lambda c: (-c.worth, c.row))
    return [*found[:MOST_OF_A_ROLE], None]


def _worth(reading: Reading, row: int, central: dict[int, float], role: str) -> float:
    text = reading.sentences[row].text
    worth = central[row] + (0.4 if _CUES[role].search(text) else 0.0)
    worth -= 0.0 if COMFORTABLE[0] <= len(text) <= COMFORTABLE[1] else 0.5
    worth -= 1.5 if _EMPTY_TALK.search(text) else 0.0
    return worth - 0.2 * row / len(reading.sentences) - (0.5 if reading.weights[row] == 0 else 0.0)


def _best(choices: list[list[_Candidate | None]], shortest: int, longest: int) -> list[_Candidate] | None:
    """The combination with most roles, then of fitting length, then worth most; None if none fits."""
    best: tuple[tuple[bool, int, float], list[_Candidate]] | None = None
    for combination in product(*choices):
        chosen = list({c.row: c for c in combination if c is not None}.values())
        length = sum(len(c.text) for c in chosen) + len(chosen) - 1
        if not chosen or length > longest:
            continue
        rank = (length >= shortest, len(chosen), sum(c.worth for c in chosen))
        if best is None or rank > best[0]:
            best = (rank, chosen)
    return best[1] if best else None


def _filled_up(
    chosen: list[_Candidate], reading: Reading, rows: list[int], shortest: int, longest: int
) -> list[_Candidate]:
    """Further sentences in the draft's order until the pitch has its length, then all in that order."""
    length = sum(len(c.text) + 1 for c in chosen) - 1
    for row in rows:
        text = _ended(reading.sentences[row].text)
        fits = length + 1 + len(text) <= longest and not _EMPTY_TALK.search(text)
        if length < shortest and fits and all(c.row != row for c in chosen):
            chosen = [*chosen, _Candidate(row, text, 0.0)]
            length += 1 + len(text)
    return sorted(chosen, key=lambda c: c.row)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", "。")) else text.rstrip(" ,:;·") + "."


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    blank = text.rfind(" ", PITCH_SHORTEST, longest)
    return text[: blank if blank > 0 else longest - 1].rstrip() + "…"
