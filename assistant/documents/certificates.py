"""What a certificate is printed from: one line for each award, as CSV that spreadsheets open as it is.

Law: a cell never begins with a sign that a spreadsheet would take for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

HEADING = ("상", "분야", "제목", "소속", "제안자", "순위", "공동", "합계", "합계(분수)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Certificate:
    """One award of one finalist. `total` is as shown on screen, `exact` the fraction."""

    award: str
    track: str
    title: str
    department: str
    authors: str
    place: str
    shared: str
    total: str
    exact: str


def certificates_csv(certificates: Iterable[Certificate]) -> bytes:
    """UTF-8 with a mark, so that the office suite reads Korean."""
    return table_csv(HEADING, (astuple(each) for each in certificates))


def table_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Any table of texts in the same manner."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
