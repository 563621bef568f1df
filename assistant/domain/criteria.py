"""What reviewers score by: criteria with weights, one scale, and what a set of scores is worth.

Law: everything that ranks a proposal is a Fraction, and every score was given by a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.errors import ReviewRefused


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing looked at; `words` is the question reviewers answer, `weight` its share of the whole."""

    code: str
    name: str
    words: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria in their order; weights add up to 1. A spread of `disagreement` or more is worth talking about."""

    criteria: tuple[Criterion, ...]
    minimum: int
    maximum: int
    reviewers: int
    disagreement: Fraction

    def check(self, scores: Mapping[str, int]) -> None:
        """Raise ReviewRefused unless every criterion, and nothing else, has a whole number within the scale."""
        if set(scores) != {each.code for each in self.criteria}:
            raise ReviewRefused("bad_score")
        if not all(self.minimum <= score <= self.maximum for score in scores.values()):
            raise ReviewRefused("bad_score")

    def weighted(self, scores: Mapping[str, int]) -> Fraction:
        """Sum of weight times score, on the scale of a single score; a criterion no longer scored counts nothing."""
        return sum((each.weight * scores.get(each.code, 0) for each in self.criteria), Fraction(0))


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """The arithmetic mean, None of nothing: an unscored proposal has no score rather than a zero."""
    return sum(values, Fraction(0)) / len(values) if values else None
