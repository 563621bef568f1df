"""Ranking and comparing proposals that come in files: the same finder as on the screens, without a database of ideas.

Law: an answer depends on the files and the profile alone; texts are embedded through the given cache, so a second run
over the same files embeds nothing. The edge around this module reads and writes the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.domain.similarity import Kind, Neighbour, SentencePair
from assistant.domain.text import fingerprint
from assistant.errors import NotFound
from assistant.index.corpus import Corpus, Entry
from assistant.index.evidence import cut, wanted
from assistant.index.finder import Finder
from assistant.index.profile import Profile

Vector = NDArray[np.float32]
Cache = Callable[[Mapping[str, str]], Mapping[str, Vector]]
"""Texts by their fingerprint -> their raw vectors by the same; embeds and keeps what it does not know yet."""

PAIRS_AT_ONCE = 500
WRITTEN = ("title", "problem", "idea", "effect", "body")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A query and what is near it, best first."""

    id: str
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two proposals, how alike they are, and the sentences of both that show it."""

    a: str
    b: str
    similarity: float
    kind: Kind
    evidence: tuple[SentencePair, ...]


@dataclass(frozen=True, slots=True)
class CachedEmbedder:
    """An embedder that answers from a cache."""

    model_id: str
    dimension: int
    cache: Cache

    def embed(self, texts: Sequence[str]) -> Vector:
        """(n, dimension) raw unit rows. Raises ModelUnavailable, EmbeddingFailed."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        keys = [fingerprint(text) for text in texts]
        known = self.cache(dict(zip(keys, texts, strict=True)))
        return np.stack([known[key] for key in keys])


def entry_of(row: Mapping[str, Any]) -> Entry:
    """A proposal row (id, title, body or problem, idea, effect; other fields ignored) as an entry."""
    written = {name: row[name] for name in WRITTEN if isinstance(row.get(name), str)}
    return Entry(str(row["id"]), Content(**written))


class Ranking:
    """Answers about one corpus of entries."""

    def __init__(self, corpus: Sequence[Entry], embedder: CachedEmbedder, profile: Profile) -> None:
        self._embedder, self._finder = embedder, Finder(embedder, profile)
        vectors = self._vectors([entry.content for entry in corpus])
        self._corpus = Corpus.build(corpus, vectors, profile)
        self._raw = vectors

    def rank(self, queries: Sequence[Entry], *, top: int) -> Iterator[Ranked]:
        """The `top` nearest entries of each query, in the order of `queries`, never the query's own id."""
        vectors = self._vectors([query.content for query in queries])
        for query, vector in zip(queries, vectors, strict=True):
            near = self._finder.find(self._corpus, query.content, vector, limit=top, exclude={query.id})
            yield Ranked(query.id, tuple(near))

    def compare(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Compared]:
        """How alike the entries of each pair are, in order. Raises NotFound for an unknown id."""
        waiting = iter(pairs)
        while some := list(islice(waiting, PAIRS_AT_ONCE)):
            rows = [(self._row(a), self._row(b)) for a, b in some]
            entries = self._corpus.entries
            contents = {row: entries[row].content for row in chain.from_iterable(rows)}
            self._embedder.embed([text for content in contents.values() for text in wanted(cut(content))])
            for (a, b), (row_a, row_b) in zip(some, rows, strict=True):
                yield self._compared(a, b, row_a, row_b)

    def _compared(self, a: str, b: str, row_a: int, row_b: int) -> Compared:
        first, second = self._corpus.entries[row_a].content, self._corpus.entries[row_b].content
        found = self._finder.compare(self._corpus, first, second, self._raw[row_a], self._raw[row_b])
        evidence = self._finder.evidence(first, second) if found.kind is not Kind.NONE else []
        return Compared(a, b, found.similarity, found.kind, tuple(evidence))

    def _row(self, key: str) -> int:
        if key not in self._corpus.position:
            raise NotFound("proposal", key)
        return self._corpus.position[key]

    def _vectors(self, contents: Sequence[Content]) -> Vector:
        """(n, dimension) raw rows; a blank text has a zero row."""
        vectors = np.zeros((len(contents), self._embedder.dimension), dtype=np.float32)
        written = [row for row, content in enumerate(contents) if not content.is_blank()]
        vectors[written] = self._embedder.embed([contents[row].whole() for row in written])
        return vectors
