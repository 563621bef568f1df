"""The ballot box: papers go in, in a hash chain, and never come out.

Law: the database itself refuses to change, drop, repeat or slip in a paper, and any paper after closing; what `put`
returned is in the box once the transaction is committed and not before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, Row, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.domain.paper import Paper, next_link
from assistant.storage.ballot_tables import papers, sheets

# Built once: making and hashing a statement anew costs as much as running it, and a hall full of phones asks at once.
_OWN = (
    select(papers)
    .where(papers.c.poll == bindparam("of"), papers.c.token == bindparam("token"))
    .order_by(papers.c.number)
)
_LAST = (
    select(papers.c.position, papers.c.link)
    .where(papers.c.poll == bindparam("of"))
    .order_by(papers.c.position.desc())
    .limit(1)
)


class Box:
    """The boxes of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, poll_id: str, paper: Paper, first_link: str) -> bool:
        """Add a paper to the end of the chain; whether the database took it (False: such a one is in already)."""
        position, link = self.last(poll_id) or (0, first_link)
        row = {
            "poll": poll_id,
            "id": paper.id,
            "panel": paper.panel,
            "voter": paper.voter_id,
            "token": paper.token,
            "number": paper.number,
            "key": paper.key,
            "receipt": paper.receipt,
            "content": paper.content(),
            "position": position + 1,
            "link": next_link(link, paper),
        }
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(papers), row)
        except IntegrityError:
            return False
        return True

    def last(self, poll_id: str) -> tuple[int, str] | None:
        """Position and link at the end of the chain; None: the box is empty."""
        row = self._connection.execute(_LAST, {"of": poll_id}).first()
        return (row.position, row.link) if row else None

    def by_key(self, poll_id: str, key: str) -> Paper | None:
        """The paper that was cast with this key."""
        row = self._connection.execute(select(papers).where(papers.c.poll == poll_id, papers.c.key == key)).first()
        return _paper(row) if row else None

    def of_token(self, poll_id: str, token: str) -> list[Paper]:
        """One voter's papers, oldest first."""
        return [_paper(row) for row in self._connection.execute(_OWN, {"of": poll_id, "token": token})]

    def chained(self, poll_id: str) -> Iterator[tuple[int, Paper, str]]:
        """Position, paper and stated link, in the order of the chain."""
        rows = self._connection.execute(select(papers).where(papers.c.poll == poll_id).order_by(papers.c.position))
        for row in rows:
            yield row.position, _paper(row), row.link

    def covering(self, poll_id: str, finalist_ids: Collection[str]) -> dict[str, int]:
        """By panel: how many tokens have a paper on which one of the finalists stood."""
        rows = self._connection.execute(
            select(papers.c.panel, papers.c.token, papers.c.content).where(papers.c.poll == poll_id)
        )
        found = {(row.panel, row.token) for row in rows if not set(finalist_ids).isdisjoint(json.loads(row.content)[0])}
        return Counter(panel for panel, _ in found)

    def covered(self, poll_id: str) -> set[tuple[str, str]]:
        """(panel, finalist) of everything that stands on any paper."""
        rows = self._connection.execute(
            select(papers.c.panel, papers.c.content).where(papers.c.poll == poll_id).distinct()
        )
        return {(row.panel, finalist) for row in rows for finalist in json.loads(row.content)[0]}

    def count(self, poll_id: str) -> int:
        """How many papers lie in the box."""
        return self._connection.scalar(select(func.count()).where(papers.c.poll == poll_id)) or 0

    def enter(self, poll_id: str, sheet: str, entered_by: str, panel: str, voter_id: str, content: str) -> None:
        """One person's reading of a paper sheet, replacing that person's earlier one."""
        mine = (sheets.c.poll == poll_id) & (sheets.c.sheet == sheet) & (sheets.c.entered_by == entered_by)
        self._connection.execute(sheets.delete().where(mine))
        key = {"poll": poll_id, "sheet": sheet, "entered_by": entered_by}
        self._connection.execute(insert(sheets), {**key, "panel": panel, "voter": voter_id, "content": content})

    def entered(self, poll_id: str) -> list[tuple[str, str, str, str, str]]:
        """Every reading: (sheet, entered by, panel, voter, content)."""
        rows = self._connection.execute(
            select(sheets).where(sheets.c.poll == poll_id).order_by(sheets.c.sheet, sheets.c.entered_by)
        )
        return [(row.sheet, row.entered_by, row.panel, row.voter, row.content) for row in rows]


def _paper(row: Row[tuple[object, ...]]) -> Paper:
    covers, scores = json.loads(row.content)
    return Paper(
        id=row.id,
        panel=row.panel,
        voter_id=row.voter,
        token=row.token,
        number=row.number,
        key=row.key,
        receipt=row.receipt,
        covers=tuple(covers),
        scores=scores,
    )
