"""The definitions an HWPX section refers to by number: fonts, borders, letters, paragraphs, one style."""

from __future__ import annotations

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_HANCOM = "http://www.hancom.co.kr"
_SPACES = {
    "ha": f"{_HANCOM}/hwpml/2011/app",
    "hp": f"{_HANCOM}/hwpml/2011/paragraph",
    "hp10": f"{_HANCOM}/hwpml/2016/paragraph",
    "hs": f"{_HANCOM}/hwpml/2011/section",
    "hc": f"{_HANCOM}/hwpml/2011/core",
    "hh": f"{_HANCOM}/hwpml/2011/head",
    "hhs": f"{_HANCOM}/hwpml/2011/history",
    "hm": f"{_HANCOM}/hwpml/2011/master-page",
    "hpf": f"{_HANCOM}/schema/2011/hpf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "opf": "http://www.idpf.org/2007/opf/",
    "ooxmlchart": f"{_HANCOM}/hwpml/2016/ooxmlchart",
    "hwpunitchar": f"{_HANCOM}/hwpml/2016/HwpUnitChar",
    "epub": "http://www.idpf.org/2007/ops",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}
SPACES = " ".join(f'xmlns:{short}="{address}"' for short, address in _SPACES.items())
"""All the names Hangul itself declares, used here or not: it is said to call a file damaged that lacks some of them
(python-hwpx, pull request 40)."""
PLAIN, LABEL, LARGE = 0, 1, 2
"""Letters (`charPr`)."""
BODY_LINE, CENTRED, LEFT = 0, 1, 2
"""Paragraphs (`paraPr`)."""
NOTHING, CELL, LABEL_CELL = 1, 2, 3
"""Borders and fills (`borderFill`)."""
_LANGUAGES = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")
_SHORT = ("hangul", "latin", "hanja", "japanese", "other", "symbol", "user")
_FONTS = ("함초롬바탕", "함초롬돋움")


def header() -> str:
    """The part Contents/header.xml."""
    faces = "".join(
        f'<hh:fontface lang="{language}" fontCnt="{len(_FONTS)}">'
        + "".join(f'<hh:font id="{at}" face="{face}" type="TTF" isEmbedded="0"/>' for at, face in enumerate(_FONTS))
        + "</hh:fontface>"
        for language in _LANGUAGES
    )
    fills = _fill(NOTHING, "NONE", "") + _fill(CELL, "SOLID", "") + _fill(LABEL_CELL, "SOLID", "#EEF2F5")
    letters = (
        _letters(PLAIN, 1_050, 0) + _letters(LABEL, 1_050, 1, "<hh:bold/>") + _letters(LARGE, 1_800, 1, "<hh:bold/>")
    )
    lines = _lines(BODY_LINE, "JUSTIFY") + _lines(CENTRED, "CENTER") + _lines(LEFT, "LEFT")
    return (
        f'{HEAD}<hh:head {SPACES} version="1.4" secCnt="1">'
        '<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/><hh:refList>'
        f'<hh:fontfaces itemCnt="{len(_LANGUAGES)}">{faces}</hh:fontfaces>'
        f'<hh:borderFills itemCnt="3">{fills}</hh:borderFills>'
        f'<hh:charProperties itemCnt="3">{letters}</hh:charProperties>'
        '<hh:tabProperties itemCnt="1"><hh:tabPr id="0" autoTabLeft="0" autoTabRight="0"/></hh:tabProperties>'
        f'<hh:numberings itemCnt="1">{_NUMBERING}</hh:numberings>'
        f'<hh:paraProperties itemCnt="3">{lines}</hh:paraProperties>'
        '<hh:styles itemCnt="1"><hh:style id="0" type="PARA" name="바탕글" engName="Normal" paraPrIDRef="0" '
        'charPrIDRef="0" nextStyleIDRef="0" langID="1042" lockForm="0"/></hh:styles></hh:refList>'
        '<hh:compatibleDocument targetProgram="HWP201X"><hh:layoutCompatibility/></hh:compatibleDocument>'
        '<hh:docOption><hh:linkinfo path="" pageInherit="0" footnoteInherit="0"/></hh:docOption></hh:head>'
    )


def _fill(number: int, line: str, colour: str) -> str:
    sides = "".join(
        f'<hh:{side}Border type="{line}" width="0.12 mm" color="#404040"/>'
        for side in ("left", "right", "top", "bottom")
    )
    brush = f'<hc:fillBrush><hc:winBrush faceColor="{colour}" hatchColor="#000000" alpha="0"/></hc:fillBrush>'
    return (
        f'<hh:borderFill id="{number}" threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0">'
        '<hh:slash type="NONE" Crooked="0" isCounter="0"/><hh:backSlash type="NONE" Crooked="0" isCounter="0"/>'
        f'{sides}<hh:diagonal type="SOLID" width="0.1 mm" color="#000000"/>{brush if colour else ""}</hh:borderFill>'
    )


def _letters(number: int, height: int, font: int, more: str = "") -> str:
    def each(name: str, value: int) -> str:
        return f"<hh:{name} " + " ".join(f'{short}="{value}"' for short in _SHORT) + "/>"

    return (
        f'<hh:charPr id="{number}" height="{height}" textColor="#000000" shadeColor="none" useFontSpace="0" '
        f'useKerning="0" symMark="NONE" borderFillIDRef="{NOTHING}">'
        + each("fontRef", font) + each("ratio", 100) + each("spacing", 0) + each("relSz", 100) + each("offset", 0)
        + f'{more}<hh:underline type="NONE" shape="SOLID" color="#000000"/>'
        '<hh:strikeout shape="NONE" color="#000000"/><hh:outline type="NONE"/>'
        '<hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>'
    )  # fmt: skip


def _lines(number: int, align: str) -> str:
    margins = "".join(f'<hc:{side} value="0" unit="HWPUNIT"/>' for side in ("intent", "left", "right", "prev", "next"))
    return (
        f'<hh:paraPr id="{number}" tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="1" '
        'suppressLineNumbers="0" checked="0">'
        f'<hh:align horizontal="{align}" vertical="BASELINE"/><hh:heading type="NONE" idRef="0" level="0"/>'
        '<hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="KEEP_WORD" widowOrphan="0" keepWithNext="0" '
        'keepLines="0" pageBreakBefore="0" lineWrap="BREAK"/><hh:autoSpacing eAsianEng="0" eAsianNum="0"/>'
        f'<hh:margin>{margins}</hh:margin><hh:lineSpacing type="PERCENT" value="160" unit="HWPUNIT"/>'
        f'<hh:border borderFillIDRef="{NOTHING}" offsetLeft="0" offsetRight="0" offsetTop="0" offsetBottom="0" '
        'connect="0" ignoreMargin="0"/></hh:paraPr>'
    )


_NUMBERING = (
    '<hh:numbering id="1" start="0">'
    + "".join(
        f'<hh:paraHead start="1" level="{level}" align="LEFT" useInstWidth="1" autoIndent="1" widthAdjust="0" '
        'textOffsetType="PERCENT" textOffset="50" numFormat="DIGIT" charPrIDRef="4294967295" checkable="0">'
        f"^{level}.</hh:paraHead>"
        for level in range(1, 8)
    )
    + "</hh:numbering>"
)
