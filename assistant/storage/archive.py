"""Earlier ideas and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, select

from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.proposal import LABELS
from assistant.domain.text import fingerprint, normalise
from assistant.errors import NotFound
from assistant.storage.columns import storable
from assistant.storage.contents import from_row, stored_form, to_columns
from assistant.storage.outbox import Outbox
from assistant.storage.tables import archive
from assistant.storage.writing import portions, upsert


class Archive:
    """The archive of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outbox = Outbox(connection)

    def put_many(self, items: Sequence[ArchiveItem]) -> None:
        """Insert items or replace those of the same id; the last of equal ids stands, unchanged ones are left alone."""
        given = {item.id: item for item in map(_stored_form, items)}
        known = self.get_many(list(given))
        changed = [item for item in given.values() if known.get(item.id) != item]
        upsert(self._connection, archive, [_columns(item) for item in changed])
        self._outbox.note("archive", [item.id for item in changed], "upsert")

    def get(self, item_id: str) -> ArchiveItem:
        """Raises NotFound."""
        found = self.get_many([item_id])
        if not found:
            raise NotFound("archive item", item_id)
        return next(iter(found.values()))

    def get_many(self, item_ids: Sequence[str]) -> dict[str, ArchiveItem]:
        """Items by id; unknown ids are left out."""
        found: dict[str, ArchiveItem] = {}
        for some in portions(list(dict.fromkeys(item_ids))):
            for row in self._connection.execute(select(archive).where(archive.c.id.in_(some))):
                found[row.id] = _item(row)
        return found

    def count(self) -> int:
        """How many there are."""
        return self._connection.scalar(select(func.count()).select_from(archive)) or 0

    def all(self) -> list[ArchiveItem]:
        """Everything, in the order of ids."""
        return [_item(row) for row in self._connection.execute(select(archive).order_by(archive.c.id))]

    def entries(self) -> list[tuple[str, str]]:
        """(id, content hash) of everything, in the order of ids."""
        query = select(archive.c.id, archive.c.content_hash).order_by(archive.c.id)
        return [(row.id, row.content_hash) for row in self._connection.execute(query)]

    def years(self) -> list[int]:
        """The years that items have, latest first."""
        query = select(archive.c.year).where(archive.c.year.is_not(None)).distinct()
        return [year for year in self._connection.scalars(query.order_by(archive.c.year.desc())) if year is not None]

    def page(
        self, *, outcome: Outcome | None, year: int | None, words: str = "", offset: int, limit: int
    ) -> tuple[list[ArchiveItem], int]:
        """Items that hold every word, latest year first, and how many there are in all.

        Capital letters, blanks and the way a syllable is encoded make no difference.
        """
        wanted = [archive.c.findable.contains(_bare(word), autoescape=True) for word in normalise(words).split()]
        if outcome is not None:
            wanted.append(archive.c.outcome == outcome.value)
        if year is not None:
            wanted.append(archive.c.year == year)
        query = select(archive).where(*wanted).order_by(archive.c.year.desc().nulls_last(), archive.c.id)
        total = self._connection.scalar(select(func.count()).select_from(archive).where(*wanted)) or 0
        return [_item(row) for row in self._connection.execute(query.offset(offset).limit(limit))], total


def _stored_form(item: ArchiveItem) -> ArchiveItem:
    content, held_by, reason = stored_form(item.content), storable(item.department), storable(item.reason)
    return replace(item, id=storable(item.id), content=content, department=held_by, reason=reason)


def _columns(item: ArchiveItem) -> dict[str, object]:
    whole = item.content.whole()
    return {
        "id": item.id,
        "outcome": item.outcome.value,
        "year": item.year,
        "held_by": item.department,
        "reason": item.reason,
        "is_sample": item.is_sample,
        "content_hash": fingerprint(whole),
        "findable": _findable(whole, item.department),
        **to_columns(item.content),
    }


def _findable(whole: str, held_by: str) -> str:
    """What `page` searches: the normal form, line by line without its headings, and who holds it."""
    lines = [*whole.splitlines(), normalise(held_by)]
    for heading in LABELS.values():
        lines = [line.removeprefix(f"{heading}: ") for line in lines]
    return "\n".join(map(_bare, lines))


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _item(row: Row[Any]) -> ArchiveItem:
    return ArchiveItem(row.id, from_row(row), Outcome(row.outcome), row.year, row.held_by, row.reason, row.is_sample)
