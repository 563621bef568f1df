"""Documents taken into drafts, and the passages that went into no field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from assistant.domain.passages import Passage
from assistant.errors import NotFound
from assistant.storage.paper_tables import left_passages, taken_documents


@dataclass(frozen=True, slots=True)
class TakenDocument:
    """A document that was read; its own bytes are not kept, their hash is."""

    id: str
    proposal_id: str
    name: str
    sha256: str
    taken_by: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class LeftPassage:
    """A passage that stands in no field yet."""

    document_id: str
    number: int
    name: str
    heading: str
    text: str


class TakenDocuments:
    """Over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, document: TakenDocument, left: Sequence[Passage]) -> None:
        """One more, with what stayed over."""
        row = {name: getattr(document, name) for name in TakenDocument.__slots__}
        self._connection.execute(insert(taken_documents), [row])
        rows = [
            {"document_id": document.id, "number": number, "heading": each.heading, "text": each.text}
            for number, each in enumerate(left, start=1)
        ]
        if rows:
            self._connection.execute(insert(left_passages), rows)

    def left(self, proposal_id: str) -> list[LeftPassage]:
        """What stayed over of all documents of a proposal, oldest first."""
        d, p = taken_documents, left_passages
        joined = p.join(d, p.c.document_id == d.c.id)
        rows = self._connection.execute(
            select(p, d.c.name)
            .select_from(joined)
            .where(d.c.proposal_id == proposal_id)
            .order_by(d.c.taken_at, d.c.id, p.c.number)
        )
        return [LeftPassage(row.document_id, row.number, row.name, row.heading, row.text) for row in rows]

    def drop(self, passage: LeftPassage) -> None:
        """A passage found its place, or its author does not need it. Raises NotFound where that has happened."""
        p = left_passages.c
        of = (p.document_id == passage.document_id, p.number == passage.number)
        if not self._connection.execute(delete(left_passages).where(*of)).rowcount:
            raise NotFound("passage", f"{passage.document_id} {passage.number}")
