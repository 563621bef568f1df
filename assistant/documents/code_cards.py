"""Voters' cards to print: four to a page, each with seat, code and a QR that leads to the ballot.

Law: the page stands alone (no script, nothing fetched) and every text on it is escaped.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import segno

CARDS_A_PAGE = 4

_STYLE = """
@page { size: A4; margin: 10mm }
* { box-sizing: border-box }
body { margin: 0; color: #111; word-break: keep-all;
  font-family: Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', sans-serif }
section { display: grid; grid-template: 1fr 1fr / 1fr 1fr; height: 276mm; break-after: page }
section:last-of-type { break-after: auto }
article { border: 1px dashed #888; padding: 7mm; overflow: hidden;
  display: flex; flex-direction: column; align-items: center; text-align: center }
h2 { font-size: 11pt; margin: 0; font-weight: 600 }
.who { font-size: 10pt; margin: 1mm 0 }
.seat { font-size: 15pt; font-weight: 700; margin: 1mm 0 }
svg { width: 46mm; height: 46mm }
.code { font: 700 19pt/1.2 'Courier New', monospace; letter-spacing: .06em; margin: 1mm 0 }
.how { font-size: 9.5pt; line-height: 1.5; margin: 1mm 0 0 }
.hash { font: 7pt monospace; color: #333; overflow-wrap: anywhere; margin-top: auto }
@media screen { body { max-width: 210mm; margin: 1rem auto } }
"""

_CARD = """<article><h2>{contest}</h2><p class="who">{panel}{name}</p><p class="seat">자리 번호 {seat}</p>
{qr}
<p class="code" aria-label="코드">{code}</p>
<p class="how">휴대전화로 QR을 비추어 주십시오.<br>
또는 {address}에서 자리 번호와 코드를 넣어 주십시오.<br>다른 사람에게 보이지 마십시오.</p>
<p class="hash">규칙 해시 {rules_hash}</p></article>"""


@dataclass(frozen=True, slots=True)
class CodeCard:
    """One voter's card; `link` goes into the QR, `address` is what can be typed."""

    seat: str
    panel: str
    name: str
    code: str
    link: str
    address: str


def cards_page(contest: str, rules_hash: str, cards: Sequence[CodeCard]) -> bytes:
    """A whole HTML document, UTF-8."""
    pages = [cards[at : at + CARDS_A_PAGE] for at in range(0, len(cards), CARDS_A_PAGE)]
    body = "".join(
        "<section>" + "".join(_card(contest, rules_hash, each) for each in page) + "</section>" for page in pages
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{policy}"><title>{escape(contest)} 투표 카드</title><style>{_STYLE}</style></head>'
        f"<body>{body}</body></html>"
    ).encode()


def qr_svg(link: str, *, title: str = "") -> str:
    """A QR as an SVG element, nothing of `link` as markup."""
    drawn = io.BytesIO()
    made = segno.make(link, error="m", micro=False)
    made.save(drawn, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, title=title or None, border=2)
    return drawn.getvalue().decode()


def _card(contest: str, rules_hash: str, card: CodeCard) -> str:
    code = " ".join((card.code[:4], card.code[4:])) if len(card.code) == 8 else card.code
    return _CARD.format(
        contest=escape(contest),
        panel=escape(card.panel),
        name=f" · {escape(card.name)}" if card.name else "",
        seat=escape(card.seat),
        qr=qr_svg(card.link),
        code=escape(code),
        address=escape(card.address),
        rules_hash=escape(rules_hash),
    )
