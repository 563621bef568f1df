"""The forms a language model answers in, and the minimal wire schema an endpoint gets for each.

Law: the schema asks for no more than every compatible server can enforce; what an answer has to be is in `checks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import AdvisorFailed


class Broken(AdvisorFailed):
    """An answer that breaks a rule; `rule` tells the model in Korean what to mend."""

    def __init__(self, detail: str, rule: str) -> None:
        super().__init__("bad_answer", detail)
        self.rule = rule


class Answer(BaseModel):
    """What every form shares: nothing unasked, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class TrackAnswer(Answer):
    """Answer of `suggest_track`."""

    track: str
    confidence: int
    why: str


class PitchSentence(Answer):
    """A sentence of a pitch and the draft's sentence it rests on."""

    text: str
    source: str


class PitchAnswer(Answer):
    """Answer of `write_pitch`."""

    sentences: list[PitchSentence]


class CoachedContent(Answer):
    """One required content."""

    name: str
    presence: str
    quote: str


class CoachAnswer(Answer):
    """Answer of `coach_contents`."""

    contents: list[CoachedContent]
    question: str


class ToldDifference(Answer):
    """What the draft is to one past idea, which `past` names by its label, and what differs."""

    past: str
    relation: str
    same: str
    different: str
    mine: str
    theirs: str


class DifferenceAnswer(Answer):
    """Answer of `tell_difference`."""

    items: list[ToldDifference]


Form = TypeVar("Form", bound=Answer)


def wire_schema(form: type[Answer], **choices: Sequence[str]) -> dict[str, Any]:
    """The JSON schema an endpoint gets in strict mode; `choices` limits fields of that name to an enum."""
    return {"title": form.__name__, "description": (form.__doc__ or "").strip(), **_object(form, choices)}


def _object(form: type[Answer], choices: dict[str, Sequence[str]]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        inner = get_args(field.annotation)
        if inner:
            items = _object(inner[0], choices) if issubclass(inner[0], Answer) else {"type": "string"}
            properties[name] = {"type": "array", "items": items}
        else:
            properties[name] = {"type": "integer"} if field.annotation is int else {"type": "string"}
            if name in choices:
                properties[name]["enum"] = list(choices[name])
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def parse(form: type[Form], text: str) -> Form:
    """The form of an answer. Raises Broken."""
    try:
        return form.model_validate_json(text)
    except ValidationError as exc:
        kinds = sorted({error["type"] for error in exc.errors(include_input=False, include_url=False)})
        detail = f"{form.__name__}: {', '.join(kinds)}"
        raise Broken(detail, "정해진 JSON 모양과 달랐습니다. 모든 칸을 채우고 다른 글은 붙이지 마십시오.") from None
