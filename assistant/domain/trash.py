"""How long a draft that was thrown away can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

KEPT_DAYS = 30
KEPT = timedelta(days=KEPT_DAYS)


def gone_at(trashed_at: datetime) -> datetime:
    """When it is erased for good."""
    return trashed_at + KEPT


def is_over(trashed_at: datetime, now: datetime) -> bool:
    """Whether it can no longer be taken back."""
    return now >= gone_at(trashed_at)
