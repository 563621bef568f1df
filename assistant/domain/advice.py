"""What a model suggested, and what a person made of it: two types, never one.

Law: advice carries no score and ranks nothing; only a named person's decision turns it into a fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AdviceKind(StrEnum):
    """What the advice is about."""

    TRACK = "track"
    PITCH = "pitch"
    CONTENTS = "contents"


class AdvisorKind(StrEnum):
    """Which sort of advisor answered."""

    OFFLINE = "offline"
    LLM = "llm"


class Verdict(StrEnum):
    """What the person did with it."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an answer came from. `prompt` is "name@vN#sha"; tokens are 0 for the offline advisor."""

    kind: AdvisorKind
    model: str
    prompt: str
    input_hash: str
    seconds: float
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class TrackAdvice:
    """A suggested track (a track's code or "undecided"), why, and a confidence in per cent."""

    track: str
    confidence: int
    why: str


@dataclass(frozen=True, slots=True)
class PitchAdvice:
    """Two or three sentences for voters, and the draft's own sentences they rest on (verbatim)."""

    pitch: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContentsAdvice:
    """Names of required contents that were not found."""

    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Everything one request for advice brought; `fell_back_because` is an AdvisorFailed reason or empty."""

    track: TrackAdvice
    pitch: PitchAdvice
    contents: ContentsAdvice
    provenance: Provenance
    fell_back_because: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """A stored suggestion on one version of one proposal."""

    id: str
    proposal_id: str
    version: int
    suggestion: Suggestion
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class AdviceDecision:
    """What a person made of one kind of one advice; `text` is what entered the draft (empty when dismissed)."""

    advice_id: str
    kind: AdviceKind
    verdict: Verdict
    text: str
    decided_by: str
    decided_at: datetime
    edit_distance: int = field(default=0)
