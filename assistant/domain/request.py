"""A question back to the authors during the review, and the track a person confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a proposal's authors until `due_at`, and what they answered."""

    id: str
    proposal_id: str
    by: str
    at: datetime
    question: str
    due_at: datetime
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrackConfirmation:
    """The track a person confirmed beside the one the author chose and the one a model suggested ("" for none)."""

    proposal_id: str
    track: str
    chosen: str
    suggested: str
    by: str
    at: datetime
