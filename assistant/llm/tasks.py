"""The four things a language model is asked for: a prompt file, a form and a check each.

Law: a fifth would be one more entry here and one more file in `prompts/`; nothing else knows how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.advice import AdviceKind, Near, Presence, Value, Wish
from assistant.domain.link import Relation
from assistant.domain.proposal import Content
from assistant.domain.track import UNDECIDED, Track
from assistant.llm import answers, checks, contents, prompts
from assistant.llm.prompts import Prompt

NAMES = {
    AdviceKind.TRACK: "suggest_track.v2",
    AdviceKind.PITCH: "write_pitch.v2",
    AdviceKind.CONTENTS: "coach_contents.v1",
    AdviceKind.DIFFERENCE: "tell_difference.v2",
}
"""The prompt in use for each kind."""

_MORE = {
    AdviceKind.TRACK: {"tracks"},
    AdviceKind.PITCH: {"wish"},
    AdviceKind.CONTENTS: {"names"},
    AdviceKind.DIFFERENCE: {"neighbours"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is checked against; `near` carries the labels the model was given."""

    content: Content
    near: Sequence[tuple[str, Near]]
    wish: Wish


Check = Callable[[Any, Asked], tuple[Value, int]]


@dataclass(frozen=True, slots=True)
class Task:
    """One of the four. `check` gives the value and how many claims it dropped, or raises Broken."""

    kind: AdviceKind
    prompt: Prompt
    form: type[answers.Answer]
    choices: Mapping[str, Sequence[str]]
    check: Check

    def schema(self) -> dict[str, Any]:
        """The wire schema."""
        return answers.wire_schema(self.form, **self.choices)


def load_tasks(folder: Path, tracks: Sequence[Track]) -> dict[AdviceKind, Task]:
    """All four, in the order they are asked. Raises ConfigurationError."""
    codes = (*(track.code for track in tracks), UNDECIDED)
    prompt = {
        kind: prompts.load(folder, name, frozenset({"fence", "marking", "proposal"} | _MORE[kind]))
        for kind, name in NAMES.items()
    }

    def track(answer: answers.TrackAnswer, asked: Asked) -> tuple[Value, int]:
        return checks.check_track(answer, codes), 0

    def pitch(answer: answers.PitchAnswer, asked: Asked) -> tuple[Value, int]:
        return checks.check_pitch(answer, asked.content, asked.wish)

    def coach(answer: answers.CoachAnswer, asked: Asked) -> tuple[Value, int]:
        return checks.check_coach(answer, asked.content)

    def difference(answer: answers.DifferenceAnswer, asked: Asked) -> tuple[Value, int]:
        return checks.check_difference(answer, asked.content, asked.near)

    present, relations = [presence.value for presence in Presence], [relation.value for relation in Relation]
    rows: tuple[tuple[AdviceKind, type[answers.Answer], Mapping[str, Sequence[str]], Check], ...] = (
        (AdviceKind.TRACK, answers.TrackAnswer, {"track": codes}, track),
        (AdviceKind.PITCH, answers.PitchAnswer, {}, pitch),
        (AdviceKind.CONTENTS, answers.CoachAnswer, {"name": contents.NAMES, "presence": present}, coach),
        (AdviceKind.DIFFERENCE, answers.DifferenceAnswer, {"relation": relations}, difference),
    )
    return {kind: Task(kind, prompt[kind], form, choices, check) for kind, form, choices, check in rows}
