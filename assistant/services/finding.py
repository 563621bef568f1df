"""Finding past ideas like a text, with the sentences that show it.

Law: the vector index only proposes candidates; texts, outcomes and labels come from SQL. While the index is away, an
exact scan of the stored vectors answers instead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread

import numpy as np

from assistant.domain.archive import ArchiveItem
from assistant.domain.proposal import Content
from assistant.domain.similarity import Kind, SentencePair
from assistant.errors import AssistantError, IndexUnavailable
from assistant.index.corpus import Corpus, Entry
from assistant.index.finder import Finder
from assistant.index.profile import Profile
from assistant.services.embedding import Embedding, rows
from assistant.services.indexing import ARCHIVE, Indexing
from assistant.storage.database import Database

log = logging.getLogger(__name__)

CANDIDATES = 200
"""How many the vector index proposes; words propose more of their own, and the finder ranks all of them."""

PLACES_KEPT = 2
LOOKED_THROUGH = 8
"""So many times the length of a list is looked through for ideas that were adopted or are running."""


@dataclass(frozen=True, slots=True)
class SimilarIdea:
    """A past idea, how alike it is (0-1), and the sentences of both texts that match, strongest first."""

    item: ArchiveItem
    similarity: float
    kind: Kind
    evidence: tuple[SentencePair, ...]


@dataclass(frozen=True, slots=True)
class SimilarIdeas:
    """What was found among `searched` past ideas; `unindexed` of them can be found by their words only as yet."""

    ideas: tuple[SimilarIdea, ...]
    searched: int
    unindexed: int = 0
    is_scan: bool = False


@dataclass(frozen=True, slots=True)
class _Past:
    corpus: Corpus
    change: int
    unindexed: int
    awaited: int
    """How many of them may still get a vector: the model has not refused them."""


class Finding:
    """Searches the archive. The searchable form is kept in memory and renewed when the archive has changed."""

    def __init__(self, database: Database, embedding: Embedding, finder: Finder, indexing: Indexing) -> None:
        self._database, self._embedding, self._finder, self._indexing = database, embedding, finder, indexing
        self._past: _Past | None = None
        self._lock, self._building = Lock(), Event()

    @property
    def profile(self) -> Profile:
        """What is known of the model and of how often its likeness is right."""
        return self._finder.profile

    def find(self, content: Content, *, limit: int, exclude: Collection[str] = ()) -> SimilarIdeas:
        """The `limit` nearest past ideas that are more than unrelated, as yet without evidence, nearest first.

        Up to `PLACES_KEPT` places are kept for those adopted or already running, however many others are nearer.
        Raises ModelUnavailable, EmbeddingFailed.
        """
        past = self.past()
        if content.is_blank() or not len(past.corpus.entries):
            return SimilarIdeas((), len(past.corpus.entries), past.unindexed)
        vector = self._embedding.one(content.hash(), content.whole())
        candidates = self._candidates(vector)
        looked = limit * LOOKED_THROUGH
        near = self._finder.find(past.corpus, content, vector, limit=looked, exclude=exclude, candidates=candidates)
        near = [neighbour for neighbour in near if neighbour.kind is not Kind.NONE]
        with self._database.read() as records:
            items = records.archive.get_many([neighbour.id for neighbour in near])
        ideas = [SimilarIdea(items[n.id], n.similarity, n.kind, ()) for n in near if n.id in items]
        return SimilarIdeas(_nearest(ideas, limit), len(past.corpus.entries), past.unindexed, candidates is None)

    def with_evidence(self, content: Content, found: SimilarIdeas) -> SimilarIdeas:
        """The same ideas with the sentences of both texts that match. Raises ModelUnavailable, EmbeddingFailed.

        Sentence vectors are remembered, so while she writes only what is new costs anything.
        """
        matched = self._finder.evidence_of_each(content, [idea.item.content for idea in found.ideas])
        shown = (replace(idea, evidence=tuple(pairs)) for idea, pairs in zip(found.ideas, matched, strict=True))
        return replace(found, ideas=tuple(shown))

    def search(
        self, words: str, *, keep: Callable[[ArchiveItem], bool] = lambda _: True, limit: int = 20
    ) -> SimilarIdeas:
        """Past ideas for a few words, by meaning and by word together, filtered by `keep`; no evidence is made."""
        past = self.past()
        content = Content(title=words)
        if content.is_blank() or not len(past.corpus.entries):
            return SimilarIdeas((), len(past.corpus.entries), past.unindexed)
        vector = self._embedding.one(content.hash(), content.whole())
        near = self._finder.find(past.corpus, content, vector, limit=10 * limit)
        with self._database.read() as records:
            items = records.archive.get_many([neighbour.id for neighbour in near])
        ideas = tuple(
            SimilarIdea(items[n.id], n.similarity, n.kind, ()) for n in near if n.id in items and keep(items[n.id])
        )
        return SimilarIdeas(ideas[:limit], len(past.corpus.entries), past.unindexed)

    def past(self) -> _Past:
        """The searchable archive: at the first call it is built; later ones answer with what there is while a newer
        one is being built beside them."""
        if self._past is None:
            self.refresh()
        elif self._is_stale() and not self._building.is_set():
            self._building.set()
            Thread(target=self._refresh_aside, name="finding-refresh", daemon=True).start()
        past = self._past
        assert past is not None
        return past

    def refresh(self) -> None:
        """Build the searchable form anew if the archive, or what is known of its vectors, has changed."""
        with self._lock:
            if self._past is None or self._is_stale():
                self._past = self._build()

    def _refresh_aside(self) -> None:
        try:
            self.refresh()
        except AssistantError as exc:
            log.warning("the past ideas stay as they were: %s", exc)
        finally:
            self._building.clear()

    def _is_stale(self) -> bool:
        past = self._past
        with self._database.read() as records:
            return (
                past is None
                or past.change != records.outbox.last(ARCHIVE)
                or bool(past.awaited and self._indexing.is_idle())
            )

    def _build(self) -> _Past:
        with self._database.read() as records:
            change = records.outbox.last(ARCHIVE)
            items = records.archive.all()
        keys = [item.content.hash() for item in items]
        stored = self._embedding.stored(keys)
        vectors = rows(keys, stored, self._embedding.dimension)
        entries = [Entry(item.id, item.content) for item in items]
        bare = [key for key, item in zip(keys, items, strict=True) if key not in stored and not item.content.is_blank()]
        awaited = sum(not self._embedding.is_refused(key) for key in bare)
        return _Past(Corpus.build(entries, vectors, self._finder.profile), change, len(bare), awaited)

    def _candidates(self, vector: np.ndarray) -> Sequence[str] | None:
        try:
            return self._indexing.nearest(ARCHIVE, vector, CANDIDATES)
        except IndexUnavailable as exc:
            log.warning("vector index unavailable, scanning stored vectors: %s", exc)
            return None


def _nearest(ideas: Sequence[SimilarIdea], limit: int) -> tuple[SimilarIdea, ...]:
    """The `limit` first, among them the first standing ones up to their places; in the order they came."""
    kept = [idea for idea in ideas if idea.item.stands][: min(PLACES_KEPT, limit)]
    rest = [idea for idea in ideas if idea not in kept][: limit - len(kept)]
    return tuple(idea for idea in ideas if idea in kept or idea in rest)
