"""What a person records about a whole proposal, in the organisation's own words and with the clause it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.domain.link import TakenBack


@dataclass(frozen=True, slots=True)
class VerdictCode:
    """One thing that may be said. `clause` is of 「공무원 제안 규정」; `needs_archive`: it points at an earlier item;
    `bars`: it keeps the proposal off the shortlist that the rule draws up.
    """

    code: str
    clause: str
    words: str
    needs_archive: bool = False
    bars: bool = False


@dataclass(frozen=True, slots=True)
class ProposalVerdict:
    """What was said of a proposal, by whom and why; `words` and `clause` are those of the day it was said."""

    id: str
    proposal_id: str
    code: str
    clause: str
    words: str
    archive_id: str
    by: str
    at: datetime
    reason: str
    taken_back: TakenBack | None = None
