"""What became of a proposal in the competition, as its authors are told, and objections to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assistant.domain.shortlist import Why


@dataclass(frozen=True, slots=True)
class Decision:
    """The released decision on one proposal; a later one on the same proposal replaces it."""

    proposal_id: str
    track: str
    is_finalist: bool
    why: Why
    mean: Fraction | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """An author's objection to a released decision and the answer to it."""

    id: str
    proposal_id: str
    by: str
    at: datetime
    text: str
    answer: str = ""
    is_upheld: bool | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
