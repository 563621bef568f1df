"""The voter roll and its marks: who may vote, and who has; never what.

Law: a mark is one voter's, once, and says phone or sheet. It has no time and no number, and at closing all marks of a
poll are written anew in the order of their random ids, so that not even PostgreSQL's hidden columns tell who came when.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from assistant.domain.voter import Mark, Voter
from assistant.errors import NotFound
from assistant.storage.ballot_tables import marks, voters

_COLUMNS = ("id", "seat", "panel", "name", "person_id", "department", "recused", "salt", "verifier", "failures")
# Built once: making and hashing a statement anew costs as much as running it, and a hall full of phones asks at once.
_ONE = select(voters).where(voters.c.poll == bindparam("of"), voters.c.id == bindparam("who"))
_MARK = select(marks.c.kind).where(marks.c.poll == bindparam("of"), marks.c.voter == bindparam("who"))


class Roll:
    """The rolls of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_many(self, poll_id: str, roll: Sequence[Voter]) -> None:
        """Add voters; IntegrityError where a seat is taken."""
        if roll:
            self._connection.execute(insert(voters), [_row(poll_id, each) for each in roll])

    def clear(self, poll_id: str) -> None:
        """Take everybody off the roll, before a poll opens."""
        self._connection.execute(delete(voters).where(voters.c.poll == poll_id))

    def get(self, poll_id: str, voter_id: str) -> Voter:
        """Raises NotFound."""
        row = self._connection.execute(_ONE, {"of": poll_id, "who": voter_id}).first()
        if row is None:
            raise NotFound("voter", voter_id)
        return _voter(row)

    def at(self, poll_id: str, seat: str) -> Voter | None:
        """Who sits there, None where nobody does."""
        row = self._connection.execute(select(voters).where(voters.c.poll == poll_id, voters.c.seat == seat)).first()
        return _voter(row) if row else None

    def all(self, poll_id: str) -> list[Voter]:
        """Everybody, by panel and seat."""
        rows = self._connection.execute(
            select(voters).where(voters.c.poll == poll_id).order_by(voters.c.panel, voters.c.seat)
        )
        return [_voter(row) for row in rows]

    def put(self, poll_id: str, voter: Voter) -> None:
        """Store a voter's new state."""
        found = (voters.c.poll == poll_id) & (voters.c.id == voter.id)
        self._connection.execute(update(voters).where(found).values(_row(poll_id, voter)))

    def count_guess(self, poll_id: str, voter_id: str) -> None:
        """One more wrong code for this seat."""
        found = (voters.c.poll == poll_id) & (voters.c.id == voter_id)
        self._connection.execute(update(voters).where(found).values(failures=voters.c.failures + 1))

    def enter(self, poll_id: str, voter_id: str) -> None:
        """The right code was given: the wrong ones before it are forgotten."""
        found = (voters.c.poll == poll_id) & (voters.c.id == voter_id)
        self._connection.execute(update(voters).where(found).values(failures=0, has_entered=True))

    def mark(self, poll_id: str, voter_id: str, kind: Mark) -> None:
        """The voter has voted; call it for a voter without a mark only."""
        self._connection.execute(insert(marks), {"poll": poll_id, "voter": voter_id, "kind": kind.value})

    def mark_of(self, poll_id: str, voter_id: str) -> Mark | None:
        """How the voter has voted, None: not yet."""
        kind = self._connection.scalar(_MARK, {"of": poll_id, "who": voter_id})
        return Mark(kind) if kind else None

    def marks(self, poll_id: str) -> dict[str, Mark]:
        """Everybody who has voted, by voter id."""
        rows = self._connection.execute(select(marks).where(marks.c.poll == poll_id).order_by(marks.c.voter))
        return {row.voter: Mark(row.kind) for row in rows}

    def turnout(self, poll_id: str) -> dict[str, tuple[int, int]]:
        """By panel: how many have voted, how many could."""
        joined = voters.outerjoin(marks, (marks.c.poll == voters.c.poll) & (marks.c.voter == voters.c.id))
        rows = self._connection.execute(
            select(voters.c.panel, func.count(marks.c.voter), func.count())
            .select_from(joined)
            .where(voters.c.poll == poll_id)
            .group_by(voters.c.panel)
            .order_by(voters.c.panel)
        )
        return {panel: (cast, whole) for panel, cast, whole in rows}

    def forget(self, poll_id: str, secret_panels: Sequence[str]) -> None:
        """At closing: no code of a secret panel can be recognised any more, and the marks lie in no order."""
        kept = self.marks(poll_id)
        self._connection.execute(delete(marks).where(marks.c.poll == poll_id))
        if kept:
            rows = [{"poll": poll_id, "voter": voter, "kind": kind.value} for voter, kind in sorted(kept.items())]
            self._connection.execute(insert(marks), rows)
        whose = (voters.c.poll == poll_id) & voters.c.panel.in_(secret_panels)
        self._connection.execute(update(voters).where(whose).values(salt="", verifier=""))


def _row(poll_id: str, voter: Voter) -> dict[str, object]:
    return {
        "poll": poll_id,
        "has_entered": voter.has_entered,
        **{name: getattr(voter, name) for name in _COLUMNS},
    }


def _voter(row: Row[tuple[object, ...]]) -> Voter:
    return Voter(**{name: getattr(row, name) for name in _COLUMNS}, has_entered=row.has_entered)
