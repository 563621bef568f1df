"""What every advisor can do. Two exist: the offline one, which always answers, and a language model, which may fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.domain.advice import AdviceKind, Near, Provenance, Suggestion, Value, Wish
from assistant.domain.outgoing import Errand
from assistant.domain.proposal import Content
from assistant.llm.loop import Stop

ALL = tuple(AdviceKind)


def _nobody_looks(kind: AdviceKind) -> None:
    """What is done with progress where nobody shows it."""


@dataclass(frozen=True, slots=True)
class Request:
    """On whose behalf, which parts, who is told of each finished part, and how it can be stopped."""

    errand: Errand = field(default_factory=Errand)
    kinds: Sequence[AdviceKind] = ALL
    wish: Wish = field(default_factory=Wish)
    progress: Callable[[AdviceKind], None] = _nobody_looks
    stop: Stop = field(default_factory=Stop)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a part has no answer, and what the attempts cost."""

    reason: str
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Partial:
    """What a language model answered; the parts in `failures` have to come from elsewhere."""

    values: Mapping[AdviceKind, Value]
    origins: Mapping[AdviceKind, Provenance]
    failures: Mapping[AdviceKind, Failure]


class Model(Protocol):
    """An advisor that may fail, part by part."""

    def suggest(self, content: Content, neighbours: Sequence[Near], request: Request) -> Partial:
        """`neighbours` are past ideas, nearest first. Raises AdvisorFailed (cancelled) and nothing else."""
        ...


class Offline(Protocol):
    """An advisor that answers for every text."""

    def suggest(self, content: Content, neighbours: Sequence[Near], wish: Wish | None = None) -> Suggestion:
        """Everything at once. Raises nothing of its own."""
        ...

    def examples(self, content: Content, track: str) -> tuple[str, ...]:
        """The two examples of a track that are nearest to the draft; none for an unknown track."""
        ...
