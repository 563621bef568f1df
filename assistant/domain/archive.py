"""Earlier proposals and what became of them, and programmes already running."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.proposal import Content


class Outcome(StrEnum):
    """What became of an earlier idea."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    RUNNING = "running"
    UNKNOWN = "unknown"


STANDING = frozenset({Outcome.ADOPTED, Outcome.RUNNING})
"""Taken up or already done: what a new proposal is measured against, while other entries are only earlier words."""


@dataclass(frozen=True, slots=True)
class ArchiveItem:
    """An earlier idea; `year` is None where nobody wrote it down. `is_sample` marks invented ones."""

    id: str
    content: Content
    outcome: Outcome = Outcome.UNKNOWN
    year: int | None = None
    department: str = ""
    reason: str = ""
    is_sample: bool = False

    @property
    def stands(self) -> bool:
        """Whether it was adopted or is already running."""
        return self.outcome in STANDING
