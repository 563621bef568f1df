"""The words for enum values, fields and moments, and the form's layout."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from assistant.domain.advice import AdviceKind, Rung
from assistant.domain.archive import Outcome
from assistant.domain.link import Relation
from assistant.domain.person import Role
from assistant.domain.proposal import LONGEST, LONGEST_BODY, REQUIRED, Programme, Stage
from assistant.domain.similarity import Kind
from assistant.llm import contents
from assistant.services.advising import LONGEST_PITCH
from assistant.ui.parts.editor import Field
from assistant.ui.text import language, mark, say, translate

ZONE = ZoneInfo("Asia/Seoul")

OUTCOMES = {
    Outcome.ADOPTED: mark("Adopted"),
    Outcome.NOT_ADOPTED: mark("Not adopted"),
    Outcome.RUNNING: mark("Running"),
    Outcome.UNKNOWN: mark("Outcome unknown"),
}
OUTCOME_TONES = {
    Outcome.ADOPTED: "good",
    Outcome.NOT_ADOPTED: "quiet",
    Outcome.RUNNING: "live",
    Outcome.UNKNOWN: "quiet",
}

ROLES = {
    Role.AUTHOR: mark("Author"),
    Role.REVIEWER: mark("Reviewer"),
    Role.ORGANISER: mark("Organiser"),
    Role.OFFICER: mark("Voting officer"),
}

KINDS = {
    Kind.EXACT: mark("Identical proposal"),
    Kind.NEAR_DUPLICATE: mark("Nearly the same proposal"),
    Kind.RELATED: mark("Related proposal"),
    Kind.NONE: mark("Little in common"),
}
KIND_WORDS = {
    Kind.EXACT: mark("The same text"),
    Kind.NEAR_DUPLICATE: mark("The same idea in other words"),
    Kind.RELATED: mark("A like subject; see whether it is your idea"),
    Kind.NONE: mark("Hardly alike"),
}

RELATIONS = {
    Relation.SAME: mark("The same proposal"),
    Relation.PART_OF: mark("Part of it"),
    Relation.BUILDS_ON: mark("Builds on it"),
    Relation.RELATED: mark("Related subject"),
    Relation.DIFFERENT: mark("Another proposal"),
}

ADVICE_KINDS = {
    AdviceKind.TRACK: mark("Track"),
    AdviceKind.PITCH: mark("Pitch for voters"),
    AdviceKind.CONTENTS: mark("Required contents"),
    AdviceKind.DIFFERENCE: mark("Difference from past proposals"),
}
RUNGS = {
    Rung.MODEL: mark("the language model"),
    Rung.REPAIRED: mark("the language model, at its second try"),
    Rung.KEPT: mark("an earlier answer of the language model to the same text"),
    Rung.OFFLINE: mark("the built-in advisor on this computer"),
}

STAGES = {
    Stage.DRAFT: mark("Draft"),
    Stage.SUBMITTED: mark("Submitted"),
    Stage.WITHDRAWN: mark("Withdrawn"),
    Stage.TRASHED: mark("In the trash"),
}

_FIELDS = {
    "title": (mark("Title"), mark("One line that says what changes."), 1),
    "problem": (mark("Situation and problem"), mark("What is hard today, for whom, how often?"), 5),
    "idea": (mark("Improvement"), mark("What is to be done, and how? Where does AI help?"), 6),
    "effect": (mark("Expected effect"), mark("What gets better, for whom, by how much?"), 4),
    "pitch": (mark("Pitch for voters"), mark("Two or three sentences; “Get advice” can suggest some."), 3),
    "tools": (mark("AI tools"), "", 1),
    "needs": (mark("Data needed"), "", 2),
    "department": (mark("Department"), "", 1),
    "video": (mark("Link to a video"), "", 1),
}
_CONTENT_NAMES = {
    "track": mark("Track"),
    "body": mark("Text"),
    "reason": mark("Reason"),
    "archive_id": mark("Past proposal"),
    contents.SITUATION: mark("Situation, problem"),
    contents.METHOD: mark("Method"),
    contents.DATA_AND_TOOLS: mark("Data and tools"),
    contents.STAFF_AND_COST: mark("Staff and cost"),
    contents.PRIVACY: mark("Privacy and security"),
    contents.MEASURE: mark("How the effect is measured"),
    contents.PILOT: mark("Pilot"),
}
UNDER_THE_FOLD = frozenset({"tools", "needs", "department", "video"})


def form_fields() -> tuple[Field, ...]:
    """The boxes of the form, in their order, in the person's language."""
    return _form_fields(language())


@cache
def _form_fields(to: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            name,
            translate(label, to),
            hint=translate(hint, to) if hint else "",
            rows=rows,
            most=LONGEST_PITCH if name == "pitch" else LONGEST.get(name, LONGEST_BODY),
            required=name in REQUIRED,
            more=name in UNDER_THE_FOLD,
        )
        for name, (label, hint, rows) in _FIELDS.items()
    )


def field_label(name: str) -> str:
    """What a field is called on the form."""
    if name in _FIELDS:
        return say(_FIELDS[name][0])
    return say(_CONTENT_NAMES[name]) if name in _CONTENT_NAMES else name


def moment(at: datetime) -> str:
    """A day and time as people write them, in the city's zone."""
    pattern = "M월 d일(E) HH:mm" if language() == "ko" else "EEE d MMM, HH:mm"
    return str(format_datetime(at.astimezone(ZONE), pattern, locale=language()))


def second(at: datetime) -> str:
    """A moment to the second, with its year, as a receipt bears it."""
    pattern = "y년 M월 d일(E) HH:mm:ss" if language() == "ko" else "EEE d MMM y, HH:mm:ss"
    return str(format_datetime(at.astimezone(ZONE), pattern, locale=language()))


def clock(at: datetime) -> str:
    """Hours, minutes and seconds; the day before them unless it is today."""
    local = at.astimezone(ZONE)
    if local.date() == datetime.now(ZONE).date():
        return local.strftime("%H:%M:%S")
    return moment(at)


def time_left(programme: Programme, now: datetime) -> str:
    """How long proposals are still taken."""
    if now < programme.opens_at:
        return say("Opens {when}", when=moment(programme.opens_at))
    if not programme.is_open(now):
        return say("Closed since {when}", when=moment(programme.closes_at))
    days = (programme.closes_at.astimezone(ZONE).date() - now.astimezone(ZONE).date()).days
    if days == 0:
        return say("Closes today at {time}", time=programme.closes_at.astimezone(ZONE).strftime("%H:%M"))
    return say("{days} days left, until {when}", days=days, when=moment(programme.closes_at))


def in_year(year: int | None) -> str:
    """The year of a past idea; nothing where it is not known."""
    return say("{year}", year=year) if year else ""


def won(micro: int) -> str:
    """Millionths of a won as an amount."""
    return say("{amount} won", amount=f"{micro / 1_000_000:,.2f}")


def percent(share: float) -> int:
    """A similarity from 0 to 1 in whole per cent; 100 only where it is exactly that."""
    return min(99, round(share * 100)) if share < 1 else 100
