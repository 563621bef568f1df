"""Who did what when; entries are added and never changed, each linked to the one before by a hash.

The chain holds opaque ids, times and short facts only, so that a person's name can be removed (it stands in `people`)
while every link stays true. Law: an entry's link never depends on anything outside the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

FIRST_LINK = sha256(b"proposal-review-assistant journal/1").hexdigest()
"""What the first entry is linked to."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `facts` are short strings without people's texts."""

    at: datetime
    person_id: str
    act: str
    subject: str
    facts: dict[str, str]

    def line(self) -> bytes:
        """The bytes its link is made over: every field, in order."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        fields = [at, self.person_id, self.act, self.subject, self.facts]
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """How long the journal is and its last link; `broken_at` is the first entry (from 1) that does not fit."""

    entries: int
    link: str
    broken_at: int | None = None


def next_link(link: str, entry: Entry) -> str:
    """sha256 over the link before, a line feed and the entry."""
    return sha256(link.encode() + b"\n" + entry.line()).hexdigest()


def walk(chained: Iterable[tuple[Entry, str]]) -> ChainEnd:
    """Follow entries with their stated links from the first one on."""
    link, broken, at = FIRST_LINK, None, 0
    for at, (entry, stated) in enumerate(chained, start=1):
        if broken is None and next_link(link, entry) != stated:
            broken = at
        link = stated
    return ChainEnd(at, link, broken)
