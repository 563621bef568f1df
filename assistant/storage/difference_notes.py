"""Authors' notes on what their ideas add to nearly equal ones; a note written again replaces the earlier."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from assistant.domain.difference_note import DifferenceNote
from assistant.storage.advice_tables import difference_notes
from assistant.storage.writing import upsert


class DifferenceNotes:
    """Over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, note: DifferenceNote) -> None:
        """Write or replace; an empty text takes the note away."""
        n = difference_notes.c
        row = {"proposal_id": note.proposal_id, "item_id": note.item_id}
        if not note.text:
            of = (n.proposal_id == note.proposal_id, n.item_id == note.item_id)
            self._connection.execute(delete(difference_notes).where(*of))
            return
        when = {"written_by": note.written_by, "written_at": note.written_at}
        upsert(self._connection, difference_notes, [{**row, "text": note.text, **when}])

    def of_proposal(self, proposal_id: str) -> list[DifferenceNote]:
        """All of a proposal, by the past idea's id."""
        n = difference_notes
        rows = self._connection.execute(select(n).where(n.c.proposal_id == proposal_id).order_by(n.c.item_id))
        return [DifferenceNote(row.proposal_id, row.item_id, row.text, row.written_by, row.written_at) for row in rows]
