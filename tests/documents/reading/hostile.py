"""Files nobody should send, each made here: (name, bytes, the reason it has to be refused for)."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.documents.reading.makers import (
    PACKAGE,
    R,
    W,
    cell,
    docx_parts,
    hp,
    hwpx_parts,
    inline,
    p,
    packed,
    page_of_words,
    pdf,
    table,
    xlsx_parts,
)

Hostile = tuple[str, bytes, str]
MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MADE: dict[str, Callable[[], Hostile]] = {}


def _hostile(make: Callable[[], Hostile]) -> Callable[[], Hostile]:
    _MADE[make.__name__.strip("_")] = make
    return make


def _docx(**changed: str | bytes) -> dict[str, str | bytes]:
    return docx_parts(p("현황")) | {name.replace("__", "/"): body for name, body in changed.items()}


def _with(parts: dict[str, str | bytes], name: str, body: str | bytes) -> bytes:
    return packed(parts | {name: body})


def _section(body: str, head: str = "") -> bytes:
    parts = hwpx_parts("")
    hs, hpn = "http://www.hancom.co.kr/hwpml/2011/section", "http://www.hancom.co.kr/hwpml/2011/paragraph"
    parts["Contents/section0.xml"] = f'{head}<hs:sec xmlns:hs="{hs}" xmlns:hp="{hpn}">{body}</hs:sec>'
    return packed(parts)


def _document(body: str, head: str = "") -> bytes:
    xml = f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed(docx_parts() | {"word/document.xml": xml})


def _entries(content: bytes, change: Callable[[zipfile.ZipInfo], None]) -> bytes:
    """The same archive with its entries changed before they are written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            body = source.read(entry)
            change(entry)
            archive.writestr(entry, body)
    return made.getvalue()


def _patched(content: bytes, offset: int, value: bytes, *, sign: bytes = b"PK\1\2", which: int = -1) -> bytes:
    """The archive with bytes changed in one entry of its directory."""
    places = [at for at in range(len(content)) if content.startswith(sign, at)]
    at = places[which] + offset
    return content[:at] + value + content[at + len(value) :]


@_hostile
def zip_bomb_of_zeros() -> Hostile:
    return "a.docx", _with(_docx(), "word/media/image1.bin", b"\0" * (60 * MEGABYTE)), "unpacks_too_large"


@_hostile
def zip_bomb_in_the_text() -> Hostile:
    return "a.hwpx", _section(hp("가" * (10 * MEGABYTE))), "unpacks_too_large"


@_hostile
def zip_bomb_of_many_parts() -> Hostile:
    part = random.Random(1).randbytes(20_000) * 40  # folds forty times, as texts do
    return "a.docx", packed(_docx() | {f"word/media/{n}.bin": part for n in range(90)}), "unpacks_too_large"


@_hostile
def zip_bomb_in_a_zip() -> Hostile:
    inner = packed({"0.txt": b"\0" * (20 * MEGABYTE)})
    return "a.docx", packed({f"{n}.zip": inner for n in range(16)}), "unknown_type"


@_hostile
def overlapping_zip_bomb() -> Hostile:
    """Every entry of the directory leads to the same bytes."""
    kernel = packed(_docx(word__media__a=b"\0" * 900_000))
    at = kernel.rfind(b"PK\5\6")
    count, size, offset = struct.unpack_from("<HLL", kernel, at + 10)
    directory = kernel[offset : offset + size]
    last = directory.rfind(b"PK\1\2")
    entry = directory[last:]
    copies = b"".join(entry.replace(b"word/media/a", b"word/media/%c" % (98 + n)) for n in range(20))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count + 20, count + 20, size + len(copies), offset, 0)
    return "a.docx", kernel[:offset] + directory + copies + end, "broken"


@_hostile
def part_larger_than_it_says() -> Hostile:
    content = _document(p("가" * 50_000))
    return "a.docx", _patched(content, 24, struct.pack("<L", 200)), "broken"


@_hostile
def hundred_thousand_entries() -> Hostile:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(65_000):
            archive.writestr(zipfile.ZipInfo(f"{number}"), b"")
    return "a.hwpx", made.getvalue(), "too_many_parts"


@_hostile
def entries_the_end_does_not_count() -> Hostile:
    content = packed(_docx() | {f"word/media/{n}.txt": "x" for n in range(3_000)})
    at = content.rfind(b"PK\5\6")
    return "a.docx", content[: at + 8] + struct.pack("<HH", 4, 4) + content[at + 12 :], "too_many_parts"


@_hostile
def way_out_of_the_folder() -> Hostile:
    return "a.docx", _with(_docx(), "word/../../../etc/cron.d/x", "x"), "bad_names"


@_hostile
def way_out_with_backslashes() -> Hostile:
    return "a.docx", _with(_docx(), "..\\..\\windows\\win.ini", "x"), "bad_names"


@_hostile
def absolute_name() -> Hostile:
    return "a.hwpx", _with(hwpx_parts(hp("글")), "/etc/passwd", "x"), "bad_names"


@_hostile
def name_with_a_drive() -> Hostile:
    return "a.hwpx", _with(hwpx_parts(hp("글")), "C:/x", "x"), "bad_names"


@_hostile
def name_with_a_nul() -> Hostile:
    content = _with(_docx(), "word/aXb.xml", "x")
    return "a.docx", content.replace(b"word/aXb.xml", b"word/a\0b.xml"), "bad_names"


@_hostile
def the_same_name_twice() -> Hostile:
    content = _with(_docx(), "word/Document.xml", "<x/>")
    return "a.docx", content, "bad_names"


@_hostile
def symbolic_link() -> Hostile:
    def link(entry: zipfile.ZipInfo) -> None:
        if entry.filename == "word/document.xml":
            entry.create_system, entry.external_attr = 3, 0o120777 << 16

    return "a.docx", _entries(packed(_docx()), link), "bad_names"


@_hostile
def locked_zip() -> Hostile:
    content = packed(_docx())
    for which in range(3):
        content = _patched(content, 8, b"\1\0", which=which)
    return "a.docx", content, "encrypted"


@_hostile
def locked_docx() -> Hostile:
    return "a.docx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "encrypted"


@_hostile
def locked_xlsx() -> Hostile:
    return "a.xlsx", OLE + b"\0" * 600 + "EncryptionInfo".encode("utf-16-le") + b"\0" * 600, "encrypted"


@_hostile
def locked_hwpx() -> Hostile:
    space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    body = f'<m:manifest {space}><m:file-entry m:full-path="Contents/section0.xml"><m:encryption-data/></m:file-entry>'
    return "a.hwpx", _with(hwpx_parts(hp("글")), "META-INF/manifest.xml", body + "</m:manifest>"), "encrypted"


@_hostile
def locked_pdf() -> Hostile:
    facts = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"x" * 32 + b") /U (" + b"y" * 32 + b") /P -4 >>"
    return "a.pdf", page_of_words(trailer=facts + b" /ID [<00><00>]"), "encrypted"


@_hostile
def billion_laughs() -> Hostile:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        "a.docx",
        _document(p("<w:r><w:t>&l9;</w:t></w:r>"), f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'),
        "doctype",
    )


@_hostile
def one_large_entity_many_times() -> Hostile:
    head = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
    return "a.hwpx", _section(f"<hp:p><hp:run><hp:t>{'&a;' * 50_000}</hp:t></hp:run></hp:p>", head), "doctype"


@_hostile
def entity_from_a_file() -> Hostile:
    head = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return "a.hwpx", _section("<hp:p><hp:run><hp:t>&a;</hp:t></hp:run></hp:p>", head), "doctype"


@_hostile
def entity_from_the_net() -> Hostile:
    head = '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/a">]>'
    return "a.docx", _document(p("<w:r><w:t>&a;</w:t></w:r>"), head), "doctype"


@_hostile
def definitions_from_the_net() -> Hostile:
    return "a.docx", _document(p("글"), '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/a.dtd">'), "doctype"


@_hostile
def parameter_entity() -> Hostile:
    head = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>'
    return "a.xlsx", _with(xlsx_parts(""), "xl/worksheets/sheet1.xml", head + "<worksheet/>"), "doctype"


@_hostile
def definitions_in_the_links() -> Hostile:
    head = '<!DOCTYPE x [<!ENTITY a "b">]>'
    return (
        "a.docx",
        _with(_docx(), "_rels/.rels", head + f'<Relationships xmlns="{PACKAGE}/relationships"/>'),
        "doctype",
    )


@_hostile
def definitions_in_utf_16() -> Hostile:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    return "a.docx", _with(_docx(), "word/document.xml", xml.encode("utf-16")), "doctype"


@_hostile
def hundred_thousand_deep() -> Hostile:
    depth = 5_000
    return "a.docx", _document("<w:sdt>" * depth + "</w:sdt>" * depth), "too_deep"


@_hostile
def table_in_a_table_without_end() -> Hostile:
    inner = "글"
    for _ in range(60):
        inner = hp(table([cell(inner)]))
    return "a.hwpx", _section(inner), "too_deep"


@_hostile
def million_elements() -> Hostile:
    filling = "".join(f'<w:r w:id="{n * 7919 % 999_983}"/>' for n in range(140_000))
    return "a.docx", _document(f"<w:p>{filling}</w:p>"), "too_much_text"


@_hostile
def macros_in_a_docx() -> Hostile:
    return "a.docx", _with(_docx(), "word/vbaProject.bin", OLE + b"\0" * 500), "macros"


@_hostile
def docm_by_name() -> Hostile:
    return "a.docm", packed(_docx()), "macros"


@_hostile
def docm_under_another_name() -> Hostile:
    parts = _docx()
    types = str(parts["[Content_Types].xml"]).replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return "a.docx", packed(parts | {"[Content_Types].xml": types}), "macros"


@_hostile
def macro_sheet() -> Hostile:
    return "a.xlsx", _with(xlsx_parts(""), "xl/macrosheets/sheet1.xml", "<x/>"), "macros"


@_hostile
def object_of_another_program() -> Hostile:
    return "a.docx", _with(_docx(), "word/embeddings/oleObject1.bin", OLE), "embedded"


@_hostile
def program_in_an_hwpx() -> Hostile:
    return "a.hwpx", _with(hwpx_parts(hp("글")), "BinData/setup.exe", b"MZ"), "embedded"


@_hostile
def template_from_the_net() -> Hostile:
    link = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r9" Type="{R}/attachedTemplate" '
        'Target="http://127.0.0.1:9/a.dotm" TargetMode="External"/></Relationships>'
    )
    return "a.docx", _with(_docx(), "word/_rels/document.xml.rels", link), "remote"


@_hostile
def pdf_with_a_script() -> Hostile:
    return "a.pdf", page_of_words(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active_pdf"


@_hostile
def pdf_with_a_hidden_script() -> Hostile:
    return "a.pdf", page_of_words(page=b"/AA << /O << /S /J#61vaScript /J#53 (x) >> >>"), "active_pdf"


@_hostile
def pdf_that_starts_a_program() -> Hostile:
    return "a.pdf", page_of_words(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "active_pdf"


@_hostile
def pdf_with_a_script_in_a_packed_object() -> Hostile:
    inner = zlib.compress(b"6 0 << /S /JavaScript /JS (x) >>")
    content = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(inner),
        streams={3: inner},
    )
    return "a.pdf", content, "active_pdf"


@_hostile
def pdf_with_a_file_inside() -> Hostile:
    return "a.pdf", page_of_words(catalog=b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>"), "active_pdf"


@_hostile
def pdf_whose_pages_are_their_own_parents() -> Hostile:
    content = pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
    return "a.pdf", content, "broken"


@_hostile
def pdf_of_a_billion_pages() -> Hostile:
    content = pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 999999999 >>")
    return "a.pdf", content, "broken"


@_hostile
def pdf_of_a_thousand_pages() -> Hostile:
    pages = b" ".join(b"%d 0 R" % (n + 3) for n in range(1_000))
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    tree = b"<< /Type /Pages /Kids [" + pages + b"] /Count 1000 >>"
    return "a.pdf", pdf(b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[leaf] * 1_000), "too_many_pages"


@_hostile
def pdf_bomb_of_objects() -> Hostile:
    bomb = zlib.compress(b"0" * (50 * MEGABYTE))
    content = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Type /ObjStm /N 9 /First 9 /Filter /FlateDecode /Length %d >>" % len(bomb),
        streams={3: bomb},
    )
    return "a.pdf", content, "unpacks_too_large"


@_hostile
def pdf_of_one_huge_picture() -> Hostile:
    pixels = zlib.compress(b"\0" * (100 * MEGABYTE))
    drawn = b"q 500 0 0 500 0 0 cm /I Do Q"
    content = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        b"<< /Length %d >>" % len(drawn),
        b"<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceGray "
        b"/Filter /FlateDecode /Length %d >>" % len(pixels),
        streams={4: drawn, 5: pixels},
    )
    return "a.pdf", content, "no_text"


@_hostile
def pdf_of_a_million_letters() -> Hostile:
    return "a.pdf", page_of_words(b") Tj (".join([b"a" * 1_000] * 500)), "too_much_text"


@_hostile
def cut_pdf() -> Hostile:
    return "a.pdf", page_of_words()[:60], "broken"


@_hostile
def cut_docx() -> Hostile:
    content = packed(_docx())
    return "a.docx", content[: len(content) // 2], "broken"


@_hostile
def cut_hwpx_xml() -> Hostile:
    return "a.hwpx", _with(hwpx_parts(""), "Contents/section0.xml", "<hs:sec xmlns:hs='x'><hp:p"), "broken"


@_hostile
def hwpx_without_sections() -> Hostile:
    return "a.hwpx", packed(hwpx_parts()), "broken"


@_hostile
def noise_called_hwpx() -> Hostile:
    return "a.hwpx", random.Random(2).randbytes(50_000), "broken"


@_hostile
def noise_after_a_zips_first_letters() -> Hostile:
    return "a.docx", b"PK\3\4" + random.Random(3).randbytes(50_000) + b"PK\5\6" + b"\xff" * 18, "too_many_parts"


@_hostile
def pdf_called_docx() -> Hostile:
    return "a.docx", page_of_words(), "wrong_extension"


@_hostile
def docx_called_hwpx() -> Hostile:
    return "a.hwpx", packed(_docx()), "wrong_extension"


@_hostile
def zip_called_text() -> Hostile:
    return "a.txt", packed(_docx()), "wrong_extension"


@_hostile
def program_called_text() -> Hostile:
    return "a.txt", b"MZ" + random.Random(4).randbytes(500), "wrong_extension"


@_hostile
def page_of_the_web() -> Hostile:
    return "a.html", b"<script>alert(1)</script>", "unknown_type"


@_hostile
def old_hwp() -> Hostile:
    return "a.hwp", OLE + b"\0" * 500 + b"HWP Document File V5.00", "legacy_hwp"


@_hostile
def old_hwp_called_hwpx() -> Hostile:
    return "a.hwpx", OLE + b"\0" * 500 + b"HWP Document File V5.00", "legacy_hwp"


@_hostile
def old_word() -> Hostile:
    return "a.doc", OLE + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "legacy_office"


@_hostile
def sheet_with_a_million_cells() -> Hostile:
    rows = "".join(f'<row r="{n + 1}">{"<c/>" * 100}</row>' for n in range(1_200))
    return "a.xlsx", packed(xlsx_parts(rows)), "too_many_cells"


@_hostile
def sheet_with_a_cell_at_the_end_of_the_world() -> Hostile:
    rows = f'<row r="1048576">{inline("XFD1048576", "x")}</row>'
    return "a.xlsx", packed(xlsx_parts(rows, before='<dimension ref="A1:XFD1048576"/>')), "too_many_cells"


@_hostile
def nul_bytes_called_text() -> Hostile:
    return "a.txt", b"abc\0\0\0def" * 100, "bad_encoding"


@_hostile
def letters_of_no_encoding() -> Hostile:
    return "a.txt", b"\xff\x00\x81\x20\xfe\xfe\xff\x80" * 50, "bad_encoding"


@_hostile
def ten_megabytes_of_one_line() -> Hostile:
    return "a.txt", b"a" * (10 * MEGABYTE), "too_much_text"


@_hostile
def csv_of_one_endless_quote() -> Hostile:
    return "a.csv", b'a,b\n"' + b"x,\n" * 100_000, "broken"


@_hostile
def csv_of_a_million_rows() -> Hostile:
    return "a.csv", b"a,b\n" * 1_000_000, "too_many_cells"


@_hostile
def nothing() -> Hostile:
    return "a.txt", b"", "empty"


@_hostile
def nothing_but_nul() -> Hostile:
    return "a.hwpx", b"\0" * MEGABYTE, "empty"


@_hostile
def eleven_megabytes() -> Hostile:
    return "a.txt", b"a\n" * (6 * MEGABYTE), "too_large"


HOSTILE = dict(_MADE)
