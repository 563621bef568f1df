"""PDF: lines as PDFium finds them, put into the cells of ruled tables, joined to paragraphs.

A PDF knows no words' ends at the end of a line: where a line is full to its last letter, the rest of the document
tells whether a word goes on (`_goes_on`). Law: every letter PDFium finds is in the document, each once.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from assistant.documents.reading.pdf_active import refuse_active
from assistant.documents.reading.pdf_lines import Item, Line, paragraphs
from assistant.documents.reading.pdf_tables import Edge, Grid, grids
from assistant.domain.document import Block, Cell, Document, Paragraph, Table, render
from assistant.errors_files import FileRefused

MOST_PAGES = 200
MOST_CHARACTERS = 300_000
MOST_OBJECTS = 40_000
MOST_POINTS = 40_000
NARROWEST_GAP, WIDEST_GAP = 0.12, 1.5
"""Between two letters, in heights: from the one on they have a blank between them, from the other on a line end."""
_HYPHENS = {0x2: "-", 0xAD: ""}


def read_pdf(content: bytes) -> Document:
    """The document. Raises FileRefused."""
    refuse_active(content)
    try:
        file = pypdfium2.PdfDocument(content)
        count = len(file)
    except pypdfium2.PdfiumError as exc:
        raise FileRefused("encrypted" if "password" in str(exc).casefold() else "broken") from exc
    if pdfium.FPDFDoc_GetJavaScriptActionCount(file.raw) > 0 or pdfium.FPDFDoc_GetAttachmentCount(file.raw) > 0:
        raise FileRefused("active_pdf")
    if count > MOST_PAGES:
        raise FileRefused("too_many_pages", MOST_PAGES)
    left = MOST_CHARACTERS
    pages: list[tuple[list[Line], list[Grid]]] = []
    for number in range(count):
        try:
            page = file[number]
        except pypdfium2.PdfiumError as exc:
            raise FileRefused("broken") from exc
        lines = list(_lines(page, left))
        left -= sum(len(line.text) for line in lines)
        pages.append((lines, grids(list(_edges(page)))))
        page.close()
    if not any(line.text.strip() for lines, _ in pages for line in lines):
        raise FileRefused("no_text")
    known = Counter(word for lines, _ in pages for line in lines for word in line.text.split())
    blocks: list[Block] = []
    for lines, tables in pages:
        _join(blocks, _blocks(_placed(lines, tables), known))
    return Document(tuple(blocks))


def _lines(page: pypdfium2.PdfPage, left: int) -> Iterator[Line]:
    """The page's lines in the order they were drawn.

    PDFium's own line ends and blanks are only proposals: on a page of narrow columns it takes the text for upright.
    """
    text = page.get_textpage()
    count = text.count_chars()
    if count > left:
        raise FileRefused("too_much_text")
    raw, box = text.raw, pdfium.FS_RECTF()
    at = ctypes.byref(box)
    line, is_end, blank = Line(), False, ""
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (10, 13):
            is_end = True
        elif code == 32:
            blank = "made up" if pdfium.FPDFText_IsGenerated(raw, index) == 1 else "drawn"
        elif letter := _HYPHENS.get(code, "") if code in _HYPHENS else chr(code) if 32 < code < 0x110000 else "":
            has_box = bool(pdfium.FPDFText_GetLooseCharBox(raw, index, at))
            here = (box.left, box.bottom, box.right, box.top) if has_box else None
            gap = line.gap_before(here)
            if is_end and line.text and (gap is None or gap > WIDEST_GAP):
                yield line
                line, blank = Line(), ""
            elif line.text and (blank == "drawn" or (gap or 0.0) > NARROWEST_GAP or (blank and gap is None)):
                line.add(" ", None)
            line.add(letter, here)
            is_end, blank = False, ""
    if line.text:
        yield line
    text.close()


def _edges(page: pypdfium2.PdfPage) -> Iterator[Edge]:
    """Straight horizontal and vertical pieces of everything drawn."""
    points = 0
    x, y = ctypes.c_float(), ctypes.c_float()
    for number, drawn in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)):
        points += pdfium.FPDFPath_CountSegments(drawn.raw)
        if number > MOST_OBJECTS or points > MOST_POINTS:
            return
        matrix = drawn.get_matrix()
        before: tuple[float, float] | None = None
        begun: tuple[float, float] | None = None
        for index in range(pdfium.FPDFPath_CountSegments(drawn.raw)):
            segment = pdfium.FPDFPath_GetPathSegment(drawn.raw, index)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            here = matrix.on_point(x.value, y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_LINETO and before is not None:
                yield (*before, *here)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                begun = here
            if pdfium.FPDFPathSegment_GetClose(segment) and begun is not None:
                yield (*here, *begun)
            before = here


def _placed(lines: Sequence[Line], tables: Sequence[Grid]) -> list[Item]:
    """The lines in their order, each cut up by cells, and each table where its first line stands."""
    items: list[Item] = []
    for whole in lines:
        for line in whole.split(lambda x, y: _innermost(tables, x, y)):
            target, chain = items, _chain(tables, *line.middle)
            for grid in chain:
                grid.put_into(target)
                target = grid.cell(*line.middle)
            target.append(line)
    return items


def _chain(tables: Sequence[Grid], x: float, y: float) -> list[Grid]:
    return sorted((grid for grid in tables if grid.holds(x, y)), key=lambda grid: -grid.area)


def _innermost(tables: Sequence[Grid], x: float, y: float) -> tuple[int, int] | None:
    chain = _chain(tables, x, y)
    return (id(chain[-1]), chain[-1].region(x, y)) if chain else None


def _blocks(items: Sequence[Item], known: Counter[str]) -> list[Block]:
    blocks: list[Block] = []
    run: list[Line] = []
    for item in [*items, None]:
        if isinstance(item, Line):
            run.append(item)
            continue
        blocks += map(Paragraph, paragraphs(run, known))
        run = []
        if isinstance(item, Grid):
            blocks.append(Table(tuple(tuple(_cell(cell, known) for cell in row) for row in item.rows())))
    return blocks


def _cell(items: Sequence[Item], known: Counter[str]) -> Cell:
    return tuple(_blocks(items, known))


def _join(blocks: list[Block], page: list[Block]) -> None:
    """Put a page behind those before it; a table's row that the page cut in two becomes one again."""
    last, first = blocks[-1] if blocks else None, page[0] if page else None
    if isinstance(last, Table) and isinstance(first, Table) and last.rows and first.rows:
        above, below = last.rows[-1], first.rows[0]
        if len(above) == len(below) > 1 and not render(below[0]).strip() and render(above[-1]).strip():
            joined = tuple(tuple((*a, *b)) for a, b in zip(above, below, strict=True))
            blocks[-1] = Table((*last.rows[:-1], joined, *first.rows[1:]))
            page = page[1:]
    blocks += page
