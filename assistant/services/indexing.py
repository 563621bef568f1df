"""Keeping the vector index in step with SQL, through the outbox; and making it anew.

Law: an outbox row is done only after the index has taken its change, so a crash repeats work and never loses it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content, Stage
from assistant.errors import AssistantError, EmbeddingFailed, IndexUnavailable, NotFound
from assistant.index.profile import Profile
from assistant.services.embedding import PAST_IDEA, Embedding, Progress, Whose, silent
from assistant.storage.database import Database
from assistant.storage.outbox import Kind
from assistant.storage.records import Records

if TYPE_CHECKING:
    from assistant.index.vectors import VectorIndex

log = logging.getLogger(__name__)

ARCHIVE: Kind = "archive"
PROPOSAL: Kind = "proposal"
BATCH = 500
MOST_AT_ONCE = 20_000
"""Texts held in memory at a time: 20,000 proposals are about 60 MB."""
PAUSE_S = 2.0
"""How long the background worker waits when nobody wakes it, or after a fault."""
LONGEST_PAUSE_S = 300.0
"""How long at most after an endpoint failed again and again: each try sends the text and stands in the ledger."""


class Indexing:
    """`index` is None in a process that does not own the vector index; then stored vectors are scanned."""

    def __init__(self, database: Database, embedding: Embedding, profile: Profile, index: VectorIndex | None) -> None:
        self._database, self._embedding, self._profile, self._index = database, embedding, profile, index
        self._wake, self._stop, self._busy = Event(), Event(), Lock()
        self._worker: Thread | None = None
        self._is_ready = False

    def nearest(self, collection: Kind, raw: NDArray[np.float32], most: int) -> list[str]:
        """Ids nearest to a raw (dimension,) vector. Raises IndexUnavailable, also until the index is complete."""
        if self._index is None or not self._is_ready:
            raise IndexUnavailable("not open here" if self._index is None else "still being filled")
        centred = self._profile.centre(raw[np.newaxis, :])[0]
        return [key for key, _cosine in self._index.query(collection, centred, most)]

    def catch_up(self, progress: Progress = silent) -> int:
        """Carry out what waits in the outbox; returns how many changes. Raises IndexUnavailable, ModelUnavailable."""
        total = 0
        with self._busy:
            while True:
                with self._database.read() as records:
                    rows = records.outbox.pending(BATCH)
                    texts = {row.seq: _content(records, row.kind, row.item_id) for row in rows}
                if not rows:
                    self._is_ready = True
                    return total
                wanted = {c.hash(): c.whole() for c in texts.values() if c is not None and not c.is_blank()}
                self._embedding.ensure(
                    wanted, progress, _whose((row.kind, row.item_id, texts[row.seq]) for row in rows)
                )
                for kind in (ARCHIVE, PROPOSAL):
                    latest = {row.item_id: texts[row.seq] for row in rows if row.kind == kind}
                    self._apply(kind, latest)
                with self._database.write() as records:
                    records.outbox.done([row.seq for row in rows])
                total += len(rows)

    def embed_pending(self, progress: Progress = silent) -> int:
        """Embed all that waits in the outbox, in one go and in several processes; the index is not touched."""
        with self._database.read() as records:
            rows = records.outbox.pending(MOST_AT_ONCE)
            found = [(row.kind, row.item_id, _content(records, row.kind, row.item_id)) for row in rows]
        wanted = {c.hash(): c.whole() for _, _, c in found if c and not c.is_blank()}
        return self._embedding.ensure(wanted, progress, _whose(found))

    def rebuild(self, progress: Progress = silent) -> int:
        """Empty the index and fill it from stored vectors; returns how many entries it holds then."""
        total = 0
        with self._busy:
            self._is_ready = False
            for kind in (ARCHIVE, PROPOSAL):
                with self._database.read() as records:
                    found = _everything(records, kind)
                wanted = {c.hash(): c.whole() for c in found.values() if not c.is_blank()}
                self._embedding.ensure(wanted, progress, _whose((kind, key, c) for key, c in found.items()))
                if self._index is not None:
                    self._index.clear(kind)
                self._apply(kind, dict(found))
                total += len(found)
        self.catch_up(progress)
        return total

    def counts(self) -> dict[str, tuple[int, int]]:
        """Per collection: entries in the index, entries in SQL. Raises IndexUnavailable."""
        if self._index is None:
            raise IndexUnavailable("not open here")
        with self._database.read() as records:
            expected = {
                kind: sum(not c.is_blank() for c in _everything(records, kind).values()) for kind in (ARCHIVE, PROPOSAL)
            }
        return {kind: (self._index.count(kind), expected[kind]) for kind in (ARCHIVE, PROPOSAL)}

    def state(self) -> str:
        """ "ok", "filling", or "scanning" where another process owns the index or its server is away."""
        if self._index is None:
            return "scanning"
        return "ok" if self._is_ready else "filling"

    def is_idle(self) -> bool:
        """Whether nothing waits in the outbox."""
        with self._database.read() as records:
            return not records.outbox.pending(1)

    def wake(self) -> None:
        """Tell the background worker that something changed."""
        self._wake.set()

    def start(self) -> None:
        """Follow the outbox in a background thread until `stop`."""
        if self._worker is None:
            self._worker = Thread(target=self._follow, name="indexing", daemon=True)
            self._worker.start()

    def stop(self) -> None:
        """End the background thread and give the index back."""
        self._stop.set()
        self._wake.set()
        if self._worker is not None:
            self._worker.join(timeout=30)
        if self._index is not None:
            self._index.close()

    def _follow(self) -> None:
        failed = 0
        while not self._stop.is_set():
            try:
                if self._index is not None and not self._is_ready and self._is_short():
                    self.rebuild()
                self.catch_up()
                failed = 0
            except AssistantError as exc:
                log.warning("indexing will be tried again: %s", exc)
                failed += isinstance(exc, EmbeddingFailed)
            self._wake.wait(pause_after(failed))
            self._wake.clear()

    def _is_short(self) -> bool:
        """Whether the index holds fewer entries than SQL though nothing waits: it was deleted, or the model changed."""
        return self.is_idle() and any(held < expected for held, expected in self.counts().values())

    def _apply(self, kind: Kind, latest: dict[str, Content | None]) -> None:
        if self._index is None:
            return
        kept = {key: c.hash() for key, c in latest.items() if c is not None and not c.is_blank()}
        vectors = self._embedding.stored(list(kept.values()))
        held = {key: vectors[content_hash] for key, content_hash in kept.items() if content_hash in vectors}
        if held:
            self._index.upsert(kind, list(held), self._profile.centre(np.stack(list(held.values()))))
        self._index.delete(kind, [key for key in latest if key not in held])


def pause_after(failed: int) -> float:
    """Seconds to wait when an endpoint has failed so many times on end; somebody's saving a text ends every wait."""
    return min(PAUSE_S * 2.0 ** min(failed, 20), LONGEST_PAUSE_S)


def _whose(texts: Iterable[tuple[Kind, str, Content | None]]) -> Whose:
    """A text that a past idea shares with a proposal is the proposal's."""
    ordered = sorted(texts, key=lambda text: text[0])
    return {c.hash(): item_id if kind == PROPOSAL else PAST_IDEA for kind, item_id, c in ordered if c is not None}


def _content(records: Records, kind: Kind, item_id: str) -> Content | None:
    """The text as it stands now, None where it is gone."""
    if kind == ARCHIVE:
        item = records.archive.get_many([item_id]).get(item_id)
        return item.content if item else None
    try:
        proposal = records.proposals.get(item_id)
    except NotFound:  # erased since
        return None
    return None if proposal.stage in (Stage.WITHDRAWN, Stage.TRASHED) else proposal.content


def _everything(records: Records, kind: Kind) -> dict[str, Content]:
    if kind == ARCHIVE:
        return {item.id: item.content for item in records.archive.all()}
    return {p.id: p.content for p in records.proposals.in_stage(Stage.DRAFT, Stage.SUBMITTED)}
