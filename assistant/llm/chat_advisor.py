"""The advisor that asks a language model: three small tasks, a prompt file each, under one limit of time.

The track is asked for first and alone, so that an endpoint that fails is asked three times at most; pitch and
missing contents then run side by side. Law: people's texts enter inside a fence nobody can guess, as material.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.advice import AdvisorKind, Provenance, Suggestion
from assistant.domain.archive import Outcome
from assistant.domain.proposal import LABELS, Content
from assistant.domain.text import fingerprint, plain
from assistant.domain.track import UNDECIDED, Track
from assistant.errors import AdvisorFailed
from assistant.llm import answers, contents, prompts, sentences
from assistant.llm.chat_model import ChatModel, Reply
from assistant.llm.prompts import Prompt
from assistant.llm.tokens import Tokens

DRAFT_BUDGET = 6_000
"""Tokens of the draft that are sent; a draft of 1,500 characters has about 1,000."""
NEIGHBOURS_BUDGET = 900
"""Tokens for all past ideas together."""

_OUTCOMES = {
    Outcome.ADOPTED: "채택",
    Outcome.NOT_ADOPTED: "불채택",
    Outcome.RUNNING: "시행 중",
    Outcome.UNKNOWN: "결과 모름",
}
_MORE_LABELS = {"tools": "활용할 AI 도구", "needs": "필요한 데이터", "department": "부서"}


@dataclass(frozen=True, slots=True)
class Tasks:
    """The prompts in use."""

    track: Prompt
    pitch: Prompt
    missing: Prompt

    @classmethod
    def load(cls, folder: Path) -> Tasks:
        """Raises ConfigurationError."""
        return cls(
            prompts.load(folder, "suggest_track.v1", frozenset({"fence", "tracks", "proposal"})),
            prompts.load(folder, "write_pitch.v1", frozenset({"fence", "neighbours", "proposal"})),
            prompts.load(folder, "find_missing.v1", frozenset({"fence", "names", "proposal"})),
        )


class ChatAdvisor:
    """Suggests by asking a model. Threads may share it."""

    def __init__(
        self,
        model: ChatModel,
        tasks: Tasks,
        tracks: tuple[Track, ...],
        tokens: Tokens,
        nonce: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        self._model, self._tasks, self._tracks, self._tokens, self._nonce = model, tasks, tracks, tokens, nonce
        self._codes = (*(track.code for track in tracks), UNDECIDED)

    def suggest(self, content: Content, neighbours: Sequence[tuple[Content, Outcome]]) -> Suggestion:
        """A suggestion whose every part passed the rules. Raises AdvisorFailed within the model's time."""
        if content.is_blank():
            raise AdvisorFailed("bad_answer", "there is nothing to read")
        started = time.monotonic()
        values = self._values(content, neighbours)
        draft = sentences.cut(content)
        codes, names = self._codes, contents.NAMES
        track_schema = answers.wire_schema(answers.TrackAnswer, track=codes)
        pitch_schema = answers.wire_schema(answers.PitchAnswer)
        missing_schema = answers.wire_schema(answers.ContentsAnswer, missing=names)

        async def ask(prompt: Prompt, schema: dict[str, object]) -> Reply:
            return await self._model.ask(*prompt.render(values), schema)

        async def everything() -> tuple[Suggestion, ...]:
            first = await ask(self._tasks.track, track_schema)
            track = answers.check_track(answers.parse(answers.TrackAnswer, first.text), codes)
            try:
                async with asyncio.TaskGroup() as group:
                    asked = [
                        group.create_task(ask(self._tasks.pitch, pitch_schema)),
                        group.create_task(ask(self._tasks.missing, missing_schema)),
                    ]
            except ExceptionGroup as failures:
                raise failures.exceptions[0] from None
            second, third = (task.result() for task in asked)
            pitch = answers.check_pitch(answers.parse(answers.PitchAnswer, second.text), content, draft)
            missing = answers.check_contents(answers.parse(answers.ContentsAnswer, third.text), names)
            replies = (first, second, third)
            origin = self._origin(values, replies, time.monotonic() - started)
            return (Suggestion(track, pitch, missing, origin),)

        return self._model.run(everything())[0]

    def ping(self) -> str:
        """Which model answers, how fast, for how many tokens; nobody's text is sent. Raises AdvisorFailed."""
        started = time.monotonic()
        schema = answers.wire_schema(answers.ContentsAnswer, missing=contents.NAMES)
        reply = self._model.run(self._model.ask("연결을 점검합니다.", "빈 목록으로 답해 주십시오.", schema))
        spent = reply.input_tokens + reply.output_tokens
        return f"{reply.model}, {time.monotonic() - started:.1f}초, 토큰 {spent}개"

    def _values(self, content: Content, neighbours: Sequence[tuple[Content, Outcome]]) -> Mapping[str, str]:
        written = [f"{_OUTCOMES[outcome]}: {plain(idea.whole())}" for idea, outcome in neighbours]
        near = [text for text in self._tokens.cut(written, NEIGHBOURS_BUDGET) if text]
        return {
            "fence": self._nonce(),
            "tracks": "\n".join(f"- {t.code}: {t.label('ko')}. {t.description.get('ko', '')}" for t in self._tracks),
            "names": "\n".join(f"- {name}" for name in contents.NAMES),
            "neighbours": "\n\n".join(near) or "(없음)",
            "proposal": self._tokens.cut([_written(content)], DRAFT_BUDGET)[0],
        }

    def _origin(self, values: Mapping[str, str], replies: Sequence[Reply], seconds: float) -> Provenance:
        told = "\n".join(f"{name}={values[name]}" for name in sorted(values) if name != "fence")
        return Provenance(
            kind=AdvisorKind.LLM,
            model="+".join(dict.fromkeys(reply.model for reply in replies)),
            prompt="+".join(p.stamp for p in (self._tasks.track, self._tasks.pitch, self._tasks.missing)),
            input_hash=fingerprint(told),
            seconds=round(seconds, 3),
            input_tokens=sum(reply.input_tokens for reply in replies),
            output_tokens=sum(reply.output_tokens for reply in replies),
        )


def _written(content: Content) -> str:
    labels = {**LABELS, **_MORE_LABELS}
    parts = ((label, plain(getattr(content, name))) for name, label in labels.items())
    return "\n".join(f"[{label}]\n{text}" for label, text in parts if text)
