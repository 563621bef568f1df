"""Who did what when; entries are added and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `facts` are short strings without people's texts."""

    at: datetime
    person_id: str
    act: str
    subject: str
    facts: dict[str, str]
