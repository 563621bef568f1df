"""Files and links beside a proposal: checked when they come, shown to those who may see the proposal.

Law: while the review is blind reviewers see how many there are and nothing else: a file's name, its first page or a
video's voice can tell who made it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.documents.reading.asking import LARGEST_FILE, Limits, check_pdf, redraw_picture
from assistant.documents.scanning import scan
from assistant.domain.attachment import (
    MOST_ATTACHMENTS,
    Attachment,
    AttachmentKind,
    clean_name,
    https_address,
    kind_by_content,
    kind_by_name,
)
from assistant.domain.criteria import Criteria
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.errors import NotFound
from assistant.errors_files import FileRefused
from assistant.services.docket import Docket
from assistant.services.owning import own
from assistant.storage.database import Database
from assistant.storage.vault import Vault

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Hidden:
    """While the review is blind: only how many there are."""

    count: int


@dataclass(frozen=True, slots=True)
class Attaching:
    """`largest_video_mb` is the setting; other files have the limit of every upload."""

    database: Database
    vault: Vault
    limits: Limits
    scanner: str
    largest_video_mb: int
    criteria: Criteria
    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def add(self, person: Person, proposal_id: str, name: str, content: bytes) -> Attachment:
        """Check and keep a file. Raises NotAllowed, NotFound, StageForbids, FileRefused, StorageUnavailable."""
        self._require_room(person, proposal_id)
        if not content:
            raise FileRefused("empty")
        kind, said = kind_by_content(content), kind_by_name(name)
        if kind is None and said is None:
            raise FileRefused("unknown_type")
        if kind is None or kind is not said:
            raise FileRefused("wrong_extension")
        most = self.largest_video_mb * MEGABYTE if kind.is_video else LARGEST_FILE
        if len(content) > most:
            raise FileRefused("too_large", most // MEGABYTE)
        scan(self.scanner, content)
        if kind is AttachmentKind.PDF:
            check_pdf(name, content, self.limits)
        elif kind.is_picture:
            content = redraw_picture(name, content, self.limits)
        key = self.vault.put(content)
        return self._keep(person, proposal_id, kind, clean_name(name, kind), len(content), key, "")

    def add_link(self, person: Person, proposal_id: str, address: str) -> Attachment:
        """Keep the address of a video. Raises NotAllowed, NotFound, StageForbids, FileRefused."""
        self._require_room(person, proposal_id)
        plain = https_address(address)
        if plain is None:
            raise FileRefused("bad_link")
        return self._keep(person, proposal_id, AttachmentKind.LINK, "", 0, "", plain)

    def remove(self, person: Person, proposal_id: str, attachment_id: str) -> None:
        """Take one of a draft away; its bytes too where nothing else leads to them. Raises NotFound, StageForbids."""
        with self.database.write() as records:
            own(records.proposals.get(proposal_id), person).require_draft("attach")
            found = records.attachments.get(attachment_id)
            if found.proposal_id != proposal_id:
                raise NotFound("attachment", attachment_id)
            records.attachments.remove(attachment_id)
            records.journal.add(Entry(self.now(), person.id, "detach", proposal_id, {"attachment": attachment_id}))
            if found.sha256 and not records.attachments.holders(found.sha256):
                self.vault.drop(found.sha256)

    def mine(self, person: Person, proposal_id: str) -> list[Attachment]:
        """All of her own proposal. Raises NotFound."""
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person)
            return records.attachments.of_proposal(proposal_id)

    def of_review(self, person: Person, proposal_id: str) -> list[Attachment] | Hidden:
        """Those of a proposal under review, as far as its phase lets the person see them.

        Raises NotAllowed, NotFound, ReviewRefused.
        """
        with self.database.read() as records:
            docket = Docket.read(records, self.criteria)
            docket.require_readable(person, proposal_id)
            found = records.attachments.of_proposal(proposal_id)
            return Hidden(len(found)) if docket.phase.is_blind else found

    def content(self, person: Person, attachment: Attachment) -> bytes:
        """The bytes, for whoever may see the attachment now. Raises NotFound and what `of_review` raises."""
        with self.database.read() as records:
            found = records.attachments.get(attachment.id)
            is_hers = records.proposals.get(found.proposal_id).belongs_to(person.id)
        if not is_hers:
            seen = self.of_review(person, found.proposal_id)
            if isinstance(seen, Hidden) or found not in seen:
                raise NotFound("attachment", attachment.id)
        return self.vault.get(found.sha256)

    def _require_room(self, person: Person, proposal_id: str) -> None:
        person.require("attach", Role.AUTHOR)
        with self.database.read() as records:
            own(records.proposals.get(proposal_id), person).require_draft("attach")
            if len(records.attachments.of_proposal(proposal_id)) >= MOST_ATTACHMENTS:
                raise FileRefused("too_many_files", MOST_ATTACHMENTS)

    def _keep(
        self, person: Person, proposal_id: str, kind: AttachmentKind, name: str, size: int, key: str, address: str
    ) -> Attachment:
        at = self.now()
        made = Attachment(self.new_id(), proposal_id, kind, name, size, key, address, person.id, at)
        with self.database.write() as records:
            own(records.proposals.get(proposal_id), person).require_draft("attach")
            if len(records.attachments.of_proposal(proposal_id)) >= MOST_ATTACHMENTS:
                raise FileRefused("too_many_files", MOST_ATTACHMENTS)
            records.attachments.add(made)
            facts = {"attachment": made.id, "kind": kind.value, "sha256": key}
            records.journal.add(Entry(at, person.id, "attach", proposal_id, facts))
        return made
