"""Polls, and what one officer asked and another has to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from assistant.domain.poll import Poll, PollState
from assistant.errors import NotFound
from assistant.storage.ballot_tables import officer_requests, polls

_ONE = select(polls).where(polls.c.id == bindparam("of"))  # built once: every page of every phone reads it


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asked for; somebody else has to confirm it."""

    id: str
    poll_id: str
    act: str
    subject: str
    asked_by: str
    asked_at: datetime


class Polls:
    """The polls of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, poll: Poll, at: datetime) -> None:
        """Store a new poll."""
        self._connection.execute(insert(polls), {**_row(poll), "made_at": at})

    def get(self, poll_id: str) -> Poll:
        """Raises NotFound."""
        row = self._connection.execute(_ONE, {"of": poll_id}).first()
        if row is None:
            raise NotFound("poll", poll_id)
        return _poll(row)

    def all(self) -> list[Poll]:
        """Newest first."""
        rows = self._connection.execute(select(polls).order_by(polls.c.made_at.desc(), polls.c.id))
        return [_poll(row) for row in rows]

    def put(self, poll: Poll) -> None:
        """Store a poll's new state; the database refuses a way back."""
        self._connection.execute(update(polls).where(polls.c.id == poll.id), _row(poll))

    def count_guess(self, poll_id: str) -> None:
        """One more wrong code."""
        self._connection.execute(update(polls).where(polls.c.id == poll_id).values(guesses=polls.c.guesses + 1))

    def ask(self, request: Request) -> None:
        """Keep what an officer asked."""
        facts = {"id": request.id, "poll": request.poll_id, "act": request.act, "subject": request.subject}
        self._connection.execute(
            insert(officer_requests), {**facts, "asked_by": request.asked_by, "asked_at": request.asked_at}
        )

    def asked(self, poll_id: str) -> list[Request]:
        """What waits for a second officer, oldest first."""
        rows = self._connection.execute(
            select(officer_requests)
            .where(officer_requests.c.poll == poll_id)
            .order_by(officer_requests.c.asked_at, officer_requests.c.id)
        )
        return [_request(row) for row in rows]

    def take(self, request_id: str) -> Request:
        """A request that is being confirmed or dropped; it is gone then. Raises NotFound."""
        row = self._connection.execute(select(officer_requests).where(officer_requests.c.id == request_id)).first()
        if row is None:
            raise NotFound("request", request_id)
        self._connection.execute(delete(officer_requests).where(officer_requests.c.id == request_id))
        return _request(row)


def _row(poll: Poll) -> dict[str, object]:
    names = ("id", "rules", "package", "seed", "opening", "closing", "salt", "open_ids", "guesses")
    return {"state": poll.state.value, **{name: getattr(poll, name) for name in names}}


def _poll(row: Row[tuple[object, ...]]) -> Poll:
    return Poll(
        id=row.id,
        state=PollState(row.state),
        rules=bytes(row.rules),
        package=bytes(row.package),
        seed=row.seed,
        opening=row.opening,
        closing=row.closing,
        salt=row.salt,
        open_ids=row.open_ids,
        guesses=row.guesses,
    )


def _request(row: Row[tuple[object, ...]]) -> Request:
    return Request(row.id, row.poll, row.act, row.subject, row.asked_by, row.asked_at)
