"""Certificates' data: Korean opens in the office suite, and no title becomes a formula."""

from __future__ import annotations

import csv
import io

from assistant.documents.certificates import HEADING, Certificate, certificates_csv


def test_a_title_that_looks_like_a_formula_stays_a_title() -> None:
    given = Certificate("대상", "내부", '=HYPERLINK("http://x","y")', "조경과", "김, 이", "1", "", "86.40", "432/5")
    content = certificates_csv([given])
    assert content.startswith(b"\xef\xbb\xbf")
    heading, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(heading) == HEADING
    assert row[2] == '\'=HYPERLINK("http://x","y")'
    assert (row[0], row[4], row[8]) == ("대상", "김, 이", "432/5")
