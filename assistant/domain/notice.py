"""What a person is told about something of hers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person. `kind` chooses the sentence, `facts` fill it in; `subject` is a proposal's id."""

    id: str
    person_id: str
    at: datetime
    kind: str
    subject: str
    facts: Mapping[str, str]
    read_at: datetime | None = None
