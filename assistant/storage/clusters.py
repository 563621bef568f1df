"""Groups of proposals as stored: clusters, standings, the change list, saved views.

Law: a cluster is changed only by whoever saw its newest version; ids come from a counter that never goes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from assistant.domain.cluster import Cluster, Level, Move, Side, Standing, Text
from assistant.domain.proposal import Stage
from assistant.errors import EditConflict, NotFound
from assistant.storage.cluster_tables import clusters, moves, standings, views
from assistant.storage.tables import archive, co_authors, proposals
from assistant.storage.writing import advance, count, portions, upsert


@dataclass(frozen=True, slots=True)
class Listed:
    """A text as a list shows it: a proposal has track, moment and writers, a past idea outcome and year."""

    text: Text
    standing: Standing
    title: str
    track: str
    department: str
    outcome: str
    year: int | None
    submitted_at: datetime | None = None
    writer_ids: tuple[str, ...] = ()


_CHANGES = "cluster-changes"
_PREFIX = {Level.THEME: "T", Level.IDEA: "G"}


class Clusters:
    """The groups of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def new_id(self, level: Level) -> str:
        """An id no group ever had."""
        return f"{_PREFIX[level]}{advance(self._connection, f'cluster:{level.value}')}"

    def changed(self) -> int:
        """A number that grows with every change of groups and standings."""
        return count(self._connection, _CHANGES)

    def put(self, found: Iterable[Cluster]) -> None:
        """Store groups as they are, new ones and changed ones."""
        advance(self._connection, _CHANGES)
        upsert(self._connection, clusters, [_cluster_row(each) for each in found])

    def get(self, cluster_id: str) -> Cluster:
        """Raises NotFound."""
        row = self._connection.execute(select(clusters).where(clusters.c.id == cluster_id)).one_or_none()
        if row is None:
            raise NotFound("cluster", cluster_id)
        return _cluster(row)

    def change(self, cluster_id: str, expected_version: int, **new: object) -> Cluster:
        """Change fields of a group. Raises NotFound, EditConflict where somebody changed it in the meantime."""
        stored = self.get(cluster_id)
        if stored.version != expected_version or stored.retired_at is not None:
            raise EditConflict(expected_version, stored.version)
        advance(self._connection, _CHANGES)
        self._connection.execute(
            update(clusters).where(clusters.c.id == cluster_id).values(version=expected_version + 1, **new)
        )
        return self.get(cluster_id)

    def entitle(self, seen: Cluster, title: str, by: str) -> bool:
        """Store a model's title of the group as it was `seen`; False where a person named it or it is another now."""
        c = clusters.c
        row = self._connection.execute(select(clusters).where(c.id == seen.id)).one_or_none()
        if row is None or (now := _cluster(row)).name or now.retired_at is not None or now.terms != seen.terms:
            return False
        advance(self._connection, _CHANGES)
        self._connection.execute(update(clusters).where(c.id == seen.id).values(title=title, titled_by=by))
        return True

    def standing(self) -> dict[str, Cluster]:
        """Every group that has not been given up, by id."""
        rows = self._connection.execute(select(clusters).where(clusters.c.retired_at.is_(None)).order_by(clusters.c.id))
        return {row.id: _cluster(row) for row in rows}

    def retire(self, ids: Iterable[str], at: datetime, into: str = "") -> None:
        """Give groups up; their rows stay."""
        advance(self._connection, _CHANGES)
        for some in portions(sorted(ids)):
            changed = update(clusters).where(clusters.c.id.in_(some))
            self._connection.execute(changed.values(retired_at=at, into=into))

    def standings(self) -> dict[Text, Standing]:
        """Where every text stands, in the order of side and id."""
        rows = self._connection.execute(select(standings).order_by(standings.c.side, standings.c.item_id))
        return {Text(Side(row.side), row.item_id): _standing(row) for row in rows}

    def stand(self, found: Mapping[Text, Standing], at: datetime) -> None:
        """Store where texts stand; `at` is the moment for those placed for the first time."""
        advance(self._connection, _CHANGES)
        rows = [
            {
                "side": text.side.value,
                "item_id": text.id,
                **{name: getattr(each, name) for name in Standing.__slots__ if name != "since"},
                "since": each.since or at,
            }
            for text, each in found.items()
        ]
        upsert(self._connection, standings, rows)

    def leave(self, texts: Iterable[Text]) -> None:
        """Forget where texts stood that take no part any more."""
        advance(self._connection, _CHANGES)
        for side in Side:
            for some in portions([text.id for text in texts if text.side is side]):
                gone = standings.c.side == side.value, standings.c.item_id.in_(some)
                self._connection.execute(delete(standings).where(*gone))

    def listed(self) -> list[Listed]:
        """Every text that stands somewhere, without its body, in the order of side and id."""
        a, p = archive.c, proposals.c
        past = select(standings, a.title, a.outcome, a.year, a.held_by)
        past = past.join(archive, standings.c.item_id == a.id).where(standings.c.side == Side.ARCHIVE.value)
        handed = select(standings, p.title, p.track, p.department, p.submitted_at, p.author_id)
        handed = handed.join(proposals, standings.c.item_id == p.id).where(
            standings.c.side == Side.PROPOSAL.value, p.stage == Stage.SUBMITTED.value
        )
        found = [
            Listed(Text(Side.ARCHIVE, row.item_id), _standing(row), row.title, "", row.held_by, row.outcome, row.year)
            for row in self._connection.execute(past.order_by(standings.c.item_id))
        ]
        shared: dict[str, list[str]] = {}
        for row in self._connection.execute(select(co_authors)):
            shared.setdefault(row.proposal_id, []).append(row.person_id)
        for row in self._connection.execute(handed.order_by(standings.c.item_id)):
            writers = (row.author_id, *shared.get(row.item_id, ()))
            text, standing = Text(Side.PROPOSAL, row.item_id), _standing(row)
            found.append(
                Listed(text, standing, row.title, row.track, row.department, "", None, row.submitted_at, writers)
            )
        return found

    def note(self, found: Sequence[Move]) -> None:
        """Add lines to the change list."""
        rows = [
            {
                "side": each.text.side.value,
                "item_id": each.text.id,
                "level": each.level.value,
                **{name: getattr(each, name) for name in ("before", "after", "at", "by")},
            }
            for each in found
        ]
        if rows:
            self._connection.execute(insert(moves), rows)

    def moves(self, since: datetime | None = None, limit: int = 500) -> list[Move]:
        """The change list, newest first."""
        query = select(moves).order_by(moves.c.seq.desc()).limit(limit)
        if since is not None:
            query = query.where(moves.c.at >= since)
        return [
            Move(Text(Side(row.side), row.item_id), Level(row.level), row.before, row.after, row.at, row.by)
            for row in self._connection.execute(query)
        ]

    def save_view(self, person_id: str, name: str, conditions: Mapping[str, str], at: datetime) -> None:
        """Keep a person's way of looking under a name, replacing one of that name."""
        row = {"person_id": person_id, "name": name, "conditions": dict(conditions), "saved_at": at}
        upsert(self._connection, views, [row])

    def drop_view(self, person_id: str, name: str) -> None:
        """Forget a saved view; an unknown one is no fault."""
        self._connection.execute(delete(views).where(views.c.person_id == person_id, views.c.name == name))

    def views(self, person_id: str) -> dict[str, dict[str, str]]:
        """A person's saved views by name."""
        query = select(views).where(views.c.person_id == person_id).order_by(views.c.name)
        return {row.name: row.conditions for row in self._connection.execute(query)}


def _cluster_row(cluster: Cluster) -> dict[str, object]:
    row = {name: getattr(cluster, name) for name in Cluster.__slots__}
    return row | {"level": cluster.level.value}


def _cluster(row: Row[Any]) -> Cluster:
    return Cluster(
        **{name: getattr(row, name) for name in Cluster.__slots__ if name != "level"}, level=Level(row.level)
    )


def _standing(row: Row[Any]) -> Standing:
    return Standing(**{name: getattr(row, name) for name in Standing.__slots__})
