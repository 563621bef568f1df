"""A proposal as HWPX (KS X 6101, OWPML 1.4 names of 2011, which every version of the office suite reads).

Lengths are hundredths of a point. Law: every number a part refers to is defined in `hwpx_header`.
"""

from __future__ import annotations

from itertools import count
from xml.sax.saxutils import escape

from assistant.documents.writing.archive import packed
from assistant.documents.writing.hwpx_header import (
    BODY_LINE,
    CELL,
    CENTRED,
    HEAD,
    LABEL,
    LABEL_CELL,
    LARGE,
    LEFT,
    PLAIN,
    SPACES,
    header,
)
from assistant.documents.writing.sheet import TITLE, FormSheet, writable

_WIDTHS = (9_500, 12_500, 7_000, 13_000)
_WHOLE = sum(_WIDTHS)
_LINE = 1_600
_PACKAGE = "http://www.hancom.co.kr/hwpml/2016/meta/pkg#"
_TAB = '<hp:tab width="4000" leader="0" type="1"/>'
_MANIFEST = (("header", "Contents/header.xml"), ("section0", "Contents/section0.xml"), ("settings", "settings.xml"))


def hwpx_bytes(sheet: FormSheet) -> bytes:
    """The file."""
    items = "".join(f'<opf:item id="{k}" href="{path}" media-type="application/xml"/>' for k, path in _MANIFEST)
    spine = "".join(f'<opf:itemref idref="{k}" linear="yes"/>' for k, _ in _MANIFEST[:2])
    title = escape(writable(sheet.title).replace("\n", " "))
    return packed(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": f'{HEAD}<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" '
            'tagetApplication="WORDPROCESSOR" major="5" minor="1" micro="0" buildNumber="1" os="1" xmlVersion="1.4" '
            'application="Hancom Office Hangul" appVersion="11, 0, 0, 0"/>',
            "META-INF/container.xml": f"{HEAD}<ocf:container "
            'xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container"><ocf:rootfiles><ocf:rootfile '
            'full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/><ocf:rootfile '
            'full-path="Preview/PrvText.txt" media-type="text/plain"/><ocf:rootfile '
            'full-path="META-INF/container.rdf" media-type="application/rdf+xml"/></ocf:rootfiles></ocf:container>',
            "META-INF/container.rdf": _kinds_of_parts(),
            "META-INF/manifest.xml": f"{HEAD}<odf:manifest "
            'xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "Contents/content.hpf": f'{HEAD}<opf:package {SPACES} version="" unique-identifier="" id="">'
            f"<opf:metadata><opf:title>{title}</opf:title><opf:language>ko</opf:language></opf:metadata>"
            f"<opf:manifest>{items}</opf:manifest><opf:spine>{spine}</opf:spine></opf:package>",
            "Contents/header.xml": header(),
            "Contents/section0.xml": f"{HEAD}<hs:sec {SPACES}>{_section(sheet)}</hs:sec>",
            "settings.xml": f'{HEAD}<ha:HWPApplicationSetting xmlns:ha="http://www.hancom.co.kr/hwpml/2011/app">'
            '<ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/></ha:HWPApplicationSetting>',
            "Preview/PrvText.txt": _preview(sheet),
        }
    )


def _kinds_of_parts() -> str:
    kinds = {"Contents/header.xml": "HeaderFile", "Contents/section0.xml": "SectionFile"}
    said = "".join(
        f'<rdf:Description rdf:about=""><pkg:hasPart rdf:resource="{part}"/></rdf:Description>'
        f'<rdf:Description rdf:about="{part}"><rdf:type rdf:resource="{_PACKAGE}{kind}"/></rdf:Description>'
        for part, kind in kinds.items()
    )
    return (
        f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:pkg="{_PACKAGE}">{said}'
        f'<rdf:Description rdf:about=""><rdf:type rdf:resource="{_PACKAGE}Document"/></rdf:Description></rdf:RDF>'
    )


def _section(sheet: FormSheet) -> str:
    facts = list(sheet.head)
    rows = [[("제안명", 0, 1), (sheet.title, 1, 3)]]
    while facts:
        pair, facts = facts[:2], facts[2:]
        rows.append([(pair[0][0], 0, 1), (pair[0][1], 1, 1 if len(pair) > 1 else 3)])
        rows[-1] += [(pair[1][0], 2, 1), (pair[1][1], 3, 1)] if len(pair) > 1 else []
    body = [[(label, 0, 1), (text, 1, 3)] for label, text in sheet.rows]
    numbers = count(1)
    return "".join(
        (
            _paragraph(TITLE, LARGE, CENTRED, before=_PAGE),
            _holding(_table(rows, next(numbers))),
            _paragraph(""),
            _holding(_table(body, next(numbers))) if body else "",
            *(_paragraph(line) for line in ("", *sheet.foot)),
        )
    )


def _paragraph(text: str, letters: int = PLAIN, lines: int = BODY_LINE, before: str = "") -> str:
    pieces = _TAB.join(escape(piece) for piece in writable(text).split("\t"))
    said = f"<hp:t>{pieces}</hp:t>" if pieces else ""
    return (
        f'<hp:p id="0" paraPrIDRef="{lines}" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0">{before}'
        f'<hp:run charPrIDRef="{letters}">{said}</hp:run></hp:p>'
    )


def _holding(table: str) -> str:
    return (
        f'<hp:p id="0" paraPrIDRef="{BODY_LINE}" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0">'
        f'<hp:run charPrIDRef="{PLAIN}">{table}<hp:t/></hp:run></hp:p>'
    )


def _table(rows: list[list[tuple[str, int, int]]], number: int) -> str:
    """A table of four columns whose cells are (text, column, columns spanned)."""
    drawn, high = [], 0
    for at, row in enumerate(rows):
        height = max(_LINE * (text.count("\n") + 1 + len(text) // 40) for text, _, _ in row) + 600
        high += height
        drawn.append("<hp:tr>" + "".join(_cell(each, at, height) for each in row) + "</hp:tr>")
    return (
        f'<hp:tbl id="{number}" zOrder="{number}" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" '
        f'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" pageBreak="CELL" repeatHeader="0" rowCnt="{len(rows)}" '
        f'colCnt="4" cellSpacing="0" borderFillIDRef="{CELL}" noAdjust="0">'
        f'<hp:sz width="{_WHOLE}" widthRelTo="ABSOLUTE" height="{high}" heightRelTo="ABSOLUTE" protect="0"/>'
        '<hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" '
        'vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
        '<hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        '<hp:inMargin left="510" right="510" top="200" bottom="200"/>'
        f"{''.join(drawn)}</hp:tbl>"
    )


def _cell(cell: tuple[str, int, int], row: int, height: int) -> str:
    text, column, span = cell
    is_label = column in (0, 2)
    letters, lines, fill = (LABEL, CENTRED, LABEL_CELL) if is_label else (PLAIN, LEFT, CELL)
    body = "".join(_paragraph(line, letters, lines) for line in writable(text).split("\n"))
    return (
        f'<hp:tc name="" header="0" hasMargin="0" protect="0" editable="0" dirty="0" borderFillIDRef="{fill}">'
        '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" '
        'vertAlign="CENTER" linkListIDRef="0" linkListNextIDRef="0" textWidth="0" '
        f'textHeight="0" hasTextRef="0" hasNumRef="0">{body}</hp:subList>'
        f'<hp:cellAddr colAddr="{column}" rowAddr="{row}"/><hp:cellSpan colSpan="{span}" rowSpan="1"/>'
        f'<hp:cellSz width="{sum(_WIDTHS[column : column + span])}" height="{height}"/>'
        '<hp:cellMargin left="510" right="510" top="200" bottom="200"/></hp:tc>'
    )


def _preview(sheet: FormSheet) -> str:
    rows = (("제안명", sheet.title), *sheet.head, *sheet.rows)
    return "\r\n".join([TITLE, *(f"<{label}><{writable(text)}>" for label, text in rows)])[:1_000]


_NOTE = (
    '<hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/>'
    '<hp:noteLine length="-1" type="SOLID" width="0.12 mm" color="#000000"/>'
    '<hp:noteSpacing betweenNotes="283" belowLine="567" aboveLine="850"/>'
    '<hp:numbering type="CONTINUOUS" newNum="1"/>'
)
_PAGE = (
    f'<hp:run charPrIDRef="{PLAIN}"><hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134" tabStop="8000" '
    'outlineShapeIDRef="1" memoShapeIDRef="0" textVerticalWidthHead="0" masterPageCnt="0">'
    '<hp:grid lineGrid="0" charGrid="0" wonggojiFormat="0"/>'
    '<hp:startNum pageStartsOn="BOTH" page="0" pic="0" tbl="0" equation="0"/>'
    '<hp:visibility hideFirstHeader="0" hideFirstFooter="0" hideFirstMasterPage="0" border="SHOW_ALL" '
    'fill="SHOW_ALL" hideFirstPageNum="0" hideFirstEmptyLine="0" showLineNumber="0"/>'
    '<hp:lineNumberShape restartType="0" countBy="0" distance="0" startNumber="0"/>'
    '<hp:pagePr landscape="WIDELY" width="59528" height="84186" gutterType="LEFT_ONLY">'
    '<hp:margin header="4252" footer="4252" gutter="0" left="8504" right="8504" top="5668" bottom="4252"/></hp:pagePr>'
    f'<hp:footNotePr>{_NOTE}<hp:placement place="EACH_COLUMN" beneathText="0"/></hp:footNotePr>'
    f'<hp:endNotePr>{_NOTE}<hp:placement place="END_OF_DOCUMENT" beneathText="0"/></hp:endNotePr>'
    + "".join(
        f'<hp:pageBorderFill type="{kind}" borderFillIDRef="1" textBorder="PAPER" headerInside="0" footerInside="0" '
        'fillArea="PAPER"><hp:offset left="1417" right="1417" top="1417" bottom="1417"/></hp:pageBorderFill>'
        for kind in ("BOTH", "EVEN", "ODD")
    )
    + '</hp:secPr><hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" '
    'sameGap="0"/></hp:ctrl>'
    "</hp:run>"
)
