"""Attachments of proposals, in the order they were added."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from assistant.domain.attachment import Attachment, AttachmentKind
from assistant.errors import NotFound
from assistant.storage.paper_tables import attachments


class Attachments:
    """Over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, attachment: Attachment) -> None:
        """One more."""
        row = {name: getattr(attachment, name) for name in Attachment.__slots__}
        self._connection.execute(insert(attachments), [{**row, "kind": attachment.kind.value}])

    def get(self, attachment_id: str) -> Attachment:
        """Raises NotFound."""
        found = self._where(attachments.c.id == attachment_id)
        if not found:
            raise NotFound("attachment", attachment_id)
        return found[0]

    def of_proposal(self, proposal_id: str) -> list[Attachment]:
        """All of a proposal."""
        return self._where(attachments.c.proposal_id == proposal_id)

    def remove(self, attachment_id: str) -> None:
        """Take the row away."""
        self._connection.execute(delete(attachments).where(attachments.c.id == attachment_id))

    def files(self) -> dict[str, int]:
        """Hash and size of every file that a row leads to."""
        query = select(attachments.c.sha256, attachments.c.size).where(attachments.c.sha256 != "")
        return {row.sha256: row.size for row in self._connection.execute(query)}

    def holders(self, sha256: str) -> int:
        """How many rows lead to the bytes of that hash."""
        counted = select(func.count()).select_from(attachments).where(attachments.c.sha256 == sha256)
        return self._connection.execute(counted).scalar_one()

    def _where(self, *conditions: object) -> list[Attachment]:
        a = attachments
        rows = self._connection.execute(select(a).where(*conditions).order_by(a.c.added_at, a.c.id))  # type: ignore[arg-type]
        return [Attachment(**{**row._mapping, "kind": AttachmentKind(row.kind)}) for row in rows]
