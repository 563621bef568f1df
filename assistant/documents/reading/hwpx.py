"""HWPX (KS X 6101, OWPML): the sections' paragraphs in order; tables, boxes and notes where they are anchored.

Names are compared without namespaces: the years 2011, 2016 and 2024 differ in nothing else that holds text. Scripts in
the package, which every file of the office suite has, are never looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.documents.reading.markup import Element, parse
from assistant.documents.reading.packed import Package
from assistant.domain.document import Block, Document, Paragraph, Table, render, with_notes
from assistant.errors_files import FileRefused

_SECTION = re.compile(r"Contents/section(\d+)\.xml")
_SIGNS = {"tab": "\t", "lineBreak": "\n", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
_NOTES = ("footNote", "endNote")
_AROUND = {"header": "머리말", "footer": "꼬리말", "hiddenComment": "메모"}
_SKIPPED = frozenset({"secPr", "linesegarray", "colPr", "sz", "pos", "parameters"})


@dataclass(slots=True)
class _Reader:
    count: int = 0
    is_deleted: bool = False
    pending: list[tuple[str, str]] = field(default_factory=list)
    besides: list[tuple[str, tuple[Block, ...]]] = field(default_factory=list)

    def paragraphs(self, node: Element) -> list[Block]:
        found: list[Block] = []
        for child in node:
            if child.name == "p":
                found += self._paragraph(child)
            elif child.name not in _SKIPPED:
                found += self.paragraphs(child)
        return found

    def _paragraph(self, node: Element) -> list[Block]:
        texts: list[str] = []
        boxes: list[Block] = []
        outer, self.pending = self.pending, []
        for child in node:
            if child.name not in _SKIPPED:
                self._inline(child, texts, boxes)
        text = with_notes("".join(texts), self.pending)
        self.pending = outer
        return [*([Paragraph(text)] if text.strip() or not boxes else []), *boxes]

    def _inline(self, node: Element, texts: list[str], boxes: list[Block]) -> None:
        for child in node:
            name = child.name
            if name == "t":
                self._text(child, texts)
            elif name == "tbl":
                boxes += self._table(child)
            elif name in _NOTES:
                self.count += 1
                mark = f"주{self.count}"
                texts.append(f"[{mark}]")
                self.pending.append((mark, " ".join(render(self.paragraphs(child)).split())))
            elif name in _AROUND:
                around = (_AROUND[name], tuple(self.paragraphs(child)))
                self.besides += [around] if around not in self.besides else []
            elif name == "fieldBegin":
                if any(True for _ in child.all("p")):
                    self.besides.append((_AROUND["hiddenComment"], tuple(self.paragraphs(child))))
            elif name in ("subList", "caption"):
                boxes += self.paragraphs(child)
            elif name in ("script", "mainText", "subText"):  # an equation, a word with a gloss
                texts.append(child.text())
            elif name == "compose":
                texts.append(child.facts.get("composeText", ""))
            elif name not in _SKIPPED:
                self._inline(child, texts, boxes)

    def _text(self, node: Element, texts: list[str]) -> None:
        for part in node.parts:
            if isinstance(part, str):
                texts.append("" if self.is_deleted else part)
            elif part.name in ("deleteBegin", "deleteEnd"):
                self.is_deleted = part.name == "deleteBegin"
            elif part.name in _SIGNS:
                texts.append(_SIGNS[part.name])
            else:
                self._text(part, texts)

    def _table(self, node: Element) -> list[Block]:
        rows = tuple(
            tuple(tuple(self.paragraphs(cell)) for cell in row if cell.name == "tc") for row in node if row.name == "tr"
        )
        caption = node.first("caption")
        return [Table(rows), *(self.paragraphs(caption) if caption else [])]


def read_hwpx(package: Package) -> Document:
    """The document. Raises FileRefused."""
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and any(True for _ in parse(package.read(manifest)).all("encryption-data")):
        raise FileRefused("encrypted")
    sections = sorted((int(found[1]), name) for name in package.names if (found := _SECTION.fullmatch(name)))
    if not sections:
        raise FileRefused("broken")
    reader = _Reader()
    blocks: list[Block] = []
    for _, name in sections:
        blocks += reader.paragraphs(parse(package.read(name)))
    return Document(tuple(blocks), tuple(reader.besides))
