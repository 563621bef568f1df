"""The envelope of a chat completion: read with care, rebuilt in its simplest form.

Servers that call themselves compatible answer with HTML, null choices or half a sentence, and each makes a client
library fail in a way of its own. Law: tokens are counted wherever the server names them, usable answer or not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from assistant.errors import AdvisorFailed


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: Annotated[int, Field(ge=0)] = 0
    completion_tokens: Annotated[int, Field(ge=0)] = 0


class _Envelope(BaseModel):
    model: str | None = None
    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Usage | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope held."""

    model: str
    text: str
    body: bytes


def usage(body: bytes) -> tuple[int, int]:
    """Tokens in and out as the server counts them; 0 where it says nothing readable."""
    try:
        told = json.loads(body)
        counted = _Usage.model_validate(told["usage"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0, 0
    return counted.prompt_tokens, counted.completion_tokens


def open_envelope(body: bytes) -> Opened:
    """The answer and its minimal envelope. Raises AdvisorFailed (bad_answer, too_long)."""
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        raise AdvisorFailed("bad_answer", "not a chat completion") from None
    choice = envelope.choices[0]
    if choice.message.refusal:
        raise AdvisorFailed("bad_answer", "the model refused")
    if choice.finish_reason == "content_filter":
        raise AdvisorFailed("bad_answer", "stopped by a content filter")
    if choice.finish_reason == "length":
        raise AdvisorFailed("too_long", "the answer was cut off")
    text = choice.message.content or ""
    if not text.strip():
        raise AdvisorFailed("bad_answer", "empty")
    counted = envelope.usage or _Usage()
    rebuilt = _Completion(
        model=envelope.model or "",
        choices=[_Kept(message=_Said(content=text))],
        usage=_Total(**counted.model_dump(), total_tokens=counted.prompt_tokens + counted.completion_tokens),
    )
    return Opened(envelope.model or "", text, rebuilt.model_dump_json().encode())


class _Said(BaseModel):
    role: str = "assistant"
    content: str


class _Kept(BaseModel):
    index: int = 0
    finish_reason: str = "stop"
    message: _Said


class _Total(_Usage):
    total_tokens: int


class _Completion(BaseModel):
    id: str = ""
    object: str = "chat.completion"
    created: int = 0
    model: str
    choices: list[_Kept]
    usage: _Total
