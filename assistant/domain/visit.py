"""Who somebody says she is, and how long she is taken at her word.

Law: a visit is known by the hash of what opened it; what opened it is stored nowhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Ending(StrEnum):
    """Why a visit is over."""

    LEFT = "left"
    IDLE = "idle"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a provider or a proxy vouches for. `issuer` and `subject` together never change for one person."""

    issuer: str
    subject: str
    name: str
    department: str
    groups: frozenset[str] = frozenset()

    @property
    def person_id(self) -> str:
        """The same for the same person at every sign-in, and telling nothing."""
        return "p-" + ticket("person", self.issuer, self.subject)[:32]


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a visit may last: without an act, and in all."""

    idle: timedelta = timedelta(minutes=60)
    most: timedelta = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay after signing in; all tabs of a browser share it."""

    key: str
    person_id: str
    began_at: datetime
    seen_at: datetime
    left_at: datetime | None = None

    def ending(self, now: datetime, stay: Stay) -> Ending | None:
        """Why it is over, None while it goes on."""
        if self.left_at is not None:
            return Ending.LEFT
        if now - self.began_at >= stay.most:
            return Ending.LONG
        if now - self.seen_at >= stay.idle:
            return Ending.IDLE
        return None


def ticket(*parts: str) -> str:
    """The key of a visit by what opened it, SHA-256 in hex; no two lists of parts share one."""
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
