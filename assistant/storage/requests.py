"""Questions back to authors, and confirmed tracks, as stored."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, true, update

from assistant.domain.request import Request, TrackConfirmation
from assistant.errors import NotFound
from assistant.storage.review_tables import requests, track_confirmations


class Requests:
    """The requests of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, asked: Request) -> None:
        """Write a question down."""
        row = asdict(asked)
        row["made_by"], row["made_at"] = row.pop("by"), row.pop("at")
        self._connection.execute(insert(requests), row)

    def get(self, request_id: str) -> Request:
        """Raises NotFound."""
        found = self._find(requests.c.id == request_id)
        if not found:
            raise NotFound("request", request_id)
        return found[0]

    def answer(self, request_id: str, answer: str, by: str, at: datetime) -> bool:
        """Put an answer in; False where there is one already."""
        open_one = and_(requests.c.id == request_id, requests.c.answered_at.is_(None))
        new = {"answer": answer, "answered_by": by, "answered_at": at}
        return self._connection.execute(update(requests).where(open_one).values(new)).rowcount == 1

    def extend(self, request_id: str, due_at: datetime) -> None:
        """Give more time."""
        self._connection.execute(update(requests).where(requests.c.id == request_id).values(due_at=due_at))

    def of(self, proposal_id: str) -> list[Request]:
        """Everything asked about a proposal, oldest first."""
        return self._find(requests.c.proposal_id == proposal_id)

    def all(self) -> list[Request]:
        """Everything asked, oldest first."""
        return self._find(true())

    def confirm_track(self, confirmed: TrackConfirmation) -> None:
        """Write a confirmed track down; the last one holds."""
        row = asdict(confirmed)
        row["made_by"], row["made_at"] = row.pop("by"), row.pop("at")
        self._connection.execute(insert(track_confirmations), row)

    def tracks(self) -> dict[str, TrackConfirmation]:
        """The confirmation that holds, by proposal."""
        rows = self._connection.execute(select(track_confirmations).order_by(track_confirmations.c.seq))
        return {
            row.proposal_id: TrackConfirmation(
                row.proposal_id, row.track, row.chosen, row.suggested, row.made_by, row.made_at
            )
            for row in rows
        }

    def _find(self, where: ColumnElement[bool]) -> list[Request]:
        rows = self._connection.execute(select(requests).where(where).order_by(requests.c.seq))
        return [_request(row) for row in rows]


def _request(row: Row[Any]) -> Request:
    asked = (row.id, row.proposal_id, row.made_by, row.made_at, row.question, row.due_at)
    return Request(*asked, row.answer, row.answered_by, row.answered_at)
