"""Who answers: the embedded model, answers recorded in a file, or the endpoint that the settings name.

The recorded answers are no model's: they were put together from the drafts' own sentences, with faults planted in every
second one, and show that the checks hold, not that any model is good. Law: a recorded answer passes the very same way
(sealing, schema, checks) as one from an endpoint.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from assistant.domain.advice import AdviceKind, Suggestion
from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint
from assistant.domain.track import Track
from assistant.errors import AdvisorFailed
from assistant.llm.advisor import Request
from assistant.llm.chat_advisor import ChatAdvisor
from assistant.llm.chat_model import ChatModel, Reply
from assistant.llm.errand import Trip
from assistant.llm.loop import Stop
from assistant.llm.offline import OfflineAdvisor
from assistant.llm.reading import Embed, Vectors
from assistant.llm.tasks import load_tasks
from assistant.llm.tokens import Tokens
from assistant.services.advising import suggestion

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "evals" / "data"
_FENCE = re.compile(r"자료-[a-z]{16}")
_T = TypeVar("_T")


def embedded(tracks: Sequence[Track]) -> tuple[OfflineAdvisor, Embed]:
    """The bundled model as it is delivered, and its embedding."""
    from assistant.index.e5.encoder import load
    from assistant.index.profile import load_profile

    encoder = load()
    centre, embed = load_profile(encoder.model_id).centre, _remembering(encoder.embed)
    return OfflineAdvisor(tracks, embed, centre, model_id=encoder.model_id), embed


def _remembering(embed: Embed) -> Embed:
    """The same vectors, each text embedded once: attacks repeat the draft they are planted in."""
    kept: dict[str, Vectors] = {}

    def embedded_once(texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        kept.update(zip(new, embed(new), strict=True) if new else ())
        return np.stack([kept[text] for text in texts])

    return embedded_once


def key(user: str, schema: dict[str, Any]) -> str:
    """What a recorded answer is found by: form and material, without the fence."""
    return fingerprint(f"{schema['title']}\n{_FENCE.sub('자료', user)}")[:24]


@dataclass
class RecordedModel(ChatModel):
    """Answers from a file, in the place of an endpoint."""

    answers: dict[str, list[str]]
    base_url: str = "recorded"
    model: str = "recorded-stand-in"

    def run(self, work: Coroutine[Any, Any, _T], stop: Stop | None = None) -> _T:
        """The work, at once; in a thread of its own, since the caller's may have a loop running."""
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(asyncio.run, work).result()

    async def ask(
        self,
        system: str,
        user: str,
        schema: dict[str, Any],
        trip: Trip | None = None,
        mend: tuple[str, str] | None = None,
    ) -> Reply:
        """The first recorded answer, at a repair the second. Raises AdvisorFailed where none was recorded."""
        found = self.answers.get(key(user, schema), [])
        place = 1 if mend else 0
        if place >= len(found):
            raise AdvisorFailed("refused", "not recorded")
        return Reply(found[place], self.model, 0, 0)


def recorded(tracks: tuple[Track, ...], path: Path = DATA / "recorded.jsonl") -> ChatAdvisor:
    """The chat advisor over recorded answers."""
    answers = {row["key"]: row["answers"] for row in map(json.loads, path.read_text("utf-8").splitlines())}
    return ChatAdvisor(
        RecordedModel(answers), load_tasks(ROOT / "prompts", tracks), tracks, Tokens(Path("/nonexistent"))
    )


def ask(advisor: ChatAdvisor | OfflineAdvisor, offline: OfflineAdvisor, content: Content) -> Suggestion:
    """The whole suggestion, offline answers in the place of those that failed."""
    if isinstance(advisor, OfflineAdvisor):
        return advisor.suggest(content, ())
    kinds = (AdviceKind.TRACK, AdviceKind.PITCH, AdviceKind.CONTENTS)
    return suggestion(offline, advisor, content, (), Request(kinds=kinds))
