"""How often one person, one address and everybody together may ask for what costs something.

Buckets that fill again evenly: nobody who works at a person's speed meets the limit. Kept in this process, so that
with several replicas each of them allows as much.
Law: a limit refuses and says for how long; it never locks anybody out beyond that.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.domain.person import Person
from assistant.errors_doors import TooOften

MOST_KEYS = 20_000
"""Buckets kept at once; full ones are forgotten first, and they say nothing."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `burst` evenly over `per_s` seconds."""

    burst: int
    per_s: float


SEARCHES = Rate(120, 60)
"""A person's searches: typing looks for like ideas about once in two seconds, and clicks come beside it."""
ADVICES = Rate(20, 300)
"""A person's requests for advice: one takes many seconds to read."""
SIGN_INS = Rate(600, 60)
"""Requests at the door from one address: 113 people behind one router, each signing in twice within a minute."""
ALL_SIGN_INS = Rate(3_000, 60)
"""Requests at the door from everywhere."""


@dataclass(slots=True)
class Pace:
    """One limit for many keys. `clock` counts seconds and never goes back."""

    rate: Rate
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str) -> None:
        """One more. Raises TooOften."""
        now, refill = self.clock(), self.rate.burst / self.rate.per_s
        with self._lock:
            left, at = self._buckets.get(key, (float(self.rate.burst), now))
            left = min(float(self.rate.burst), left + (now - at) * refill)
            if left < 1:
                raise TooOften((1 - left) / refill)
            if len(self._buckets) >= MOST_KEYS and key not in self._buckets:
                self._forget_full(now, refill)
            self._buckets[key] = left - 1, now

    def _forget_full(self, now: float, refill: float) -> None:
        full = [key for key, (left, at) in self._buckets.items() if left + (now - at) * refill >= self.rate.burst]
        for key in full or list(self._buckets)[: MOST_KEYS // 10]:
            del self._buckets[key]


@dataclass(frozen=True, slots=True)
class Pacing:
    """The limits of people who are signed in."""

    searches: Pace = field(default_factory=lambda: Pace(SEARCHES))
    advices: Pace = field(default_factory=lambda: Pace(ADVICES))

    def search(self, person: Person) -> None:
        """She searches once more. Raises TooOften."""
        self.searches.take(person.id)

    def advise(self, person: Person) -> None:
        """She asks for advice once more. Raises TooOften."""
        self.advices.take(person.id)
