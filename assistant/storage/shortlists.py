"""Changes to the shortlist, released decisions, objections and the finalist package, as stored.

Law: decisions and packages are only added; the last one of a proposal, and the last package, holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, true, update

from assistant.domain.decision import Decision, Objection
from assistant.domain.link import TakenBack
from assistant.domain.shortlist import Change, ChangeKind, Why
from assistant.errors import NotFound
from assistant.storage.links import taken_back_of
from assistant.storage.review_tables import decisions, objections, packages, shortlist_changes


@dataclass(frozen=True, slots=True)
class StoredPackage:
    """The spelling of a finalist package and, once two officers signed, when that was."""

    body: str
    by: str
    at: datetime
    sealed_at: datetime | None


class Shortlists:
    """The shortlist of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def change(self, made: Change) -> None:
        """Write a change down."""
        row = {"id": made.id, "kind": made.kind.value, "track": made.track, "proposal_id": made.proposal_id}
        said = {"made_by": made.by, "made_at": made.at, "reason": made.reason}
        self._connection.execute(insert(shortlist_changes), row | said)

    def take_back(self, change_id: str, taken_back: TakenBack) -> None:
        """Mark a standing change as taken back. Raises NotFound where none stands under that id."""
        c = shortlist_changes.c
        new = {"undone_by": taken_back.by, "undone_at": taken_back.at, "undone_reason": taken_back.reason}
        wanted = and_(c.id == change_id, c.undone_at.is_(None))
        if self._connection.execute(update(shortlist_changes).where(wanted).values(new)).rowcount != 1:
            raise NotFound("change", change_id)

    def changes(self) -> list[Change]:
        """Every change ever made, oldest first."""
        rows = self._connection.execute(select(shortlist_changes).order_by(shortlist_changes.c.seq))
        return [
            Change(r.id, ChangeKind(r.kind), r.track, r.proposal_id, r.made_by, r.made_at, r.reason, taken_back_of(r))
            for r in rows
        ]

    def decide(self, made: Sequence[Decision]) -> None:
        """Write decisions down, to be read by their authors from now on."""
        rows = [
            {"proposal_id": each.proposal_id, "track": each.track, "is_finalist": each.is_finalist}
            | {"why": each.why.value, "mean": "" if each.mean is None else str(each.mean), "reason": each.reason}
            | {"made_by": each.by, "made_at": each.at}
            for each in made
        ]
        if rows:
            self._connection.execute(insert(decisions), rows)

    def decisions(self) -> dict[str, Decision]:
        """The decision that holds, by proposal."""
        rows = self._connection.execute(select(decisions).order_by(decisions.c.seq))
        return {row.proposal_id: _decision(row) for row in rows}

    def released(self) -> bool:
        """Whether decisions were released."""
        return bool(self._connection.scalar(select(func.count()).select_from(decisions)))

    def object(self, objection: Objection) -> None:
        """Write an objection down."""
        row = asdict(objection)
        row["made_by"], row["made_at"] = row.pop("by"), row.pop("at")
        self._connection.execute(insert(objections), row)

    def objection(self, objection_id: str) -> Objection:
        """Raises NotFound."""
        found = self._objections(objections.c.id == objection_id)
        if not found:
            raise NotFound("objection", objection_id)
        return found[0]

    def objections(self) -> list[Objection]:
        """All of them, oldest first."""
        return self._objections(true())

    def answer(self, objection_id: str, answer: str, is_upheld: bool, by: str, at: datetime) -> bool:
        """Put an answer in; False where there is one already."""
        new = {"answer": answer, "is_upheld": is_upheld, "answered_by": by, "answered_at": at}
        wanted = and_(objections.c.id == objection_id, objections.c.answered_at.is_(None))
        return self._connection.execute(update(objections).where(wanted).values(new)).rowcount == 1

    def package(self) -> StoredPackage | None:
        """The package that holds, None where there is none."""
        query = select(packages).order_by(packages.c.seq.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else StoredPackage(row.body, row.made_by, row.made_at, row.sealed_at)

    def put_package(self, stored: StoredPackage) -> None:
        """Add a package, which holds from now on."""
        row = {"made_by": stored.by, "made_at": stored.at, "body": stored.body, "sealed_at": stored.sealed_at}
        self._connection.execute(insert(packages), row)

    def drop_packages(self) -> None:
        """Forget packages that are not sealed: what they were made from has changed."""
        self._connection.execute(delete(packages).where(packages.c.sealed_at.is_(None)))

    def is_sealed(self) -> bool:
        """Whether two officers have signed."""
        found = self.package()
        return found is not None and found.sealed_at is not None

    def _objections(self, where: ColumnElement[bool]) -> list[Objection]:
        rows = self._connection.execute(select(objections).where(where).order_by(objections.c.seq))
        return [_objection(row) for row in rows]


def _decision(row: Row[Any]) -> Decision:
    mean = Fraction(row.mean) if row.mean else None
    said = (Why(row.why), mean, row.reason, row.made_by, row.made_at)
    return Decision(row.proposal_id, row.track, row.is_finalist, *said)


def _objection(row: Row[Any]) -> Objection:
    said = (row.id, row.proposal_id, row.made_by, row.made_at, row.text)
    return Objection(*said, row.answer, row.is_upheld, row.answered_by, row.answered_at)
