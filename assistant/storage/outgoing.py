"""The ledger of what left the building, and the answers that are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from assistant.domain.outgoing import EMBEDDING, Errand, LedgerEntry, Outgoing, Returned, Use
from assistant.storage.advice_tables import kept_answers, outgoing
from assistant.storage.writing import upsert


class OutgoingRecords:
    """Over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, sent: Outgoing) -> None:
        """Write down a request before it leaves."""
        of = {"advice_id": sent.errand.advice_id, "proposal_id": sent.errand.proposal_id}
        whose = {"person_id": sent.errand.person_id, "endpoint": sent.endpoint, "model": sent.model}
        what = {"id": sent.id, "prompt": sent.prompt, "body": sent.body, "sent_at": sent.sent_at}
        empty = {
            "answered_by": "",
            "answer": "",
            "input_tokens": 0,
            "output_tokens": 0,
            "seconds": 0.0,
            "cost_micro": 0,
        }
        self._connection.execute(insert(outgoing), {**of, **whose, **what, **empty})

    def answer(self, outgoing_id: str, came: Returned, cost_micro: int) -> None:
        """Write down what came back; a second answer to the same request changes nothing."""
        o = outgoing.c
        row = {"status": came.status, "answered_by": came.model, "answer": came.answer, "seconds": came.seconds}
        counted = {"input_tokens": came.input_tokens, "output_tokens": came.output_tokens, "cost_micro": cost_micro}
        where = (o.id == outgoing_id, o.status.is_(None))
        self._connection.execute(update(outgoing).where(*where).values(**row, **counted))

    def of_proposal(self, proposal_id: str) -> list[LedgerEntry]:
        """Everything asked of a language model for a proposal, oldest first."""
        o = outgoing.c
        found = select(outgoing).where(o.proposal_id == proposal_id, o.prompt != EMBEDDING).order_by(o.seq)
        return [_entry(row) for row in self._connection.execute(found)]

    def embedded_of(self, proposal_id: str, *, offset: int, limit: int) -> tuple[list[LedgerEntry], int]:
        """Of what went to an embedding endpoint for a proposal, newest first: a page, and how many there are."""
        o = outgoing.c
        its = (o.proposal_id == proposal_id, o.prompt == EMBEDDING)
        count = self._connection.scalar(select(func.count()).select_from(outgoing).where(*its)) or 0
        found = select(outgoing).where(*its).order_by(o.seq.desc()).offset(offset).limit(limit)
        return [_entry(row) for row in self._connection.execute(found)], count

    def use(self, since: datetime) -> Use:
        """What was spent on language models from `since` on."""
        return self._use(since, outgoing.c.prompt != EMBEDDING)

    def embedded(self, since: datetime) -> Use:
        """What went to an embedding endpoint from `since` on."""
        return self._use(since, outgoing.c.prompt == EMBEDDING)

    def under_way(self, since: datetime) -> tuple[int, int]:
        """Of the requests sent to language models from `since` on that have no answer yet: the letters sent, which no
        model counts as more tokens, and how many requests they are."""
        o = outgoing.c
        counted = select(func.coalesce(func.sum(func.length(o.body)), 0), func.count())
        waiting = (o.sent_at >= since, o.status.is_(None), o.prompt != EMBEDDING)
        row = self._connection.execute(counted.where(*waiting)).one()
        return int(row[0]), int(row[1])

    def recall(self, key: str) -> tuple[str, str] | None:
        """Model and answer kept under `key`."""
        kept = kept_answers.c
        row = self._connection.execute(select(kept.model, kept.answer).where(kept.key == key)).one_or_none()
        return None if row is None else (row.model, row.answer)

    def remember(self, key: str, model: str, answer: str) -> None:
        """Keep an answer."""
        upsert(self._connection, kept_answers, [{"key": key, "model": model, "answer": answer}])

    def _use(self, since: datetime, which: ColumnElement[bool]) -> Use:
        o = outgoing.c
        counted = select(
            func.count(),
            func.coalesce(func.sum(o.input_tokens), 0),
            func.coalesce(func.sum(o.output_tokens), 0),
            func.coalesce(func.sum(o.cost_micro), 0),
            func.count(func.distinct(func.nullif(o.proposal_id, ""))),
        ).where(o.sent_at >= since, which)
        row = self._connection.execute(counted).one()
        return Use(*(int(value) for value in row))


def _entry(row: Row[Any]) -> LedgerEntry:
    errand = Errand(row.advice_id, row.proposal_id, row.person_id)
    sent = Outgoing(row.id, errand, row.endpoint, row.model, row.prompt, row.body, row.sent_at)
    if row.status is None:
        return LedgerEntry(sent, None)
    came = (row.status, row.answered_by, row.answer, row.input_tokens, row.output_tokens, row.seconds)
    return LedgerEntry(sent, Returned(*came), row.cost_micro)
