from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents import contest_table
from assistant.documents.contest_table import Faults, rows
from assistant.errors import BadFile

PATH = Path("table.csv")
HEADERS = ("a,b", "a,b,c", "c,x,b,a", "b,a")
CELLS = st.text(st.sampled_from('ab가각,"\n\r \t\u3000\u2019\xa01-'), max_size=4)


def _read(content: bytes) -> tuple[list[tuple[int, list[str]]], list[str], str]:
    faults = Faults(PATH)
    try:
        found = list(rows(PATH, content, ("a", "b"), {"c": "1"}, faults))
    except BadFile as bad:
        return [], [], str(bad)
    return found, [str(each) for each in faults.told()], ""


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5), st.sampled_from(["a,b", "a,b,c", "c,x,b,a", "b,a"])
)
def test_the_quick_way_reads_what_the_csv_reader_reads(table: list[list[str]], header: str) -> None:
    content = "\n".join([header, *(",".join(row) for row in table)]).encode()
    quick = _read(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contest_table, "_is_plain", lambda content: False)
        assert _read(content) == quick
