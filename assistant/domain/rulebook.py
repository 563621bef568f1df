"""The organiser's rules file through its versions: who saved which text when, and the hash it is known by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class RulesVersion:
    """One saved text of the rules (TOML); `number` counts from 1."""

    number: int
    text: str
    saved_by: str
    saved_at: datetime

    @property
    def hash(self) -> str:
        """What is printed, put in the opening record and checked at the count: SHA-256 of the text's bytes."""
        return rules_hash(self.text)


def rules_hash(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in lower-case hexadecimal; the hash of rules.toml in an export."""
    return sha256(text.encode()).hexdigest()
