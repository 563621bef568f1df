"""Assignments, sheets and declared conflicts of interest, as stored. Where reviewing stands is among the facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from assistant.domain.link import TakenBack
from assistant.domain.review import Assignment, Phase, Recusal, Review, State
from assistant.storage.facts import Facts
from assistant.storage.review_tables import assignments, recusals, reviews
from assistant.storage.tables import people, proposals
from assistant.storage.writing import refusing, upsert

_PHASE, _UNTIL = "review_phase", "review_until"


class Reviews:
    """The reviews of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._facts = Facts(connection)

    def phase(self) -> Phase:
        """Where reviewing stands; PREPARING before anybody said so."""
        return Phase(self._facts.get(_PHASE) or Phase.PREPARING)

    def set_phase(self, phase: Phase) -> None:
        """Go on to a phase."""
        self._facts.put(_PHASE, phase.value)

    def until(self) -> datetime | None:
        """When scores are due, None where nobody said so."""
        said = self._facts.get(_UNTIL)
        return datetime.fromisoformat(said) if said else None

    def set_until(self, at: datetime) -> None:
        """Set when scores are due."""
        self._facts.put(_UNTIL, at.isoformat())

    def assign(self, made: Sequence[Assignment]) -> None:
        """Write assignments down; one that is there already stays as it was."""
        known = {(each.proposal_id, each.reviewer_id) for each in self.assignments()}
        for each in made:
            if (each.proposal_id, each.reviewer_id) not in known:
                row = {"proposal_id": each.proposal_id, "reviewer_id": each.reviewer_id}
                with refusing(self._connection, (proposals.c.id, each.proposal_id), (people.c.id, each.reviewer_id)):
                    self._connection.execute(insert(assignments), {**row, "made_at": each.at, "made_by": each.by})

    def assignments(self) -> list[Assignment]:
        """All of them, in the order they were made."""
        c = assignments.c
        query = select(assignments).order_by(c.made_at, c.proposal_id, c.reviewer_id)
        return [Assignment(r.proposal_id, r.reviewer_id, r.made_at, r.made_by) for r in self._connection.execute(query)]

    def put(self, review: Review) -> None:
        """Store a sheet, or replace the reviewer's earlier one on that proposal."""
        row = {"proposal_id": review.proposal_id, "reviewer_id": review.reviewer_id, "state": review.state.value}
        scores = {code: str(score) for code, score in review.scores.items()}
        made = {"scores": scores, "note": review.note, "made_at": review.at, "revisions": review.revisions}
        upsert(self._connection, reviews, [row | made])

    def remove(self, proposal_id: str, reviewer_id: str) -> None:
        """Let a reviewer begin anew; the journal keeps that there was a sheet."""
        mine = and_(reviews.c.proposal_id == proposal_id, reviews.c.reviewer_id == reviewer_id)
        self._connection.execute(delete(reviews).where(mine))

    def all(self) -> list[Review]:
        """Every sheet, in the order of proposals and reviewers."""
        query = select(reviews).order_by(reviews.c.proposal_id, reviews.c.reviewer_id)
        return [_review(row) for row in self._connection.execute(query)]

    def recuse(self, recusal: Recusal) -> None:
        """Write a declared conflict down."""
        row = {"proposal_id": recusal.proposal_id, "reviewer_id": recusal.reviewer_id, "made_by": recusal.by}
        self._connection.execute(insert(recusals), {**row, "made_at": recusal.at, "reason": recusal.reason})

    def unrecuse(self, proposal_id: str, reviewer_id: str, taken_back: TakenBack) -> bool:
        """Take a declared conflict back; whether one stood."""
        c = recusals.c
        mine = and_(c.proposal_id == proposal_id, c.reviewer_id == reviewer_id, c.undone_at.is_(None))
        new = {"undone_by": taken_back.by, "undone_at": taken_back.at, "undone_reason": taken_back.reason}
        return self._connection.execute(update(recusals).where(mine).values(new)).rowcount > 0

    def recusals(self) -> list[Recusal]:
        """Declared conflicts that stand, oldest first."""
        query = select(recusals).where(recusals.c.undone_at.is_(None)).order_by(recusals.c.seq)
        return [
            Recusal(r.proposal_id, r.reviewer_id, r.made_by, r.made_at, r.reason)
            for r in self._connection.execute(query)
        ]


def _review(row: Row[Any]) -> Review:
    scores = {code: int(score) for code, score in row.scores.items()}
    return Review(row.proposal_id, row.reviewer_id, State(row.state), scores, row.note, row.made_at, row.revisions)
