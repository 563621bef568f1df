"""What lies in the box: papers in a hash chain, the last one of a voter for a finalist counting.

A paper `covers` the finalists that stood on it and holds scores for some of them; a covered finalist without a score
has no ballot of that voter. Changing a vote is one more paper of the same token: nothing in the box is ever touched.
Law: a paper holds no time, no name (but for named panels) and no trace of who brought it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from assistant.domain.rules import Form, Rules

WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_NARROW = str.maketrans("０１２３４５６７８９＋－", "0123456789+-")


class Why(StrEnum):
    """Why the box does not take a paper."""

    NOT_OPEN = "not_open"
    NOT_YOURS = "not_yours"
    RECUSED = "recused"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    TOO_MANY_CHOICES = "too_many_choices"
    NOTHING = "nothing"
    CHANGED_ELSEWHERE = "changed_elsewhere"
    NO_CHANGE = "no_change"
    NOT_HANDED_OUT = "not_handed_out"


@dataclass(frozen=True, slots=True)
class Paper:
    """One cast paper. `number` counts a token's papers from 1; `key` is a hash of what makes a resend the same cast.

    `voter_id` is empty but for named panels.
    """

    id: str
    panel: str
    voter_id: str
    token: str
    number: int
    key: str
    receipt: str
    covers: tuple[str, ...]
    scores: Mapping[str, int]

    def content(self) -> str:
        """Covers and scores in their one spelling."""
        return json.dumps([self.covers, self.scores], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def line(self) -> bytes:
        """The bytes its link is made over: every field, in order."""
        fields = (self.id, self.panel, self.voter_id, self.token, self.number, self.key, self.receipt, self.content())
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class BoxBreak:
    """Where the live box is not as it was filled: the paper's position, 0 for the box as a whole, and what is wrong."""

    position: int
    what: str


def next_link(link: str, paper: Paper) -> str:
    """sha256 over the link before, a line feed and the paper."""
    return sha256(link.encode() + b"\n" + paper.line()).hexdigest()


def walk(first: str, chained: Iterable[tuple[int, Paper, str]], last: str, count: int) -> list[BoxBreak]:
    """Every place where papers (position, paper, stated link) do not make one chain from `first` to `last`."""
    breaks, link, at = [], first, 0
    for at, (position, paper, stated) in enumerate(chained, start=1):
        if position != at:
            breaks.append(BoxBreak(at, f"position {position} stands here"))
        if next_link(link, paper) != stated:
            breaks.append(BoxBreak(at, "the chain breaks here"))
        link = stated
    if at != count:
        breaks.append(BoxBreak(0, f"{at} papers, {count} were counted at closing"))
    if link != last:
        breaks.append(BoxBreak(0, "the last link is not the one in the closing record"))
    return breaks


def standing(papers: Iterable[Paper]) -> dict[tuple[str, str], dict[str, int]]:
    """What counts, by (panel, token): of each finalist the score on the last paper that covers it."""
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for paper in sorted(papers, key=lambda each: each.number):
        scores = counted.setdefault((paper.panel, paper.token), {})
        for finalist in paper.covers:
            scores.pop(finalist, None)
        scores.update(paper.scores)
    return counted


def check_scores(rules: Rules, tracks: Mapping[str, str], scores: Mapping[str, int]) -> tuple[Why, str] | None:
    """Why the rules forbid these scores of one voter, and for which finalist; `tracks` by finalist."""
    ballot = rules.ballot
    chosen: dict[str, int] = {}
    for finalist, score in scores.items():
        if ballot.form is Form.CHOICES:
            chosen[tracks[finalist]] = chosen.get(tracks[finalist], 0) + 1
            if score != 1:
                return Why.OUT_OF_RANGE, finalist
            if ballot.most is None or chosen[tracks[finalist]] > ballot.most:
                return Why.TOO_MANY_CHOICES, finalist
        elif ballot.minimum is None or ballot.maximum is None or not ballot.minimum <= score <= ballot.maximum:
            return Why.OUT_OF_RANGE, finalist
    return None


def tidy_number(typed: str) -> str:
    """A score as it was meant: "９０", " 90" and "+090" are "90"; what is no whole number stays what it is."""
    narrow = typed.translate(_NARROW).strip()
    return str(int(narrow)) if WHOLE.fullmatch(narrow) else narrow


def root(lines: Sequence[bytes]) -> str:
    """Merkle root (RFC 6962) of ballot lines in their published order; of none: sha256 of nothing."""
    level = [sha256(b"\0" + line).digest() for line in lines] or [sha256(b"").digest()]
    while len(level) > 1:
        pairs = [sha256(b"\1" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0].hex()
