"""DOCX: the text of the main part in order, with what Word keeps in other parts put where it belongs.

Deleted text of tracked changes and field codes are not text. A cell that continues one above is left out.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from assistant.documents.reading.markup import Element, parse
from assistant.documents.reading.packed import Package
from assistant.domain.document import Block, Cell, Document, Paragraph, Table, render, with_notes
from assistant.errors_files import FileRefused

_SKIPPED = frozenset({"pPr", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "del", "moveFrom", "delText", "instrText",
                      "sdtPr", "sdtEndPr", "tblGrid", "fldData"})  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_REMOTE = ("attachedtemplate", "oleobject", "subdocument", "frame", "externallink")
_BESIDES = (("header", "머리말"), ("footer", "꼬리말"), ("comments", "메모"))
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class _Reader:
    notes: dict[tuple[str, str], Element]
    count: int = 0
    pending: list[tuple[str, str]] = field(default_factory=list)

    def blocks(self, node: Element) -> list[Block]:
        found: list[Block] = []
        for child in node:
            match child.name:
                case "p":
                    found += self._paragraph(child)
                case "tbl":
                    found.append(self._table(child))
                case "AlternateContent":
                    found += self.blocks(_chosen(child))
                case name if name not in _SKIPPED:
                    found += self.blocks(child)
        return found

    def _paragraph(self, node: Element) -> list[Block]:
        texts: list[str] = []
        boxes: list[Block] = []
        outer, self.pending = self.pending, []
        self._run(node, texts, boxes)
        made = Paragraph(with_notes("".join(texts), self.pending))
        self.pending = outer
        return [made, *boxes]

    def _run(self, node: Element, texts: list[str], boxes: list[Block]) -> None:
        for child in node:
            match child.name:
                case "t":
                    texts.append(child.text())
                case "br":
                    texts.append("\n" if child.facts.get("type", "textWrapping") == "textWrapping" else "")
                case name if name in _SIGNS:
                    texts.append(_SIGNS[name])
                case "sym":
                    texts.append(_symbol(child.facts.get("char", "")))
                case "footnoteReference" | "endnoteReference":
                    texts.append(self._note(child))
                case "txbxContent" | "tbl":
                    boxes += self.blocks(child) if child.name != "tbl" else [self._table(child)]
                case "AlternateContent":
                    self._run(_chosen(child), texts, boxes)
                case "p":  # a drawing's own paragraph
                    boxes += self._paragraph(child)
                case name if name not in _SKIPPED:
                    self._run(child, texts, boxes)

    def _note(self, node: Element) -> str:
        body = self.notes.get((node.name.removesuffix("Reference"), node.facts.get("id", "")))
        if body is None:
            return ""
        self.count += 1
        mark = f"주{self.count}"
        self.pending.append((mark, " ".join(render(self.blocks(body)).split())))
        return f"[{mark}]"

    def _table(self, node: Element) -> Table:
        rows = []
        for row in _through(node, "tr"):
            cells = [(cell, tuple(self.blocks(cell))) for cell in _through(row, "tc")]
            rows.append(tuple(blocks for cell, blocks in cells if not _continues(cell, blocks)))
        return Table(tuple(rows))


def read_docx(package: Package) -> Document:
    """The document. Raises FileRefused."""
    main = _main_part(package)
    folder = posixpath.dirname(main)
    links = package.read(rels) if (rels := f"{folder}/_rels/{posixpath.basename(main)}.rels") in package.names else b""
    if links:
        _refuse_remote(parse(links))
    notes: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        if (name := f"{folder}/{kind}s.xml") in package.names:
            notes |= {(kind, each.facts.get("id", "")): each for each in parse(package.read(name)).all(kind)}
    reader = _Reader(notes)
    body = parse(package.read(main)).first("body")
    if body is None:
        raise FileRefused("broken")
    blocks = tuple(reader.blocks(body))
    besides: list[tuple[str, tuple[Block, ...]]] = []
    for prefix, name in _BESIDES:
        for part in sorted(each for each in package.names if re.fullmatch(rf"{folder}/{prefix}\d*\.xml", each)):
            around = (name, tuple(reader.blocks(parse(package.read(part)))))
            besides += [around] if around not in besides else []
    return Document(blocks, tuple(besides))


def _main_part(package: Package) -> str:
    for link in parse(package.read("_rels/.rels")).all("Relationship"):
        if link.facts.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(link.facts.get("Target", "").lstrip("/"))
    raise FileRefused("broken")


def _refuse_remote(links: Element) -> None:
    for link in links.all("Relationship"):
        kind = link.facts.get("Type", "").rpartition("/")[2].casefold()
        if kind in _REMOTE and link.facts.get("TargetMode") == "External":
            raise FileRefused("remote")


def _chosen(node: Element) -> Element:
    """One of the ways the same thing is written in."""
    return node.first("Choice") or node.first("Fallback") or Element("", {})


def _through(node: Element, name: str) -> list[Element]:
    """Children of that name, also inside content controls."""
    found: list[Element] = []
    for child in node:
        if child.name == name:
            found.append(child)
        elif child.name in ("sdt", "sdtContent", "customXml", "ins"):
            found += _through(child, name)
    return found


def _continues(cell: Element, blocks: Cell) -> bool:
    facts = cell.first("tcPr")
    merge = (facts.first("vMerge") or facts.first("hMerge")) if facts else None
    return merge is not None and merge.facts.get("val", "continue") != "restart" and not render(blocks).strip()


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 <= number < 0xD800 else "·"
