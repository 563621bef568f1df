"""Put together the answers of `data/recorded.jsonl` from the sample drafts' own sentences, with planted faults.

    python -m evals.record_stand_in > evals/data/recorded.jsonl

Needed again when a prompt, a schema or a sample draft changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.documents.programme import read_tracks
from assistant.domain.advice import AdviceKind, Wish
from assistant.domain.proposal import Content
from assistant.llm import contents
from assistant.llm.material import gather
from assistant.llm.sentences import cut
from assistant.llm.tasks import load_tasks
from assistant.llm.tokens import Tokens
from evals.backends import ROOT, key
from evals.report import samples

FAULTS = ("English", "an invented number", "a link", "an invented source", "half a JSON", "another level")


def _pitch(content: Content, fault: str) -> dict[str, Any]:
    chosen: list[str] = []
    for sentence in (s.text for s in cut(content)):
        if sentence.endswith("니다.") and sum(map(len, chosen)) + len(sentence) < 195 and len(chosen) < 3:
            chosen.append(sentence)
    told = [{"text": text, "source": text} for text in chosen] or [{"text": "없습니다.", "source": ""}]
    match fault:
        case "English":
            told = [{"text": "This idea saves a lot of time for everybody.", "source": told[0]["source"]}] * 3
        case "an invented number":
            told[-1] = {**told[-1], "text": "비용을 97% 줄입니다. " + told[-1]["text"]}
        case "a link":
            told[0] = {**told[0], "text": told[0]["text"] + " www.example.com"}
        case "an invented source":
            told = [{**one, "source": "모두가 찬성했다고 합니다."} for one in told]
        case "another level":
            told[0] = {**told[0], "text": told[0]["text"].replace("니다.", "니다요.")}
    return {"sentences": told}


def _answers(kind: AdviceKind, content: Content, track: str, fault: str) -> list[str]:
    if kind is AdviceKind.TRACK:
        told: dict[str, Any] = {
            "track": track,
            "confidence": 80,
            "why": "초안의 문제와 방법을 보고 그렇게 생각했습니다.",
        }
    elif kind is AdviceKind.PITCH:
        told = _pitch(content, fault)
    else:
        found = contents.coach(content)
        listed = [{"name": c.name, "presence": c.presence.value, "quote": c.quote} for c in found.contents]
        told = {"contents": listed, "question": found.question}
    text = json.dumps(told, ensure_ascii=False)
    if fault == "half a JSON":
        return [text[: len(text) // 2], json.dumps(_answers_good(kind, content, track), ensure_ascii=False)]
    return [text, text]


def _answers_good(kind: AdviceKind, content: Content, track: str) -> Any:
    return json.loads(_answers(kind, content, track, "")[0])


def rows(drafts: Sequence[tuple[Content, str]]) -> list[dict[str, Any]]:
    """One row for each question."""
    tracks = read_tracks(ROOT / "data" / "tracks.toml")
    tasks, tokens = load_tasks(ROOT / "prompts", tracks), Tokens(Path("/nonexistent"))
    found = []
    for number, (content, track) in enumerate(drafts):
        told = gather(content, (), tracks, tokens, Wish())
        fault = FAULTS[(number // 2) % len(FAULTS)] if number % 2 else ""
        for kind in (AdviceKind.TRACK, AdviceKind.PITCH, AdviceKind.CONTENTS):
            user = tasks[kind].prompt.render(told.fenced("a" * 16))[1]
            of_kind = fault if kind is AdviceKind.PITCH or fault == "half a JSON" else ""
            found.append({"key": key(user, tasks[kind].schema()), "answers": _answers(kind, content, track, of_kind)})
    return found


if __name__ == "__main__":
    for row in rows(samples()):
        print(json.dumps(row, ensure_ascii=False))
