"""A proposal as DOCX: the least parts Word, LibreOffice and Hangul open, written by hand.

Law: nothing of who wrote the file or when is in it but what the form shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from assistant.documents.writing.archive import packed
from assistant.documents.writing.sheet import TITLE, FormSheet, writable

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WIDTHS = (1900, 2900, 1500, 2900)
_WHOLE = sum(_WIDTHS)
_FONT = "맑은 고딕"
_ROOM = '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/></w:tblCellMar>'

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/></Types>'
)
_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_STYLE_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}"/><w:sz w:val="21"/>'
    '<w:lang w:val="en-US" w:eastAsia="ko-KR"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="240"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>'
    "</w:styles>"
)


def docx_bytes(sheet: FormSheet) -> bytes:
    """The file."""
    body = (
        _paragraph(TITLE, style="Title")
        + _table(_head_rows(sheet))
        + _paragraph("")
        + _table([_row([(label, 0, 1), (text, 1, 3)]) for label, text in sheet.rows])
        + "".join(_paragraph(line) for line in ("", *sheet.foot))
    )
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1304" w:bottom="1134" w:left="1304" '
        'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    parts: Mapping[str, str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _LINKS,
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>',
        "word/_rels/document.xml.rels": _STYLE_LINKS,
        "word/styles.xml": _STYLES,
    }
    return packed(parts)


def _head_rows(sheet: FormSheet) -> list[str]:
    rows = [_row([("제안명", 0, 1), (sheet.title, 1, 3)])]
    facts = list(sheet.head)
    while facts:
        pair, facts = facts[:2], facts[2:]
        cells = [(pair[0][0], 0, 1), (pair[0][1], 1, 1 if len(pair) > 1 else 3)]
        cells += [(pair[1][0], 2, 1), (pair[1][1], 3, 1)] if len(pair) > 1 else []
        rows.append(_row(cells))
    return rows


def _table(rows: list[str]) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="404040"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_WHOLE}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_ROOM}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(cells: list[tuple[str, int, int]]) -> str:
    """Cells as (text, column, columns spanned); the first and third column are labels."""
    made = []
    for text, column, span in cells:
        width = sum(_WIDTHS[column : column + span])
        facts = f'<w:tcW w:w="{width}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        is_label = column in (0, 2)
        facts += '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F5"/>' if is_label else ""
        facts += '<w:vAlign w:val="center"/>'
        body = "".join(_paragraph(line, is_label=is_label) for line in writable(text).split("\n"))
        made.append(f"<w:tc><w:tcPr>{facts}</w:tcPr>{body}</w:tc>")
    return f"<w:tr>{''.join(made)}</w:tr>"


def _paragraph(text: str, *, style: str = "", is_label: bool = False) -> str:
    facts = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    facts = '<w:pPr><w:jc w:val="center"/></w:pPr>' if is_label else facts
    bold = "<w:rPr><w:b/></w:rPr>" if is_label else ""
    pieces = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in writable(text).split("\t")
    )
    return f"<w:p>{facts}<w:r>{bold}{pieces}</w:r></w:p>" if pieces else f"<w:p>{facts}</w:p>"
