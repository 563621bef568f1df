"""What is kept for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """How long each kind of record is kept; `data/retention.toml` says from when each counts."""

    drafts: timedelta
    ledger: timedelta
    answers: timedelta
    notices: timedelta
    roll: timedelta
    visits: timedelta


@dataclass(frozen=True, slots=True)
class Due:
    """One rule: `what` is its name, how many records it meets, and what happens to them ("erased", "trashed" …)."""

    what: str
    count: int
