"""A proposal through its whole life, and every version of its text."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from assistant.domain.text import fingerprint, letters, normalise
from assistant.errors import DeadlinePassed, Incomplete, StageForbids

REQUIRED = ("title", "problem", "idea", "effect")
"""Contents a proposal must have before it is submitted, in the order of the form."""

LONGEST = {"title": 200, "tools": 500, "needs": 500, "department": 100, "video": 500}
"""Most characters of a short field; the other fields take `LONGEST_BODY`."""
LONGEST_BODY = 10_000

LABELS = {"title": "제목", "problem": "현황 및 문제점", "idea": "개선방안", "effect": "기대효과", "body": "내용"}
"""Headings put before a field when the whole proposal is embedded as one text."""


class Stage(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    TRASHED = "trashed"


@dataclass(frozen=True, slots=True)
class Content:
    """What the author writes. `body` holds texts that came without the form's fields; `pitch` is for voters."""

    title: str = ""
    problem: str = ""
    idea: str = ""
    effect: str = ""
    tools: str = ""
    needs: str = ""
    department: str = ""
    video: str = ""
    pitch: str = ""
    track: str = ""
    body: str = ""

    def missing(self) -> tuple[str, ...]:
        """Names of required fields with nothing but blanks in them."""
        return tuple(name for name in REQUIRED if not getattr(self, name).strip())

    def whole(self) -> str:
        """The text that stands for the proposal's meaning: labelled fields, a line each, empty ones left out."""
        parts = ((LABELS[name], normalise(getattr(self, name))) for name in LABELS)
        return "\n".join(f"{label}: {text}" for label, text in parts if text)

    def prose(self) -> str:
        """The written fields without headings, a line end between them; evidence sentences are cut from this."""
        return "\n".join(text for name in LABELS if (text := getattr(self, name).strip()))

    def is_blank(self) -> bool:
        """Whether there is no letter in title, problem, idea, effect and body."""
        return not letters(self.prose())

    def hash(self) -> str:
        """sha256 of `whole`; equal contents have equal vectors."""
        return fingerprint(self.whole())

    def sameness(self) -> str:
        """sha256 of the bare letters without the title's; equal for copies that differ in blanks, signs and title only.

        Falls back to all letters where only a title stands.
        """
        below = letters("".join((self.problem, self.idea, self.effect, self.body)))
        return fingerprint(below or letters(self.title))

    def changed(self, **new: str) -> Content:
        """A copy with fields replaced; raises TypeError for an unknown field."""
        return replace(self, **new)


CONTENT_FIELDS = tuple(f.name for f in fields(Content))


@dataclass(frozen=True, slots=True)
class Version:
    """One stored state of a proposal's text; `number` counts from 1."""

    number: int
    content: Content
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The idea and where it stands; `receipt` exists from submission on."""

    id: str
    author_id: str
    stage: Stage
    content: Content
    version: int
    created_at: datetime
    saved_at: datetime
    co_author_ids: tuple[str, ...] = field(default=())
    submitted_at: datetime | None = None
    receipt: str | None = None
    trashed_at: datetime | None = None

    def belongs_to(self, person_id: str) -> bool:
        """Whether the person wrote it, alone or with others."""
        return person_id == self.author_id or person_id in self.co_author_ids

    def require_draft(self, act: str) -> None:
        """Raise StageForbids unless it is still a draft."""
        if self.stage is not Stage.DRAFT:
            raise StageForbids(act, self.stage.value)


@dataclass(frozen=True, slots=True)
class Programme:
    """One call for proposals and its window; times carry a zone."""

    name: str
    opens_at: datetime
    closes_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether proposals are taken at `now`; the last second counts."""
        return self.opens_at <= now <= self.closes_at


def check_submittable(proposal: Proposal, programme: Programme, now: datetime) -> None:
    """Raise StageForbids, Incomplete or DeadlinePassed; nothing a model said is looked at."""
    proposal.require_draft("submit")
    if missing := proposal.content.missing():
        raise Incomplete(missing)
    if not programme.is_open(now):
        raise DeadlinePassed(programme.opens_at, programme.closes_at)


def too_long(content: Content) -> dict[str, int]:
    """Fields over their limit and that limit."""
    return {
        name: most
        for name in CONTENT_FIELDS
        if len(getattr(content, name)) > (most := LONGEST.get(name, LONGEST_BODY if name != "body" else 20_000))
    }
