"""Reviews as tables. What the phase and a conflict hide from a person on the screen is not in her file either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assistant.documents.sheets import Cell, csv_bytes, json_bytes, xlsx_bytes
from assistant.domain.blind import Shown
from assistant.domain.criteria import Criteria
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.review import State
from assistant.services.convening import REVIEW, Convening
from assistant.services.docket import Docket, require_overseer
from assistant.storage.database import Database

FORMATS = {"csv": csv_bytes, "xlsx": xlsx_bytes, "json": json_bytes}
Table = tuple[list[str], list[list[Cell]]]


@dataclass(frozen=True, slots=True)
class Exporting:
    """Every file is noted in the journal with who took it."""

    database: Database
    criteria: Criteria
    convening: Convening
    now: Callable[[], datetime]

    def mine(self, person: Person, form: str) -> bytes:
        """A reviewer's own sheets; `form` is one of FORMATS. Raises NotAllowed."""
        person.require("export", Role.REVIEWER)
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
        keys = sorted(docket.mine(person), key=lambda key: docket.proposals[key].receipt or "")
        codes = [each.code for each in self.criteria.criteria]
        rows: list[list[Cell]] = []
        for key in keys:
            sheet = docket.sheets.get((key, person.id))
            scores: list[Cell] = [sheet.scores.get(code, "") if sheet else "" for code in codes]
            state = sheet.state.value if sheet else ""
            weighted = self.criteria.weighted(sheet.scores) if sheet and sheet.state is State.SCORED else None
            shown = docket.shown(docket.proposals[key])
            rows.append([*_head(shown), state, *scores, _exact(weighted), sheet.note if sheet else ""])
        headings = [*_headings(docket.phase.is_blind), "state", *codes, "weighted", "note"]
        return self._file(person, "my_reviews", form, (headings, rows))

    def board(self, person: Person, form: str) -> bytes:
        """Every proposal with counts and exact means, as `Convening.board` shows them. Raises NotAllowed."""
        require_overseer(person, "export")
        rows = self.convening.board(person)
        is_blind = self.convening.phase().is_blind
        table: list[list[Cell]] = [
            [*_head(row.shown), row.track, *map(_number, (row.done, row.expected, row.abstained)), _exact(row.mean),
             _exact(row.spread)]
            for row in rows
        ]  # fmt: skip
        headings = [*_headings(is_blind), "track_confirmed", "scores", "reviewers", "abstained", "mean", "spread"]
        return self._file(person, "board", form, (headings, table))

    def _file(self, person: Person, name: str, form: str, table: Table) -> bytes:
        content = FORMATS[form](*table)
        with self.database.write() as records:
            facts = {"table": name, "form": form, "rows": str(len(table[1]))}
            records.journal.add(Entry(self.now(), person.id, "export", REVIEW, facts))
        return content


def _headings(is_blind: bool) -> list[str]:
    """While blind the columns about people do not exist: an empty one would still say how many there are."""
    return ["id", "receipt", "title", "track"] + ([] if is_blind else ["authors", "department"])


def _head(shown: Shown) -> list[Cell]:
    head: list[Cell] = [shown.id, shown.receipt, shown.title, shown.track]
    return head if shown.is_blind else [*head, " / ".join(shown.authors), shown.department]


def _exact(value: Fraction | None) -> str:
    return "" if value is None else str(value)


def _number(value: int | None) -> Cell:
    return "" if value is None else value
