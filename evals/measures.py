"""The figures of the report: F1 with its interval, coverage, calibration, faithfulness, form."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.advice import PitchAdvice
from assistant.domain.proposal import Content
from assistant.domain.track import UNDECIDED
from assistant.llm.wording import levels, strange

Pairs = Sequence[tuple[str, str]]
"""(what was said, what is true)."""


def macro_f1(pairs: Pairs) -> float:
    """Mean F1 over the true classes of the pairs given."""
    classes = sorted({true for _, true in pairs})
    scores = []
    for one in classes:
        hit = sum(said == true == one for said, true in pairs)
        wrong = sum((said == one) != (true == one) for said, true in pairs)
        scores.append(2 * hit / (2 * hit + wrong) if hit else 0.0)
    return sum(scores) / len(scores) if scores else 0.0


def decided(pairs: Pairs) -> list[tuple[str, str]]:
    """Without what was left undecided."""
    return [pair for pair in pairs if pair[0] != UNDECIDED]


def coverage(pairs: Pairs) -> float:
    """Share that was decided."""
    return len(decided(pairs)) / len(pairs) if pairs else 0.0


def interval(pairs: Pairs, draws: int = 500) -> tuple[float, float]:
    """95 % bootstrap interval of the macro-F1 of what was decided."""
    chance, kept = random.Random(1), decided(pairs)
    if not kept:
        return 0.0, 1.0
    found = sorted(macro_f1([chance.choice(kept) for _ in kept]) for _ in range(draws))
    return found[int(0.025 * draws)], found[int(0.975 * draws) - 1]


def calibration_error(told: Sequence[tuple[float, bool]], bins: int = 5) -> float:
    """Expected calibration error of (confidence 0-1, was right), in `bins` equal-count bins."""
    ordered, total = sorted(told), 0.0
    for number in range(bins):
        part = ordered[number * len(told) // bins : (number + 1) * len(told) // bins]
        if part:
            sure, right = sum(c for c, _ in part), sum(ok for _, ok in part)
            total += abs(sure - right)
    return total / len(told) if told else 0.0


@dataclass(frozen=True, slots=True)
class PitchFigures:
    """Shares of the pitches looked at."""

    n: int
    faithful: float
    fitting: float
    one_level: float


def pitches(told: Sequence[tuple[PitchAdvice, Content]]) -> PitchFigures:
    """Numbers and names in the draft; 80-200 characters where the draft has 120; one speech level (a model's only)."""
    shown = [(pitch, content) for pitch, content in told if pitch.pitch]
    faithful = sum(
        not strange(p.pitch, c.prose(), c.tools, c.needs, c.department) and all(s in c.prose() for s in p.sources)
        for p, c in shown
    )
    long = [p for p, c in shown if len(c.prose()) >= 120]
    fitting = sum(80 <= len(p.pitch) <= 200 for p in long)
    level = sum(len(levels([s.text for s in p.sentences])) == 1 for p, _ in shown)
    n = max(1, len(shown))
    return PitchFigures(len(shown), faithful / n, fitting / max(1, len(long)), level / n)
