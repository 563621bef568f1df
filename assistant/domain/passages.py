"""A document cut into passages, each with the field of the draft it probably belongs to.

Law: every word of the document stands in exactly one passage; a guess is only ever a suggestion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.document import Block, Cell, Document, Table, render, row_line
from assistant.domain.headings import Heading, heading_of, is_generic, letters_of
from assistant.domain.proposal import LABELS

LONGEST_TITLE = 80
_FORM_NAME = re.compile(r"제안서|신청서|서식|양식|별지|붙임|공모전?$|계획서")
_OWN = {name: frozenset({letters_of(label)}) for name, label in LABELS.items()} | {
    "title": frozenset({"제목", "제안명", "title"}),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """`field` is "" for a text nobody has assigned yet; `heading` as it stands in the document."""

    field: str
    heading: str
    text: str

    def whole(self) -> str:
        """Heading and text."""
        return "\n".join(filter(None, (self.heading, self.text)))


class _Cutting:
    """The passages that are done, and the one that is being read."""

    def __init__(self) -> None:
        self.done: list[Passage] = []
        self.field = self.heading = ""
        self.lines: list[str] = []

    def begin(self, name: str, heading: str, text: str = "") -> None:
        text_before = "\n".join(self.lines).strip("\n")
        if text_before.strip() or self.heading:
            self.done.append(Passage(self.field, self.heading, text_before))
        self.field, self.heading, self.lines = name, heading, [text] if text else []

    def close(self) -> list[Passage]:
        self.begin("", "")
        return self.done


def cut(document: Document) -> list[Passage]:
    """The passages in the order of the document; what stands around the text comes last, without a field."""
    cutting = _Cutting()
    if document.is_sheet:
        _sheet(cutting, document.blocks)
    else:
        _flow(cutting, document.blocks)
    found = _with_title(cutting.close())
    return found + [Passage("", name, text) for name, blocks in document.besides if (text := render(blocks).strip())]


def compose(passages: Iterable[Passage]) -> dict[str, str]:
    """Texts by field. A heading that only says what the field is called is left out; all others stay."""
    texts: dict[str, list[str]] = {}
    for each in passages:
        if not each.field:
            continue
        found = heading_of(each.heading) if each.heading else None
        label = letters_of(found.label) if found else ""
        own = any(label.endswith(name) and len(label) <= len(name) + 2 for name in _OWN.get(each.field, ()))
        is_said = own or each.field not in ("problem", "idea", "effect", "body")
        texts.setdefault(each.field, []).append(each.text if is_said else each.whole())
    joint: Mapping[str, str] = {"title": " ", "department": " ", "video": " "}
    return {name: joint.get(name, "\n").join(filter(None, parts)).strip("\n").rstrip() for name, parts in texts.items()}


def _flow(cutting: _Cutting, blocks: Iterable[Block]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            _table(cutting, block)
            continue
        for line in block.text.split("\n"):
            if found := heading_of(line):
                cutting.begin(found.field, found.label, found.rest)
            else:
                cutting.lines.append(line)


def _table(cutting: _Cutting, table: Table) -> None:
    rows = [[cell for cell in row if render(cell).strip()] for row in table.rows]
    pairs = [_pairs(row) for row in rows]
    several = [each for row, each in zip(rows, pairs, strict=True) if len(row) > 1]
    matched = [each for each in several if each is not None]
    names_field = any(heading.field for each in matched for heading, _ in each)
    is_form = bool(matched) and 2 * len(matched) >= (len(several) if names_field else 2 * len(several))
    if not is_form and any(len(row) > 1 for row in rows):
        cutting.lines += [line for row in table.rows if (line := row_line(row))]
        return
    for cells, row, found in zip(rows, table.rows, pairs, strict=True):
        if len(cells) == 1:
            _flow(cutting, cells[0])
        elif found is None:
            cutting.lines += filter(None, [row_line(row)])
        for heading, cell in found or ():
            cutting.begin(heading.field, heading.label)
            if is_generic(heading.label):
                _flow(cutting, cell)
            else:
                cutting.lines.append(render(cell))
            if len(cells) > 1:
                cutting.begin("", "")


def _pairs(row: Sequence[Cell]) -> list[tuple[Heading, Cell]] | None:
    """Labels and the cells they stand before, None where the row is anything else; outer labels join the inner one."""
    found: list[tuple[Heading, Cell]] = []
    outer: list[str] = []
    label: Heading | None = None
    for cell in row:
        text = render(cell).strip()
        heading = (
            heading_of(text) if "\n" not in text and not any(isinstance(b, Table) for b in cell) else _broken(text)
        )
        if heading is not None and not heading.rest:
            if label is not None:
                outer.append(label.label)
            label = heading
        elif label is not None:
            found.append((replace(label, label=" / ".join([*outer, label.label])), cell))
            label, outer = None, []
        elif not found and letters_of(text).isdigit():
            outer.append(text)
        else:
            return None
    if label is not None and found:
        return None
    return found or None


def _broken(text: str) -> Heading | None:
    """A label that is broken over the lines of a narrow cell."""
    if len(text) > 30:
        return None
    found = heading_of(" ".join(text.split("\n")))
    return found if found is not None and not found.rest else None


def _sheet(cutting: _Cutting, blocks: Iterable[Block]) -> None:
    """Rows of a spreadsheet: a heading row with a proposal below it, or labels beside their texts."""
    for block in blocks:
        rows = list(block.rows) if isinstance(block, Table) else []
        head = next((row for row in rows if any(render(cell).strip() for cell in row)), ())
        fields = [heading_of(render(cell)) for cell in head]
        below = list(_after(rows, head)) if head else []
        first = next((text for row in below for cell in row if (text := render(cell).strip())), "")
        begins = [each for each, cell in zip(fields, head, strict=True) if render(cell).strip()][:2]
        if not all(each and each.field for each in begins) or len(begins) < 2 or not first or heading_of(first):
            _flow(cutting, [block])
            continue
        for number, row in enumerate(below, start=1):
            for at, cell in enumerate(row):
                name = render(head[at]).strip() if at < len(head) else ""
                known = fields[at] if at < len(fields) else None
                text = render(cell).strip("\n")
                if text.strip():
                    is_first = number == 1 and known is not None
                    cutting.begin(
                        known.field if is_first and known else "", name if number == 1 else f"{name} {number}"
                    )
                    cutting.lines.append(text)
        cutting.begin("", "")


def _after(rows: list[tuple[Cell, ...]], head: tuple[Cell, ...]) -> Iterator[tuple[Cell, ...]]:
    at = next(number for number, row in enumerate(rows) if row is head)
    return (row for row in rows[at + 1 :] if any(render(cell).strip() for cell in row))


def _with_title(passages: list[Passage]) -> list[Passage]:
    """Where no heading names a title, the first line that is not the form's own name is suggested for it."""
    if not passages or any(each.field == "title" for each in passages):
        return passages
    first = passages[0]
    if first.heading or first.field:
        return passages
    lines = first.text.split("\n")
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare or _FORM_NAME.search(bare) or " | " in bare or bare.startswith("["):
            continue
        if len(bare) > LONGEST_TITLE:
            break
        cuts = (("", lines[:at]), ("title", [bare]), ("", lines[at + 1 :]))
        parts = [Passage(name, "", "\n".join(some).strip("\n")) for name, some in cuts]
        return [each for each in parts if each.text.strip()] + passages[1:]
    return passages
