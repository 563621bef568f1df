"""What goes with every request: on whose behalf, how often it may still be sent, and where it is written down.

The library between advisor and transport knows nothing of these, so they travel in a context variable of the task.
Law: requests beyond the first of each question, retries and repairs together, never exceed `MOST_MORE` a suggestion.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, Protocol

from assistant.domain.outgoing import Errand, Outgoing, Returned

MOST_MORE: Final = 2
MOST_ANSWER_TOKENS: Final = 4_000
"""Room for a model that thinks before it answers; the answers themselves have about 300."""


class Ledger(Protocol):
    """Where requests are written down."""

    def send(self, sent: Outgoing) -> None:
        """Before the first byte leaves. Raises AdvisorFailed (over_budget, off), and then nothing is sent."""
        ...

    def receive(self, outgoing_id: str, returned: Returned) -> None:
        """When the answer is there, or will not come. Raises nothing."""
        ...


class Memory(Protocol):
    """Answers that passed every rule, by the hash of all that made them; personal data stays replaced in them."""

    def recall(self, key: str) -> tuple[str, str] | None:
        """Model and answer."""
        ...

    def remember(self, key: str, model: str, answer: str) -> None:
        """Keep an answer."""
        ...


@dataclass(slots=True)
class Allowance:
    """How many more requests a whole suggestion may still send."""

    left: int = MOST_MORE

    def take(self) -> bool:
        """Take one; whether there was one."""
        self.left -= 1
        return self.left >= 0


@dataclass(slots=True)
class Trip:
    """One question on its way; tokens add up over its attempts, `reason` is the last failure's."""

    errand: Errand = field(default_factory=Errand)
    prompt: str = ""
    model: str = ""
    allowance: Allowance = field(default_factory=Allowance)
    ledger: Ledger | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    reason: str = "refused"
    is_promised: bool = False


_trip: ContextVar[Trip | None] = ContextVar("trip", default=None)


def set_out(trip: Trip) -> None:
    """Let the requests of this task belong to `trip`."""
    _trip.set(trip)


def current() -> Trip:
    """The trip of this task; a fresh one where none was set out on."""
    return _trip.get() or Trip()
