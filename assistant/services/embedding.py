"""Getting the vector of a text at the least cost: from memory, from SQL, from the model, in this order.

Law: a vector is keyed by the text's hash and the model's id; what was embedded once is never embedded again.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.domain.text import fingerprint
from assistant.index.embedder import Embedder
from assistant.meters import EMBED_SECONDS, EMBEDDED, timed
from assistant.storage.database import Database

REMEMBERED = 20_000
"""Vectors kept in memory: at 384 floats each, 31 MB."""
WORTH_A_POOL = 200
"""From this many texts on, starting worker processes costs less than it saves."""
CHUNK = 64

Vector = NDArray[np.float32]
Bulk = Callable[[Sequence[str]], Iterator[tuple[list[int], Vector]]]
Progress = Callable[[int, int], None]


def rows(keys: Sequence[str | None], known: Mapping[str, Vector], dimension: int) -> Vector:
    """(n, dimension) vectors in the order of `keys`; a zero row where none is known."""
    found = np.zeros((len(keys), dimension), dtype=np.float32)
    for row, key in enumerate(keys):
        if key is not None and key in known:
            found[row] = known[key]
    return found


def silent(_done: int, _of: int) -> None:
    """A progress report nobody reads."""


class Embedding:
    """Vectors of texts under one model. `bulk` embeds many texts in other processes, chunk by chunk."""

    def __init__(self, database: Database, embedder: Embedder, bulk: Bulk | None = None) -> None:
        self.embedder, self.database, self._bulk = embedder, database, bulk
        self._memory: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    @property
    def model_id(self) -> str:
        """The model's id."""
        return self.embedder.model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vector:
        """Like `many`; this makes it an embedder that remembers."""
        return self.many(texts)

    def one(self, key: str, text: str) -> Vector:
        """The (dimension,) vector of a text under its hash `key`; stored nowhere but in memory.

        Raises ModelUnavailable or EmbeddingFailed.
        """
        return self._remembered({key: text})[key]

    def many(self, texts: Sequence[str]) -> Vector:
        """(n, dimension) vectors of short texts, remembered like single ones but stored nowhere."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        keys = [fingerprint(text) for text in texts]
        known = self._remembered(dict(zip(keys, texts, strict=True)))
        return np.stack([known[key] for key in keys])

    def _remembered(self, texts: Mapping[str, str]) -> Mapping[str, Vector]:
        with self._lock:
            known = {key: self._memory[key] for key in texts if key in self._memory}
        if missing := [key for key in texts if key not in known]:
            known.update(self.stored(missing))
        if missing := [key for key in missing if key not in known]:
            with timed(EMBED_SECONDS):
                known.update(zip(missing, self.embedder.embed([texts[key] for key in missing]), strict=True))
            EMBEDDED.add(len(missing))
        with self._lock:
            for key, vector in known.items():
                self._memory[key] = vector
                self._memory.move_to_end(key)
            while len(self._memory) > REMEMBERED:
                self._memory.popitem(last=False)
        return known

    def kept(self, texts: Mapping[str, str], progress: Progress = silent) -> Mapping[str, Vector]:
        """Vectors of texts (hash -> text), embedded and stored where SQL does not hold them yet."""
        self.ensure(texts, progress)
        return self.stored(list(texts))

    def stored(self, keys: Sequence[str]) -> Mapping[str, Vector]:
        """The vectors SQL holds; absent ones are left out."""
        with self.database.read() as records:
            return records.vectors.get_many(list(keys), self.embedder.model_id)

    def ensure(self, texts: Mapping[str, str], progress: Progress = silent) -> int:
        """Embed and store what SQL does not hold yet (hash -> text); returns how many that were.

        Every chunk is stored as it comes, so a broken run goes on where it stopped.
        """
        with self.database.read() as records:
            missing = records.vectors.missing(list(texts), self.embedder.model_id)
        done = 0
        begun = time.perf_counter()
        for positions, vectors in self._chunks([texts[key] for key in missing]):
            EMBEDDED.add(len(positions))
            EMBED_SECONDS.add(time.perf_counter() - begun)
            found = {missing[position]: vectors[row] for row, position in enumerate(positions)}
            with self.database.write() as records:
                records.vectors.put_many(found, self.embedder.model_id)
            done += len(positions)
            progress(done, len(missing))
            begun = time.perf_counter()
        return len(missing)

    def _chunks(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Vector]]:
        if self._bulk is not None and len(texts) >= WORTH_A_POOL:
            yield from self._bulk(texts)
            return
        for start in range(0, len(texts), CHUNK):
            part = texts[start : start + CHUNK]
            yield list(range(start, start + len(part))), self.embedder.embed(part)
