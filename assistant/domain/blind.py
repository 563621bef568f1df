"""A proposal as reviewers see it, and the same without anything that tells who wrote it.

Law: this is the list of what may be shown; a field that is not here cannot leak.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.person import Person
from assistant.domain.proposal import Proposal
from assistant.domain.text import visible

MASK = "○○○"
_TEXTS = ("title", "problem", "idea", "effect", "tools", "needs", "body", "pitch")
_IN_BRACKETS = re.compile(r"\s*[(（\[].*?[)）\]]\s*")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reviewer reads. `authors`, `department` and `video` are empty while the review is blind."""

    id: str
    receipt: str
    submitted_at: datetime | None
    track: str
    title: str
    problem: str
    idea: str
    effect: str
    tools: str
    needs: str
    body: str
    pitch: str
    is_blind: bool
    authors: tuple[str, ...] = ()
    department: str = ""
    video: str = ""

    def texts(self) -> list[tuple[str, str]]:
        """(field, text) of everything written in the form, in its order, blanks left out."""
        return [(name, text) for name in _TEXTS if name != "title" and (text := str(getattr(self, name)).strip())]


def shown(proposal: Proposal, writers: Sequence[Person], *, is_blind: bool) -> Shown:
    """The proposal for a reviewer. A video's address can name its maker, so it waits for the end of the blind phase."""
    content = proposal.content
    texts = {name: getattr(content, name) for name in _TEXTS}
    who: dict[str, object] = {}
    if is_blind:
        names = telling(proposal, writers)
        texts = {name: masked(text, names) for name, text in texts.items()}
    else:
        authors = tuple(f"{each.name} · {each.department}" if each.department else each.name for each in writers)
        who = {"authors": authors, "department": content.department, "video": content.video}
    return Shown(
        id=proposal.id,
        receipt=proposal.receipt or "",
        submitted_at=proposal.submitted_at,
        track=content.track,
        is_blind=is_blind,
        **texts,
        **who,  # type: ignore[arg-type]
    )


def telling(proposal: Proposal, writers: Iterable[Person]) -> frozenset[str]:
    """Names and departments that would tell who wrote it."""
    said = {proposal.content.department}
    for each in writers:
        said |= {each.name, each.department}
    bare = {_IN_BRACKETS.sub("", name) for name in said}
    return frozenset(name.strip() for name in said | bare if len(name.strip()) > 1)


def masked(text: str, names: Iterable[str]) -> str:
    """The text with every one of `names` covered, also where blanks, case or composition differ."""
    longest_first = sorted({visible(name) for name in names}, key=lambda name: (-len(name), name))
    patterns = [r"\s*".join(map(re.escape, "".join(name.split()))) for name in longest_first]
    patterns = [pattern for pattern in patterns if pattern]
    return re.sub("|".join(patterns), MASK, visible(text), flags=re.IGNORECASE) if patterns else text
