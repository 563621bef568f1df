"""People's texts on their way into a prompt: sealed, cut to a budget, marked if asked for, inside a fence.

Law: whatever is put in here was sealed first; nothing raw reaches a prompt.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.advice import Near, Wish
from assistant.domain.archive import Outcome
from assistant.domain.personal import STOPPING, Seal, find
from assistant.domain.proposal import LABELS, Content
from assistant.domain.text import plain
from assistant.domain.track import Track
from assistant.llm import contents
from assistant.llm.tokens import Tokens

DRAFT_BUDGET = 6_000
"""Tokens of the draft that are sent; a draft of 1,500 characters has about 1,000."""
NEIGHBOURS_BUDGET = 2_000
"""Tokens for all past ideas together."""
MARK = "ˆ"
"""Stands for a blank in the material where datamarking is on, so that a model tells material from its task."""

_OUTCOMES = {
    Outcome.ADOPTED: "채택",
    Outcome.NOT_ADOPTED: "불채택",
    Outcome.RUNNING: "시행 중",
    Outcome.UNKNOWN: "결과 모름",
}
_MORE_LABELS = {"tools": "활용할 AI 도구", "needs": "필요한 데이터", "department": "부서"}
_MARKED = f"자료의 빈칸은 ‘{MARK}’로 바꾸어 두었습니다. 답에서는 보통 빈칸으로 씁니다."


@dataclass(frozen=True, slots=True)
class Material:
    """What one suggestion's prompts are filled with; `near` has the labels under which past ideas are told."""

    values: Mapping[str, str]
    near: tuple[tuple[str, Near], ...]
    seal: Seal

    def fenced(self, fence: str) -> Mapping[str, str]:
        """The values with this fence."""
        return {**self.values, "fence": fence}


def nonce() -> str:
    """A fence nobody can guess; letters only, so that it never looks like a number."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(16))


def gather(
    content: Content,
    neighbours: Sequence[Near],
    tracks: Sequence[Track],
    tokens: Tokens,
    wish: Wish,
    *,
    marks: bool = False,
) -> Material:
    """The draft, the past ideas and what else prompts name. A past idea that may not leave is left out."""
    seal = Seal()
    draft = tokens.cut([seal.sealed(_written(content))], DRAFT_BUDGET)[0]
    may = [near for near in neighbours if not {one.kind for one in find(near.content.whole())} & STOPPING]
    labelled = tuple((f"P{number}", near) for number, near in enumerate(may, start=1))
    told = tokens.cut([seal.sealed(_told(label, near)) for label, near in labelled], NEIGHBOURS_BUDGET)

    def marked(text: str) -> str:
        return text.replace(" ", MARK) if marks else text

    values = {
        "marking": _MARKED if marks else "",
        "tracks": "\n".join(f"- {t.code}: {t.label('ko')}. {t.description.get('ko', '')}" for t in tracks),
        "names": "\n".join(f"- {name}" for name in contents.NAMES),
        "neighbours": marked("\n\n".join(filter(None, told))) or "(없음)",
        "proposal": marked(draft),
        "wish": _wished(wish),
    }
    return Material(values, labelled, seal)


def _wished(wish: Wish) -> str:
    said = ["80자 이상 200자 이하"]
    if wish.length < 0:
        said = ["80자 이상 130자 이하로 더 짧게"]
    elif wish.length > 0:
        said = ["130자 이상 200자 이하로 더 길게"]
    if wish.is_formal:
        said.append("공문처럼 격식 있는 ‘-습니다’ 말투로")
    if wish.again:
        said.append("앞서 쓴 것과 다른 표현으로")
    return ", ".join(said)


def _written(content: Content) -> str:
    labels = {**LABELS, **_MORE_LABELS}
    parts = ((label, plain(getattr(content, name))) for name, label in labels.items())
    return "\n".join(f"[{label}]\n{text}" for label, text in parts if text)


def _told(label: str, near: Near) -> str:
    lines = [f"{label} ({_OUTCOMES[near.outcome]}) {plain(near.content.whole())}"]
    lines += [f"닮은 문장: 초안 “{plain(pair.a)}” / {label} “{plain(pair.b)}”" for pair in near.pairs[:3]]
    return "\n".join(lines)
