"""What left the building: one entry for each request, with the very text, and what came back.

Law: an entry is written before the first byte leaves; what cannot be written down is not sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

EMBEDDING: Final = "embedding"
"""Stands for the prompt where texts went for their vectors; such requests have no price and are under no limit."""


@dataclass(frozen=True, slots=True)
class Errand:
    """On whose behalf something is asked; ids are empty for a file on the command line."""

    advice_id: str = ""
    proposal_id: str = ""
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`body` is the request's exact text, personal data already replaced."""

    id: str
    errand: Errand
    endpoint: str
    model: str
    prompt: str
    body: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: `status` is an HTTP status or a failure's reason, `answer` the model's words as they came."""

    status: str
    model: str = ""
    answer: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A request and its answer, if it has come; `cost_micro` in millionths of a won, by the prices of that moment."""

    sent: Outgoing
    returned: Returned | None
    cost_micro: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What the organiser allows a day (Korean time), and what a million tokens cost, in won; 0 won is no limit."""

    most_won: int = 0
    most_tokens: int = 2_000_000
    won_input: int = 0
    won_output: int = 0

    def cost_micro(self, input_tokens: int, output_tokens: int) -> int:
        """Exact cost in millionths of a won."""
        return input_tokens * self.won_input + output_tokens * self.won_output

    def is_reached(self, tokens: int, cost_micro: int) -> bool:
        """Whether nothing more may be asked today."""
        return tokens >= self.most_tokens or bool(self.most_won and cost_micro >= self.most_won * 1_000_000)


@dataclass(frozen=True, slots=True)
class Use:
    """What was spent in some time, for how many proposals."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micro: int = 0
    proposals: int = 0

    @property
    def tokens(self) -> int:
        """In and out."""
        return self.input_tokens + self.output_tokens
