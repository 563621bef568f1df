"""Text, Markdown and CSV in the encodings Korean offices use: UTF-8, UTF-16 with its mark, CP949.

Law: a formula in a cell is text here and is never evaluated.
"""

from __future__ import annotations

import codecs
import csv
import io
import re

from assistant.documents.reading.kinds import Kind
from assistant.domain.document import Block, Document, Paragraph, Table
from assistant.errors_files import FileRefused

LONGEST_LINE = 100_000
MOST_ROWS = 5_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_ENDS = re.compile(rb"[\r\n]")


def read_plain(content: bytes, kind: Kind) -> Document:
    """The document. Raises FileRefused."""
    if max(map(len, _ENDS.split(content))) > 4 * LONGEST_LINE:
        raise FileRefused("too_much_text")
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise FileRefused("too_much_text")
    if kind is Kind.CSV:
        return Document((_table(text),), is_sheet=True)
    return Document(tuple(Paragraph(line) for line in text.split("\n")))


def decoded(content: bytes) -> str:
    """Raises FileRefused for what is no text in any of the encodings."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or ["utf-8", "cp949"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            raise FileRefused("bad_encoding")
        return text
    raise FileRefused("bad_encoding")


def _table(text: str) -> Block:
    first = text.partition("\n")[0]
    comma = max(",\t;", key=first.count)
    csv.field_size_limit(LONGEST_LINE)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=comma):
            rows.append(tuple((Paragraph(cell),) if cell.strip() else () for cell in row))
            if len(rows) > MOST_ROWS:
                raise FileRefused("too_many_cells")
    except csv.Error as exc:
        raise FileRefused("broken") from exc
    return Table(tuple(rows))
