"""What changed and is not yet in the vector index; written in the very transaction of the change.

An item has at most one row, its newest: a minute of autosaves is one thing to do, and marking an older change done
never hides a newer one. Law: sequence numbers follow the order of commits, so `last` is a safe change counter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, delete, select

from assistant.storage.tables import counters, outbox
from assistant.storage.writing import advance, count, portions, upsert

Kind = Literal["archive", "proposal"]
Op = Literal["upsert", "delete"]

_COUNTER = "outbox"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One item that the vector index has to take up or drop."""

    seq: int
    kind: Kind
    item_id: str
    op: Op


class Outbox:
    """The outbox of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, kind: Kind, item_ids: Sequence[str], op: Op) -> None:
        """Ask for `op` on every item; replaces what was pending for it."""
        ids = list(dict.fromkeys(item_ids))
        if not ids:
            return
        last = advance(self._connection, _COUNTER, len(ids))
        upsert(self._connection, counters, [{"name": f"{_COUNTER}:{kind}", "value": last}])
        seqs = range(last - len(ids) + 1, last + 1)
        rows = [
            {"seq": seq, "kind": kind, "item_id": item_id, "op": op} for seq, item_id in zip(seqs, ids, strict=True)
        ]
        upsert(self._connection, outbox, rows)

    def pending(self, limit: int) -> list[OutboxRow]:
        """The oldest `limit` rows, oldest first."""
        rows = self._connection.execute(select(outbox).order_by(outbox.c.seq).limit(limit))
        return [OutboxRow(r.seq, cast(Kind, r.kind), r.item_id, cast(Op, r.op)) for r in rows]

    def done(self, seqs: Collection[int]) -> None:
        """Strike out rows; those that a newer change replaced are gone already."""
        for some in portions(list(seqs)):
            self._connection.execute(delete(outbox).where(outbox.c.seq.in_(some)))

    def last(self, kind: Kind | None = None) -> int:
        """The highest sequence number ever committed, of all items or of one kind; 0 before the first change."""
        return count(self._connection, f"{_COUNTER}:{kind}" if kind else _COUNTER)
