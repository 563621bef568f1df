"""Judgements on pairs of ideas, choices of a canonical proposal, and what follows from both.

Law: a row taken back stays; only standing rows count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from assistant.domain.link import CanonicalChoice, Idea, Link, Origin, Relation, Side, TakenBack
from assistant.domain.proposal import Content
from assistant.errors import NotFound
from assistant.storage.contents import from_row
from assistant.storage.review_tables import canonical_choices, links
from assistant.storage.tables import archive, people, proposals
from assistant.storage.writing import portions, refusing


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A reviewer's standing judgement with both texts: what a calibration is fitted on."""

    a: Content
    b: Content
    relation: Relation
    at: datetime
    by: str


class Links:
    """The links of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: Link) -> None:
        """Write a link down. Raises NotFound for an unknown person."""
        row = {"id": link.id, "relation": link.relation.value, "origin": link.origin.value, "reason": link.reason}
        row |= {"a_side": link.a.side.value, "a_id": link.a.id, "b_side": link.b.side.value, "b_id": link.b.id}
        with refusing(self._connection, (people.c.id, link.by)):
            self._connection.execute(insert(links), {**row, "made_by": link.by, "made_at": link.at})

    def take_back(self, link_id: str, taken_back: TakenBack) -> Link:
        """Mark a standing link as taken back and return it. Raises NotFound where none stands under that id."""
        wanted = and_(links.c.id == link_id, links.c.undone_at.is_(None))
        new = {"undone_by": taken_back.by, "undone_at": taken_back.at, "undone_reason": taken_back.reason}
        if self._connection.execute(update(links).where(wanted).values(new)).rowcount != 1:
            raise NotFound("link", link_id)
        return self.get(link_id)

    def get(self, link_id: str) -> Link:
        """Raises NotFound."""
        found = self._find(links.c.id == link_id)
        if not found:
            raise NotFound("link", link_id)
        return found[0]

    def standing(self) -> list[Link]:
        """Every link that holds, oldest first."""
        return self._find(links.c.undone_at.is_(None))

    def of(self, idea: Idea) -> list[Link]:
        """Everything ever said about one idea, oldest first, also what was taken back."""
        as_a = and_(links.c.a_side == idea.side.value, links.c.a_id == idea.id)
        return self._find(or_(as_a, and_(links.c.b_side == idea.side.value, links.c.b_id == idea.id)))

    def choose(self, choice: CanonicalChoice) -> None:
        """Write a choice of a canonical proposal down. Raises NotFound."""
        row = {"proposal_id": choice.proposal_id, "made_by": choice.by, "made_at": choice.at, "reason": choice.reason}
        with refusing(self._connection, (proposals.c.id, choice.proposal_id), (people.c.id, choice.by)):
            self._connection.execute(insert(canonical_choices), row)

    def unchoose(self, proposal_ids: Sequence[str], taken_back: TakenBack) -> int:
        """Take back the standing choices of these proposals; how many there were."""
        c = canonical_choices.c
        new = {"undone_by": taken_back.by, "undone_at": taken_back.at, "undone_reason": taken_back.reason}
        done = 0
        for some in portions(list(proposal_ids)):
            wanted = and_(c.proposal_id.in_(some), c.undone_at.is_(None))
            done += self._connection.execute(update(canonical_choices).where(wanted).values(new)).rowcount
        return done

    def choices(self) -> list[CanonicalChoice]:
        """The standing choices, oldest first."""
        query = select(canonical_choices).where(canonical_choices.c.undone_at.is_(None)).order_by("seq")
        return [CanonicalChoice(r.proposal_id, r.made_by, r.made_at, r.reason) for r in self._connection.execute(query)]

    def judged_pairs(self) -> list[JudgedPair]:
        """Reviewers' standing judgements with the texts of both ideas, oldest first; authors' own sources left out."""
        judged = [link for link in self.standing() if link.origin is Origin.REVIEWER]
        ideas = {idea for link in judged for idea in (link.a, link.b)}
        texts: dict[Idea, Content] = {}
        for side, table in ((Side.PROPOSAL, proposals), (Side.ARCHIVE, archive)):
            for some in portions(sorted(idea.id for idea in ideas if idea.side is side)):
                for row in self._connection.execute(select(table).where(table.c.id.in_(some))):
                    texts[Idea(side, row.id)] = from_row(row)
        return [
            JudgedPair(texts[link.a], texts[link.b], link.relation, link.at, link.by)
            for link in judged
            if link.a in texts and link.b in texts
        ]

    def _find(self, where: ColumnElement[bool]) -> list[Link]:
        return [_link(row) for row in self._connection.execute(select(links).where(where).order_by(links.c.seq))]


def taken_back_of(row: Row[Any]) -> TakenBack | None:
    """Who took the row back, None while it stands."""
    return None if row.undone_at is None else TakenBack(row.undone_by, row.undone_at, row.undone_reason)


def _link(row: Row[Any]) -> Link:
    a, b = Idea(Side(row.a_side), row.a_id), Idea(Side(row.b_side), row.b_id)
    said = (row.made_by, row.made_at, row.reason, taken_back_of(row))
    return Link(row.id, a, b, Relation(row.relation), Origin(row.origin), *said)
