"""A document's text as paragraphs and tables, whatever program wrote it.

Law: `render` keeps every word, every row and every cell; a row of a table is one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
_NOTE = re.compile(r"\[주(\d+)\]")
NOTE_LINE = re.compile(r"^\[주\d+\] ")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text; footnotes of a paragraph are its last lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. A merged cell stands once, where it begins."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table
Cell = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`blocks` in reading order; `besides` what stands around the text, as (what it is, its blocks)."""

    blocks: tuple[Block, ...]
    besides: tuple[tuple[str, tuple[Block, ...]], ...] = ()
    is_sheet: bool = False


def render(blocks: Iterable[Block]) -> str:
    """Text with a line for each line of a paragraph and for each row of a table."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            lines += [line for row in block.rows if (line := row_line(row))]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def row_line(row: Sequence[Cell]) -> str:
    """One row as one line: cells between upright strokes, lines of a cell after a slash, a table in a cell in brackets.

    Empty for a row without text.
    """
    cells = [cell_line(cell) for cell in row]
    return " | ".join(cells).strip() if any(cells) else ""


def cell_line(cell: Cell) -> str:
    """A cell as one line."""
    parts: list[str] = []
    for block in cell:
        if isinstance(block, Table):
            rows = filter(None, map(row_line, block.rows))
            parts.append("[" + " / ".join(rows) + "]")
        else:
            parts += [_BLANKS.sub(" ", line).strip() for line in block.text.split("\n")]
    return " / ".join(filter(None, parts))


def with_notes(text: str, notes: Sequence[tuple[str, str]]) -> str:
    """A paragraph with its footnotes below: (mark, text) of each, the mark standing in `text` as `[주1]`."""
    return "\n".join([text, *(f"[{mark}] {note}" for mark, note in notes)])


def without_marks(text: str) -> str:
    """The text without marks of footnotes."""
    return _NOTE.sub("", text)
