"""Proposals with their stage, their people and every version of their text.

Law: what a person saved is overwritten only by a save that knew of it (`expected_version`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, insert, or_, select, update

from assistant.domain.proposal import Content, Proposal, Stage, Version
from assistant.errors import EditConflict, NotFound
from assistant.storage.contents import from_row, stored_form, to_columns
from assistant.storage.outbox import Op, Outbox
from assistant.storage.tables import co_authors, people, proposals
from assistant.storage.versions import Versions
from assistant.storage.writing import advance, portions, refusing

# Built once: making and hashing a statement anew costs more than running it, and this is done at every autosave.
_ONE = select(proposals).where(proposals.c.id == bindparam("of"))
_CHANGE = update(proposals).where(proposals.c.id == bindparam("of"))
_SHARED_BY = (
    select(co_authors.c.person_id).where(co_authors.c.proposal_id == bindparam("of")).order_by(co_authors.c.place)
)


class Proposals:
    """The proposals of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._versions = Versions(connection)
        self._outbox = Outbox(connection)

    def add(self, proposal_id: str, author_id: str, content: Content, at: datetime) -> Proposal:
        """A new draft at version 1. Raises EditConflict where the id is taken, NotFound for an unknown author."""
        if taken := self._connection.execute(_ONE, {"of": proposal_id}).one_or_none():
            raise EditConflict(0, taken.version)
        content = stored_form(content)
        row = {"id": proposal_id, "author_id": author_id, "stage": Stage.DRAFT.value, "version": 1}
        row |= {"created_at": at, "saved_at": at, "content_hash": content.hash(), **to_columns(content)}
        with refusing(self._connection, (people.c.id, author_id)):
            self._connection.execute(insert(proposals), row)
            self._versions.keep(proposal_id, content, by=author_id, at=at, is_landmark=False)
        self._outbox.note("proposal", [proposal_id], "upsert")
        return self.get(proposal_id)

    def get(self, proposal_id: str) -> Proposal:
        """Raises NotFound."""
        row = self._connection.execute(_ONE, {"of": proposal_id}).one_or_none()
        if row is None:
            raise NotFound("proposal", proposal_id)
        return _proposal(row, tuple(self._connection.scalars(_SHARED_BY, {"of": proposal_id})))

    def save(
        self,
        proposal_id: str,
        content: Content,
        *,
        expected_version: int,
        by: str,
        at: datetime,
        landmark: bool = False,
    ) -> Proposal:
        """Store a newer text and return the proposal with its new version.

        A text equal to the stored one changes nothing, whatever version was expected (a save sent twice is no
        conflict); with `landmark` it still seals the last Version row. Raises EditConflict, NotFound.
        """
        stored = self.get(proposal_id)
        content = stored_form(content)
        if content == stored.content:
            if landmark:
                self._versions.close(proposal_id)
            return stored
        if stored.version != expected_version:
            raise EditConflict(expected_version, stored.version)
        with refusing(self._connection, (people.c.id, by)):
            self._versions.keep(proposal_id, content, by=by, at=at, is_landmark=landmark)
        new = {"version": expected_version + 1, "saved_at": at, "content_hash": content.hash(), **to_columns(content)}
        return self._change(proposal_id, new, "upsert")

    def submit(self, proposal_id: str, receipt: str, at: datetime) -> Proposal:
        """Move it to SUBMITTED; the text it has now is kept as a version for good. Raises NotFound."""
        self._versions.close(proposal_id)
        new = {"stage": Stage.SUBMITTED.value, "receipt": receipt, "submitted_at": at}
        return self._change(proposal_id, new, "upsert")

    def withdraw(self, proposal_id: str, at: datetime) -> Proposal:
        """Move it to WITHDRAWN, receipt and texts kept. Raises NotFound."""
        return self._change(proposal_id, {"stage": Stage.WITHDRAWN.value, "withdrawn_at": at}, "delete")

    def trash(self, proposal_id: str, at: datetime) -> Proposal:
        """Move a draft to TRASHED, its texts kept until `purge`. Raises NotFound."""
        return self._change(proposal_id, {"stage": Stage.TRASHED.value, "trashed_at": at}, "delete")

    def take_back(self, proposal_id: str) -> Proposal:
        """Make a draft of it again. Raises NotFound."""
        return self._change(proposal_id, {"stage": Stage.DRAFT.value, "trashed_at": None}, "upsert")

    def set_co_authors(self, proposal_id: str, person_ids: Sequence[str]) -> Proposal:
        """Replace the co-authors, in this order. Raises NotFound for an unknown proposal or person."""
        self.get(proposal_id)
        ids = list(dict.fromkeys(person_ids))
        self._connection.execute(delete(co_authors).where(co_authors.c.proposal_id == proposal_id))
        for place, person_id in enumerate(ids):
            with refusing(self._connection, (people.c.id, person_id)):
                row = {"proposal_id": proposal_id, "person_id": person_id, "place": place}
                self._connection.execute(insert(co_authors), row)
        return self.get(proposal_id)

    def of_person(self, person_id: str) -> list[Proposal]:
        """What the person wrote, alone or with others, the newest begun first."""
        shared = select(co_authors.c.proposal_id).where(co_authors.c.person_id == person_id)
        return self._find(or_(proposals.c.author_id == person_id, proposals.c.id.in_(shared)))

    def in_stage(self, *stages: Stage) -> list[Proposal]:
        """All at one of `stages`, the newest begun first."""
        return self._find(proposals.c.stage.in_([stage.value for stage in stages]))

    def entries(self, *stages: Stage) -> list[tuple[str, str]]:
        """(id, content hash) of all at one of `stages`, in the order of ids."""
        query = select(proposals.c.id, proposals.c.content_hash).order_by(proposals.c.id)
        query = query.where(proposals.c.stage.in_([stage.value for stage in stages]))
        return [(row.id, row.content_hash) for row in self._connection.execute(query)]

    def versions(self, proposal_id: str) -> list[Version]:
        """Every version kept, oldest first; empty for an unknown proposal."""
        return self._versions.of(proposal_id)

    def next_receipt_number(self, year: int) -> int:
        """1, 2, 3 … in each year without a gap: a transaction that fails gives its number back."""
        return advance(self._connection, f"receipt-{year}")

    def _change(self, proposal_id: str, new: dict[str, Any], op: Op) -> Proposal:
        changed = self._connection.execute(_CHANGE, {"of": proposal_id, **new})
        if changed.rowcount != 1:
            raise NotFound("proposal", proposal_id)
        self._outbox.note("proposal", [proposal_id], op)
        return self.get(proposal_id)

    def _find(self, where: ColumnElement[bool]) -> list[Proposal]:
        query = select(proposals).where(where).order_by(proposals.c.created_at.desc(), proposals.c.id.desc())
        rows = self._connection.execute(query).all()
        shared: dict[str, list[str]] = {row.id: [] for row in rows}
        for some in portions(list(shared)):
            names = select(co_authors).where(co_authors.c.proposal_id.in_(some)).order_by(co_authors.c.place)
            for name in self._connection.execute(names):
                shared[name.proposal_id].append(name.person_id)
        return [_proposal(row, tuple(shared[row.id])) for row in rows]


def _proposal(row: Row[Any], co_author_ids: tuple[str, ...]) -> Proposal:
    return Proposal(
        id=row.id,
        author_id=row.author_id,
        stage=Stage(row.stage),
        content=from_row(row),
        version=row.version,
        created_at=row.created_at,
        saved_at=row.saved_at,
        co_author_ids=co_author_ids,
        submitted_at=row.submitted_at,
        receipt=row.receipt,
        trashed_at=row.trashed_at,
    )
