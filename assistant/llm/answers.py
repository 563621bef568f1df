"""What a language model has to answer: a minimal wire schema first, stricter rules after.

Law: an answer that breaks a rule is no answer; nothing of it is mended except that sources the draft does not
contain are dropped, and a pitch left without any source fails.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.domain.advice import ContentsAdvice, PitchAdvice, TrackAdvice
from assistant.domain.proposal import Content
from assistant.domain.text import normalise, visible
from assistant.errors import AdvisorFailed
from assistant.llm.sentences import DraftSentence, verbatim

PITCH_SHORTEST, PITCH_LONGEST = 80, 200
WHY_LONGEST = 400
LEAST_HANGUL = 0.5
"""Share of Hangul among the letters of a Korean text; product names and "AI" take the rest."""

_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:com|net|org|kr|io|ai|me|ly)\b|\]\(", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!?]|&(?:[a-z]{2,8}|#\d+);|```|\*\*|^#{1,6} ", re.IGNORECASE | re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+-]+")
_FREE_WORDS = frozenset({"ai"})


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TrackAnswer(_Answer):
    """Answer of `suggest_track`."""

    track: str
    confidence: int
    why: str


class PitchAnswer(_Answer):
    """Answer of `write_pitch`."""

    pitch: str
    sources: list[str]


class ContentsAnswer(_Answer):
    """Answer of `find_missing`."""

    missing: list[str]


_Form = TypeVar("_Form", bound=_Answer)


def wire_schema(form: type[_Answer], **choices: Sequence[str]) -> dict[str, Any]:
    """The JSON schema an endpoint gets in strict mode; `choices` limits a field (or a list's items) to an enum."""
    properties: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        one: dict[str, Any] = {"type": "integer"} if field.annotation is int else {"type": "string"}
        if name in choices:
            one["enum"] = list(choices[name])
        properties[name] = {"type": "array", "items": one} if field.annotation == list[str] else one
    return {
        "title": form.__name__,
        "description": (form.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse(form: type[_Form], text: str) -> _Form:
    """The wire form of an answer. Raises AdvisorFailed (bad_answer)."""
    try:
        return form.model_validate_json(text)
    except ValidationError as exc:
        kinds = sorted({error["type"] for error in exc.errors(include_input=False, include_url=False)})
        raise AdvisorFailed("bad_answer", f"{form.__name__}: {', '.join(kinds)}") from None


def check_track(answer: TrackAnswer, codes: Collection[str]) -> TrackAdvice:
    """Raises AdvisorFailed for an unknown track, a confidence outside 0-100 or an unusable reason."""
    if answer.track not in codes:
        raise AdvisorFailed("bad_answer", "unknown track")
    if not 0 <= answer.confidence <= 100:
        raise AdvisorFailed("bad_answer", "confidence outside 0-100")
    return TrackAdvice(answer.track, answer.confidence, _korean(answer.why, "why", 1, WHY_LONGEST))


def check_pitch(answer: PitchAnswer, content: Content, draft: list[DraftSentence]) -> PitchAdvice:
    """Raises AdvisorFailed where length, language, a number, a foreign name or every source is wrong."""
    pitch = _korean(answer.pitch, "pitch", PITCH_SHORTEST, PITCH_LONGEST)
    written = normalise("\n".join((content.prose(), content.tools, content.needs, content.department)))
    if strange := _numbers(normalise(pitch)) - _numbers(written):
        raise AdvisorFailed("bad_answer", f"{len(strange)} numbers of the pitch are not in the draft")
    known = written.casefold()
    if any(word not in known for word in _names(pitch)):
        raise AdvisorFailed("bad_answer", "the pitch names something that is not in the draft")
    found = (verbatim(source, draft, content.prose()) for source in answer.sources)
    sources = tuple(dict.fromkeys(source for source in found if source is not None))
    if not sources:
        raise AdvisorFailed("bad_answer", "no source of the pitch stands in the draft")
    return PitchAdvice(pitch, sources)


def check_contents(answer: ContentsAnswer, names: Sequence[str]) -> ContentsAdvice:
    """Raises AdvisorFailed for a name that is not asked for."""
    if not set(answer.missing) <= set(names):
        raise AdvisorFailed("bad_answer", "unknown content")
    return ContentsAdvice(tuple(name for name in names if name in answer.missing))


def _korean(text: str, field: str, shortest: int, longest: int) -> str:
    text = " ".join(visible(text).split())
    if not shortest <= len(text) <= longest:
        raise AdvisorFailed("bad_answer", f"{field} has {len(text)} characters")
    if _MARKUP.search(text) or _LINK.search(text):
        raise AdvisorFailed("bad_answer", f"{field} has markup or a link")
    written = [c for c in text if c.isalpha()]
    if sum("가" <= c <= "힣" for c in written) < LEAST_HANGUL * max(1, len(written)):
        raise AdvisorFailed("bad_answer", f"{field} is not Korean")
    return text


def _numbers(text: str) -> set[str]:
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def _names(text: str) -> set[str]:
    return {word.casefold() for word in _LATIN.findall(text)} - _FREE_WORDS
