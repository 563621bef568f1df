"""The advisor that asks a language model: four small tasks, each on its own ladder, under one limit of time.

A ladder's rungs: an answer kept from before, the model, the model once more with the rule it broke; the last rung, the
offline answer, is the caller's. The track is asked for first and alone, so that a dead endpoint is asked three times at
most. Law: people's texts enter sealed, inside a fence nobody can guess, as material.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.advice import AdviceKind, Near, Provenance, Rung, Value
from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint
from assistant.domain.track import Track
from assistant.errors import AdvisorFailed
from assistant.llm import answers, material
from assistant.llm.advisor import Failure, Partial, Request
from assistant.llm.answers import Broken
from assistant.llm.chat_model import ChatModel
from assistant.llm.errand import Allowance, Ledger, Memory, Trip
from assistant.llm.material import MARK, Material
from assistant.llm.tasks import Asked, Task
from assistant.llm.tokens import Tokens

_SAME_FENCE = "-"
"""Stands for the fence where requests are compared; the real one is new each time."""
_FATAL = frozenset(
    {"timeout", "refused", "unauthorised", "rate_limited", "server_error", "off", "over_budget", "private"}
)
"""Reasons after which nothing else is asked for this suggestion."""


@dataclass(frozen=True, slots=True)
class _Found:
    value: Value
    origin: Provenance


class ChatAdvisor:
    """Suggests by asking a model. Threads may share it."""

    def __init__(
        self,
        model: ChatModel,
        tasks: Mapping[AdviceKind, Task],
        tracks: tuple[Track, ...],
        tokens: Tokens,
        *,
        ledger: Ledger | None = None,
        memory: Memory | None = None,
        marks: bool = False,
        nonce: Callable[[], str] = material.nonce,
    ) -> None:
        self._model, self._tasks, self._tracks, self._tokens = model, dict(tasks), tracks, tokens
        self._ledger, self._memory, self._marks, self._nonce = ledger, memory, marks, nonce

    @property
    def prompts(self) -> list[str]:
        """The stamps of the prompts in use."""
        return [task.prompt.stamp for task in self._tasks.values()]

    def suggest(self, content: Content, neighbours: Sequence[Near], request: Request) -> Partial:
        """What the model answered, part by part; every part passed the rules. Raises AdvisorFailed (cancelled)."""
        kinds = [kind for kind in self._tasks if kind in request.kinds]
        if content.is_blank():
            return _nothing(kinds, "bad_answer")
        told = material.gather(content, neighbours, self._tracks, self._tokens, request.wish, marks=self._marks)
        if told.seal.stops:
            return _nothing(kinds, "private")
        if not told.near:
            kinds = [kind for kind in kinds if kind is not AdviceKind.DIFFERENCE]
        ladder = _Ladder(self, told, Asked(content, told.near, request.wish), request)
        try:
            self._model.run(ladder.climb_all([self._tasks[kind] for kind in kinds]), request.stop)
        except AdvisorFailed as failed:
            if failed.reason == "cancelled":
                raise
            ladder.fail_rest(kinds, failed.reason)
        return Partial(
            {kind: found.value for kind, found in ladder.found.items()},
            {kind: found.origin for kind, found in ladder.found.items()},
            ladder.failures,
        )

    def ping(self) -> str:
        """Which model answers, how fast, for how many tokens; nobody's text is sent. Raises AdvisorFailed."""
        started = time.monotonic()
        schema = answers.wire_schema(answers.TrackAnswer)
        trip = Trip(prompt="ping", model=self._model.model, ledger=self._ledger)
        asked = self._model.ask(
            "연결을 점검합니다.", "track은 none, confidence는 0, why는 점검으로 답해 주십시오.", schema, trip
        )
        reply = self._model.run(asked)
        spent = reply.input_tokens + reply.output_tokens
        return f"{reply.model}, {time.monotonic() - started:.1f}초, 토큰 {spent}개"


class _Ladder:
    """One suggestion under way."""

    def __init__(self, advisor: ChatAdvisor, told: Material, asked: Asked, request: Request) -> None:
        self._advisor, self._told, self._asked, self._request = advisor, told, asked, request
        self._allowance = Allowance()
        self._trips: dict[AdviceKind, Trip] = {}
        self.found: dict[AdviceKind, _Found] = {}
        self.failures: dict[AdviceKind, Failure] = {}

    async def climb_all(self, tasks: Sequence[Task]) -> None:
        """The first alone, the others side by side."""
        for group in (tasks[:1], tasks[1:]):
            async with asyncio.TaskGroup() as together:
                for task in group:
                    together.create_task(self._climb(task))
            fatal = next((f.reason for f in self.failures.values() if f.reason in _FATAL), "")
            if fatal:
                self.fail_rest([task.kind for task in tasks], fatal)
                return

    def fail_rest(self, kinds: Sequence[AdviceKind], reason: str) -> None:
        """Give the parts that have no answer this reason."""
        for kind in kinds:
            if kind not in self.found and kind not in self.failures:
                trip = self._trips.get(kind, Trip())
                self.failures[kind] = Failure(reason, trip.input_tokens, trip.output_tokens)

    async def _climb(self, task: Task) -> None:
        advisor = self._advisor
        trip = Trip(self._request.errand, task.prompt.stamp, advisor._model.model, self._allowance, advisor._ledger)
        self._trips[task.kind] = trip
        started = time.monotonic()
        try:
            value, dropped, rung, model = await self._answer(task, trip)
        except AdvisorFailed as failed:
            self.failures[task.kind] = Failure(failed.reason, trip.input_tokens, trip.output_tokens)
        else:
            told = "\n".join(f"{name}={text}" for name, text in sorted(self._told.values.items()))
            seconds = round(time.monotonic() - started, 3)
            tokens = (trip.input_tokens, trip.output_tokens)
            origin = Provenance(rung, model, task.prompt.stamp, fingerprint(told), seconds, *tokens, dropped=dropped)
            self.found[task.kind] = _Found(value, origin)
        self._request.progress(task.kind)

    async def _answer(self, task: Task, trip: Trip) -> tuple[Value, int, Rung, str]:
        model, memory = self._advisor._model, self._advisor._memory
        schema = task.schema()
        key = _key(model.base_url, model.model, task, schema, self._told)
        if memory is not None and (kept := await asyncio.to_thread(memory.recall, key)) is not None:
            try:
                return *self._checked(task, kept[1]), Rung.KEPT, kept[0]
            except Broken:
                pass  # a rule became stricter since: ask anew
        system, user = task.prompt.render(self._told.fenced(self._advisor._nonce()))
        reply = await model.ask(system, user, schema, trip)
        rung = Rung.MODEL
        try:
            value, dropped = self._checked(task, reply.text)
        except Broken as broken:
            if not trip.allowance.take():
                raise
            reply = await model.ask(system, user, schema, trip, mend=(self._told.seal.sealed(reply.text), broken.rule))
            value, dropped = self._checked(task, reply.text)
            rung = Rung.REPAIRED
        if memory is not None:
            await asyncio.to_thread(memory.remember, key, reply.model, self._told.seal.sealed(reply.text))
        return value, dropped, rung, reply.model

    def _checked(self, task: Task, text: str) -> tuple[Value, int]:
        """The value of an answer, with the secrets in their places: it is for their owner. Raises Broken."""
        form = answers.parse(task.form, text)
        restored = task.form.model_validate(_mapped(form.model_dump(), self._restored))
        return task.check(restored, self._asked)

    def _restored(self, text: str) -> str:
        return self._told.seal.restored(text.replace(MARK, " ") if self._advisor._marks else text)


def _nothing(kinds: Sequence[AdviceKind], reason: str) -> Partial:
    return Partial({}, {}, {kind: Failure(reason) for kind in kinds})


def _mapped(told: Any, change: Callable[[str], str]) -> Any:
    if isinstance(told, str):
        return change(told)
    if isinstance(told, list):
        return [_mapped(one, change) for one in told]
    return {name: _mapped(one, change) for name, one in told.items()} if isinstance(told, dict) else told


def _key(endpoint: str, model: str, task: Task, schema: dict[str, Any], told: Material) -> str:
    """The hash of all that makes an answer: endpoint, model, prompt version, schema, and the sealed input."""
    made = [endpoint, model, task.prompt.sha, schema, task.prompt.render(told.fenced(_SAME_FENCE))]
    return fingerprint(json.dumps(made, ensure_ascii=False, sort_keys=True))
