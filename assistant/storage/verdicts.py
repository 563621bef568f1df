"""Verdicts on proposals as people recorded them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from assistant.domain.link import TakenBack
from assistant.domain.verdict import ProposalVerdict
from assistant.errors import NotFound
from assistant.storage.links import taken_back_of
from assistant.storage.review_tables import verdicts
from assistant.storage.tables import people, proposals
from assistant.storage.writing import refusing


class Verdicts:
    """The verdicts of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, verdict: ProposalVerdict) -> None:
        """Write a verdict down. Raises NotFound for an unknown proposal or person."""
        row = {"id": verdict.id, "proposal_id": verdict.proposal_id, "code": verdict.code, "clause": verdict.clause}
        row |= {"words": verdict.words, "archive_id": verdict.archive_id, "made_by": verdict.by}
        with refusing(self._connection, (proposals.c.id, verdict.proposal_id), (people.c.id, verdict.by)):
            self._connection.execute(insert(verdicts), {**row, "made_at": verdict.at, "reason": verdict.reason})

    def take_back(self, verdict_id: str, taken_back: TakenBack) -> ProposalVerdict:
        """Mark a standing verdict as taken back and return it. Raises NotFound where none stands under that id."""
        wanted = and_(verdicts.c.id == verdict_id, verdicts.c.undone_at.is_(None))
        new = {"undone_by": taken_back.by, "undone_at": taken_back.at, "undone_reason": taken_back.reason}
        if self._connection.execute(update(verdicts).where(wanted).values(new)).rowcount != 1:
            raise NotFound("verdict", verdict_id)
        return self.get(verdict_id)

    def get(self, verdict_id: str) -> ProposalVerdict:
        """Raises NotFound."""
        row = self._connection.execute(select(verdicts).where(verdicts.c.id == verdict_id)).one_or_none()
        if row is None:
            raise NotFound("verdict", verdict_id)
        return _verdict(row)

    def of(self, proposal_id: str) -> list[ProposalVerdict]:
        """Everything ever said of a proposal, oldest first, also what was taken back."""
        query = select(verdicts).where(verdicts.c.proposal_id == proposal_id).order_by(verdicts.c.seq)
        return [_verdict(row) for row in self._connection.execute(query)]

    def standing(self) -> list[ProposalVerdict]:
        """Every verdict that holds, oldest first."""
        query = select(verdicts).where(verdicts.c.undone_at.is_(None)).order_by(verdicts.c.seq)
        return [_verdict(row) for row in self._connection.execute(query)]


def _verdict(row: Row[Any]) -> ProposalVerdict:
    said = (row.made_by, row.made_at, row.reason, taken_back_of(row))
    return ProposalVerdict(row.id, row.proposal_id, row.code, row.clause, row.words, row.archive_id, *said)
