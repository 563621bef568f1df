"""What every advisor can do. Two exist: the offline one, which always answers, and a language model, which may fail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.domain.advice import Suggestion
from assistant.domain.archive import Outcome
from assistant.domain.proposal import Content


class Advisor(Protocol):
    """Suggests a track and a pitch and names contents that were not found."""

    def suggest(self, content: Content, neighbours: Sequence[tuple[Content, Outcome]]) -> Suggestion:
        """Everything at once; `neighbours` are past ideas, nearest first.

        Raises AdvisorFailed, and nothing else, where a language model gave no usable answer.
        """
        ...
