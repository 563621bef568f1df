"""Taking out what rules or its author want gone: drafts, old letters, names.

Law: journal, boxes and everything of a submitted proposal are out of reach here; whoever is forgotten keeps an id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, not_, or_, select, update

from assistant.domain.proposal import Stage
from assistant.storage.advice_tables import (
    advice,
    advice_decisions,
    advice_parts,
    difference_notes,
    kept_answers,
    outgoing,
    own_tracks,
)
from assistant.storage.ballot_tables import voters
from assistant.storage.cluster_tables import standings, views
from assistant.storage.outbox import Outbox
from assistant.storage.paper_tables import attachments
from assistant.storage.review_tables import notices
from assistant.storage.tables import archive, co_authors, people, proposals, vectors, versions
from assistant.storage.visit_tables import role_sources, visits
from assistant.storage.writing import portions

FORGOTTEN = "(지워진 사람)"
_OF_PROPOSAL = (advice, own_tracks, difference_notes, outgoing, co_authors, versions)
"""Tables whose rows go with a draft, by their `proposal_id`; those that point at others come first."""


class Erasing:
    """What can be taken out of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outbox = Outbox(connection)

    def trashed_before(self, moment: datetime) -> list[str]:
        """Ids of drafts that were thrown away before a moment."""
        p = proposals.c
        query = select(p.id).where(p.stage == Stage.TRASHED.value, p.trashed_at <= moment).order_by(p.id)
        return list(self._connection.scalars(query))

    def untouched_since(self, moment: datetime) -> list[str]:
        """Ids of drafts never submitted and not saved since a moment."""
        p = proposals.c
        query = select(p.id).where(p.stage == Stage.DRAFT.value, p.saved_at <= moment, p.receipt.is_(None))
        return list(self._connection.scalars(query.order_by(p.id)))

    def erase_drafts(self, ids: Sequence[str]) -> list[str]:
        """Erase drafts in the trash with everything made of them; hashes of files that no row leads to any more."""
        files = set(self._connection.scalars(select(attachments.c.sha256).where(attachments.c.proposal_id.in_(ids))))
        for some in portions(ids):
            mine = select(advice.c.id).where(advice.c.proposal_id.in_(some))
            for table in (advice_decisions, advice_parts):
                self._connection.execute(delete(table).where(table.c.advice_id.in_(mine)))
            for table in _OF_PROPOSAL:
                self._connection.execute(delete(table).where(table.c.proposal_id.in_(some)))
            here = and_(standings.c.side == "proposal", standings.c.item_id.in_(some))
            self._connection.execute(delete(standings).where(here))
            self._connection.execute(delete(notices).where(notices.c.subject.in_(some)))
            trashed = and_(proposals.c.id.in_(some), proposals.c.stage == Stage.TRASHED.value)
            self._connection.execute(delete(proposals).where(trashed))
            self._outbox.note("proposal", some, "delete")
        held = set(self._connection.scalars(select(attachments.c.sha256).where(attachments.c.sha256.in_(files))))
        return sorted(files - held - {""})

    def orphan_vectors(self, *, erase: bool) -> int:
        """Vectors of texts that no proposal and no past idea has any more."""
        held = vectors.c.content_hash.in_(
            select(proposals.c.content_hash).union(select(archive.c.content_hash)).scalar_subquery()
        )
        return self._erase(vectors, not_(held), erase=erase)

    def letters_before(self, moment: datetime, *, erase: bool) -> int:
        """Ledger rows sent before a moment lose the text that went and the answer; what they cost stays."""
        old = and_(outgoing.c.sent_at <= moment, or_(outgoing.c.body != "", outgoing.c.answer != ""))
        found = self._count(outgoing, old)
        if erase and found:
            self._connection.execute(update(outgoing).where(old).values(body="", answer=""))
        return found

    def answers(self, *, erase: bool) -> int:
        """Kept answers of models; they have no date, so all of them."""
        return self._erase(kept_answers, kept_answers.c.key != "", erase=erase)

    def notices_before(self, moment: datetime, *, erase: bool) -> int:
        """Notices written before a moment."""
        return self._erase(notices, notices.c.at <= moment, erase=erase)

    def secret_voters_of(self, poll_id: str, secret_panels: Sequence[str], *, erase: bool) -> int:
        """Who stood on the roll of a poll's secret panels: names, persons and departments; seats and marks stay."""
        named = or_(voters.c.name != "", voters.c.person_id != "", voters.c.department != "")
        whose = and_(voters.c.poll == poll_id, voters.c.panel.in_(secret_panels), named)
        found = self._count(voters, whose)
        if erase and found:
            self._connection.execute(update(voters).where(whose).values(name="", person_id="", department=""))
        return found

    def visits_before(self, moment: datetime, *, erase: bool) -> int:
        """Sign-ins not used since a moment."""
        return self._erase(visits, visits.c.seen_at <= moment, erase=erase)

    def forget(self, person_id: str) -> bool:
        """Take a person's name, department and rights away; the id stays. Whether there was such a person."""
        for table in (visits, role_sources, views):
            self._connection.execute(delete(table).where(table.c.person_id == person_id))
        new = {"name": FORGOTTEN, "department": "", "roles": ()}
        return self._connection.execute(update(people).where(people.c.id == person_id).values(new)).rowcount == 1

    def _count(self, table: Table, where: ColumnElement[bool]) -> int:
        return self._connection.scalar(select(func.count()).select_from(table).where(where)) or 0

    def _erase(self, table: Table, where: ColumnElement[bool], *, erase: bool) -> int:
        found = self._count(table, where)
        if erase and found:
            self._connection.execute(delete(table).where(where))
        return found
