"""A voter roll out of a CSV file: one voter a line.

Columns, by these names or the Korean ones: panel; optional seat, name, department, person_id, recused (finalists by id
or title, separated by ";"). An empty seat gets the panel's first letter and a number. UTF-8, or CP949, which Korean
spreadsheets write for plain "CSV". Law: which voters may be on a roll is not decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from assistant.documents.contest_table import Faults, rows, same_name
from assistant.domain.voter import Voter
from assistant.errors import BadFile

OPTIONAL = {"seat": "", "name": "", "department": "", "person_id": "", "recused": ""}
KOREAN = {"평가단": "panel", "자리": "seat", "이름": "name", "소속": "department", "회피": "recused"}
MOST_VOTERS = 5_000


def parse_roll(
    path: Path, content: bytes, finalists: Mapping[str, str], panels: Mapping[str, str]
) -> tuple[list[Voter], list[int]]:
    """The voters and the line each stands on. `finalists` are titles by id, `panels` other names of panel codes.

    Raises BadFile: a broken table, an empty one, more than MOST_VOTERS lines.
    """
    by_title = {same_name(title): key for key, title in finalists.items()}
    faults = Faults(path)
    found: list[Voter] = []
    lines: list[int] = []
    numbers: Counter[str] = Counter()
    found_in = rows(path, _utf8(content), ("panel",), OPTIONAL, faults, KOREAN)
    for line, (panel, seat, name, department, person_id, recused) in found_in:
        code = panels.get(same_name(panel), same_name(panel))
        if not seat:
            numbers[code] += 1
            seat = f"{code[:1].upper()}{numbers[code]}"
        out = [same_name(cell.strip()) for cell in recused.split(";") if cell.strip()]
        found.append(
            Voter(
                id="",
                seat=seat,
                panel=code,
                name=same_name(name),
                person_id=person_id,
                department=same_name(department),
                recused=tuple(each if each in finalists else by_title.get(each, each) for each in out),
            )
        )
        lines.append(line)
        if len(found) > MOST_VOTERS:
            faults.add(line, f"투표인이 {MOST_VOTERS:,}명을 넘습니다. 한 대회의 투표인만 담아 주십시오.")
            break
    if not found and not faults:
        faults.add(1, "투표인이 한 명도 없습니다. 한 줄에 한 명씩 적어 주십시오.")
    if faults:
        raise BadFile(faults.told())
    return found, lines


def _utf8(content: bytes) -> bytes:
    """The same text in UTF-8 where it is CP949; whatever is neither stays, and is told of by its line."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(UnicodeDecodeError):
            return content.decode("cp949").encode()
    return content
