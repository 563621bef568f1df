"""Lines of a PDF's page, and how they join to paragraphs.

Law: joining adds or leaves out blanks only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Union

from assistant.documents.reading.pdf_tables import Grid
from assistant.domain.headings import heading_of

Box = tuple[float, float, float, float]
Item = Union["Line", Grid]

_OPENS = re.compile(r"\s*(?:[□■○●◦◇◆▶▷※•·∙ㆍ▪▫❏\-–—*]|\(?\d{1,2}[.)]|[가-하][.)]|[①-⑳]|[Ⅰ-ⅿ]\.)")
_ENDINGS = re.compile(r"(?:[은는이가을를에의로고며다서와과도만한할된및등게지도록면부터까지,.·)]|습니다|니다)$")
_STOP = re.compile(r"[.!?。:]\s*$")
GAP = 1.55
"""From one line to the next, in heights of a line; more is a gap between paragraphs."""
_HANGUL = re.compile(r"[가-힣]")


@dataclass(slots=True)
class Line:
    """Letters with their boxes (left, bottom, right, top) in points; a blank has none."""

    letters: list[tuple[str, Box | None]] = field(default_factory=list)

    def add(self, letter: str, box: Box | None) -> None:
        """One more letter."""
        self.letters.append((letter, box))

    @property
    def text(self) -> str:
        """The line as text."""
        return "".join(letter for letter, _ in self.letters)

    @property
    def box(self) -> Box:
        """What the line covers."""
        boxes = [box for _, box in self.letters if box] or [(0.0, 0.0, 0.0, 0.0)]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)

    def gap_before(self, box: Box | None) -> float | None:
        """How far right of the last letter a box stands, in its own heights; None where it is on another line."""
        last = next((each for _, each in reversed(self.letters) if each), None)
        if last is None or box is None:
            return None
        high = max(min(last[3] - last[1], box[3] - box[1]), 1.0)
        shared = min(last[3], box[3]) - max(last[1], box[1])
        gap = (box[0] - last[2]) / high
        return gap if shared > high / 2 and gap > -0.5 else None

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the first letter."""
        first = next((box for _, box in self.letters if box), (0.0, 0.0, 0.0, 0.0))
        return (first[0] + first[2]) / 2, (first[1] + first[3]) / 2

    def split(self, region: Callable[[float, float], Hashable]) -> Iterator[Line]:
        """The line cut where `region` of its letters changes; a blank goes with the letter before it."""
        placed: list[tuple[Hashable, tuple[str, Box | None]]] = []
        here: Hashable = None
        for letter, box in self.letters:
            if box:
                here = region((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            placed.append((here, (letter, box)))
        for _, run in groupby(placed, key=lambda each: each[0]):
            made = Line([each for _, each in run])
            if made.text.strip():
                yield made


def paragraphs(lines: Sequence[Line], known: Counter[str]) -> list[str]:
    """Texts of the paragraphs that these lines of one column or cell are."""
    if not lines:
        return []
    rights = _rights(lines)
    found = [lines[0].text.strip()]
    for at in range(1, len(lines)):
        before, line, text = lines[at - 1], lines[at], lines[at].text.strip()
        if _ends(before, line, rights[at - 1]):
            found.append(text)
        else:
            found[-1] += ("" if _goes_on(found[-1], text, before, rights[at - 1], known) else " ") + text
    return found


def _rights(lines: Sequence[Line]) -> list[float]:
    """How far right the column of each line reaches: the farthest of the lines that follow each other without a gap."""
    rights: list[float] = []
    run: list[Line] = []
    for line in lines:
        if run and (_leaves(run[-1], line) or _is_new(run[-1], line)):
            rights += [max(each.box[2] for each in run)] * len(run)
            run = []
        run.append(line)
    return rights + [max(each.box[2] for each in run)] * len(run)


def _leaves(before: Line, line: Line) -> bool:
    """Whether `line` stands elsewhere than below `before`: in another column or after a gap."""
    high = max(before.box[3] - before.box[1], 1.0)
    return line.box[1] > before.box[1] + high / 2 or before.box[1] - line.box[1] > GAP * high


def _is_new(before: Line, line: Line) -> bool:
    """Whether `line` cannot belong to the paragraph of `before`, wherever they stand."""
    high, own = before.box[3] - before.box[1], line.box[3] - line.box[1]
    is_like = abs(own - high) <= max(high, 1.0) * 0.25
    return not is_like or bool(_OPENS.match(line.text) or heading_of(before.text) or heading_of(line.text))


def _ends(before: Line, line: Line, right: float) -> bool:
    """Whether a paragraph ends with `before`."""
    high = before.box[3] - before.box[1]
    if _is_new(before, line):
        return True
    if _leaves(before, line):
        is_higher = line.box[1] > before.box[1]
        return not is_higher or right - before.box[2] > high or bool(_STOP.search(before.text))
    first = next((x for letter, x in _widths(line) if letter == " "), line.box[2] - line.box[0])
    return right - before.box[2] > first + high * 0.4


def _widths(line: Line) -> Iterator[tuple[str, float]]:
    start = line.box[0]
    end = start
    for letter, box in line.letters:
        if box:
            end = box[2]
        yield letter, end - start


def _goes_on(text: str, following: str, before: Line, right: float, known: Counter[str]) -> bool:
    """Whether the word at the end of a line goes on in the next one."""
    a, b = text.split()[-1:], following.split()[:1]
    high = before.box[3] - before.box[1]
    if not a or not b or not (_HANGUL.match(a[0][-1]) and _HANGUL.match(b[0][0])) or right - before.box[2] > high:
        return False
    if known[a[0] + b[0]]:
        return True
    if known[a[0]] > 1 or known[b[0]] > 1 or (len(a[0]) > 1 and _ENDINGS.search(a[0])):
        return False
    return len(a[0]) == 1 or len(b[0]) == 1
