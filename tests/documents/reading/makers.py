"""Office files written part by part, as the programs write them: what the tests of reading are read from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"
HS = "http://www.hancom.co.kr/hwpml/2011/section"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}


def packed(parts: Mapping[str, str | bytes], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts; `mimetype` is stored, as the standards want it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else how)
    return made.getvalue()


# ---- DOCX ----


def p(*runs: str) -> str:
    """A paragraph; a run that begins with `<` is markup."""
    return "<w:p>" + "".join(r if r.startswith("<") else f"<w:r>{_t(r)}</w:r>" for r in runs) + "</w:p>"


def _t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def footnote(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def tc(*blocks: str, span: int = 1, merge: str = "") -> str:
    """A cell; `merge` is restart or continue. Plain words become a paragraph."""
    facts = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
    body = "".join(block if block.startswith("<w:") else p(block) for block in blocks) or p()
    return f"<w:tc><w:tcPr>{facts}</w:tcPr>{body}</w:tc>"


def tbl(*rows: Sequence[str]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows) + "</w:tbl>"


def columns(count: int) -> str:
    return f'<w:p><w:pPr><w:sectPr><w:cols w:num="{count}"/></w:sectPr></w:pPr></w:p>'


def docx_parts(*blocks: str, notes: Mapping[int, str] | None = None, **more: str) -> dict[str, str | bytes]:
    """The parts of a DOCX; `more` are parts of the folder word by name, without `.xml`."""
    space = f'xmlns:w="{W}" xmlns:r="{R}"'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES["docx"]}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {space}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
    }
    if notes:
        inner = "".join(f'<w:footnote w:id="{number}">{p(text)}</w:footnote>' for number, text in notes.items())
        parts["word/footnotes.xml"] = f"<w:footnotes {space}>{inner}</w:footnotes>"
    for name, body in more.items():
        parts[f"word/{name}.xml"] = (
            f"<w:{name.rstrip('0123456789')[:3]} {space}>{body}</w:{name.rstrip('0123456789')[:3]}>"
        )
    return parts


def docx(*blocks: str, notes: Mapping[int, str] | None = None, **more: str) -> bytes:
    return packed(docx_parts(*blocks, notes=notes, **more))


# ---- HWPX ----


def hp(*runs: str) -> str:
    """A paragraph; a run that begins with `<` is markup inside the run."""
    inner = "".join(r if r.startswith("<") else f"<hp:t>{escape(r)}</hp:t>" for r in runs)
    return f'<hp:p id="0" paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">{inner}</hp:run></hp:p>'


def note(text: str, kind: str = "footNote") -> str:
    return f"<hp:ctrl><hp:{kind}><hp:subList>{hp(text)}</hp:subList></hp:{kind}></hp:ctrl>"


def cell(*blocks: str, at: tuple[int, int] = (0, 0), span: tuple[int, int] = (1, 1)) -> str:
    """A cell at (row, column), spanning (rows, columns). Plain words become a paragraph."""
    body = "".join(block if block.startswith("<hp:p") else hp(block) for block in blocks) or hp()
    return (
        f'<hp:tc><hp:subList>{body}</hp:subList><hp:cellAddr colAddr="{at[1]}" rowAddr="{at[0]}"/>'
        f'<hp:cellSpan colSpan="{span[1]}" rowSpan="{span[0]}"/><hp:cellSz width="100" height="100"/></hp:tc>'
    )


def table(*rows: Sequence[str], caption: str = "") -> str:
    """A table, to be put into a paragraph."""
    said = f"<hp:caption><hp:subList>{hp(caption)}</hp:subList></hp:caption>" if caption else ""
    body = "".join("<hp:tr>" + "".join(row) + "</hp:tr>" for row in rows)
    return f"<hp:tbl><hp:sz width='1'/><hp:pos/>{said}{body}</hp:tbl>"


def box(*blocks: str) -> str:
    """A drawn frame with text in it."""
    return f"<hp:rect><hp:drawText><hp:subList>{''.join(blocks)}</hp:subList></hp:drawText></hp:rect>"


def columns_of(count: int) -> str:
    return f'<hp:ctrl><hp:colPr type="NEWSPAPER" colCount="{count}"/></hp:ctrl>'


def hwpx_parts(*sections: str) -> dict[str, str | bytes]:
    """The parts of an HWPX, with the script every file of the office suite carries."""
    parts: dict[str, str | bytes] = {
        "mimetype": "application/hwp+zip",
        "version.xml": '<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" major="5" minor="1"/>',
        "Contents/header.xml": '<hh:head xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head" version="1.4"/>',
    }
    for number, body in enumerate(sections):
        parts[f"Contents/section{number}.xml"] = f'<hs:sec xmlns:hs="{HS}" xmlns:hp="{HP}">{body}</hs:sec>'
    parts |= {
        "Preview/PrvText.txt": "미리 보기",
        "Scripts/headerScripts": "var Documents = XHwpDocuments;",
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
    return parts


def hwpx(*sections: str) -> bytes:
    return packed(hwpx_parts(*sections))


# ---- XLSX ----


def xlsx_parts(rows: str, **sheet: str) -> dict[str, str | bytes]:
    """A workbook of one sheet whose `sheetData` holds `rows`."""
    before = sheet.get("before", "")
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES["xlsx"]}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="제안" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}">{before}<sheetData>{rows}</sheetData></worksheet>',
    }


def inline(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


# ---- PDF ----


def pdf(*objects: bytes, trailer: bytes = b"", streams: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of numbered objects with a right table of places; `streams` adds a stream to an object."""
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body
        if streams and number in streams:
            made += b"\nstream\n" + streams[number] + b"\nendstream"
        made += b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(made)


def page_of_words(words: bytes = b"Proposal", catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page with words; facts may be added to its catalogue, its page and its trailer."""
    drawn = b"BT /F1 12 Tf 72 700 Td (" + words + b") Tj ET"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> " + page + b" >>",
        b"<< /Length %d >>" % len(drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        streams={4: drawn},
        trailer=trailer,
    )
