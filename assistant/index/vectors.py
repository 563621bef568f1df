"""The vector index in Chroma: what is near a vector, by id; derived from SQL and never the truth.

Law: the only file that imports chromadb. A local index has one owner process, held by a lock file, because a second
process that opens it does not see new vectors (0 of 100 found when measured). Nothing but ids and vectors goes in.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.types import Embeddings
from chromadb.config import Settings
from chromadb.errors import ChromaError
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from assistant.errors import IndexBusy, IndexUnavailable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

SEARCH_BREADTH = 400
"""ef_search: wide enough that, over 6,000 vectors, the first hundred are the exact ones (benchmarks/latency.py)."""
BATCH = 1_000
_FAILURES = (ChromaError, httpx.HTTPError, ValueError, OSError, RuntimeError)


class VectorIndex:
    """Collections of unit vectors under a space's name; a new space (model, mean) is another collection."""

    def __init__(self, client: ClientAPI, space: str, lock: FileLock | None = None, folder: Path | None = None) -> None:
        self._client, self._lock, self._folder = client, lock, folder
        self._space = re.sub(r"[^a-zA-Z0-9._-]+", "-", space).strip("-._")[:48]
        self._open: dict[str, Collection] = {}

    @classmethod
    def local(cls, folder: Path, space: str) -> VectorIndex:
        """The index in `folder`, owned by this process until `close`. Raises IndexBusy when another one owns it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder.with_name(folder.name + ".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout as exc:
            raise IndexBusy(str(folder)) from exc
        try:
            client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        except _FAILURES as exc:
            lock.release()
            raise IndexUnavailable(type(exc).__name__) from exc
        return cls(client, space, lock, folder)

    @classmethod
    def remote(cls, url: str, space: str) -> VectorIndex:
        """The index of a Chroma server. Raises IndexUnavailable when it does not answer."""
        parts = urlsplit(url)
        is_tls = parts.scheme == "https"
        try:
            client = chromadb.HttpClient(
                host=parts.hostname or "",
                port=parts.port or (443 if is_tls else 80),
                ssl=is_tls,
                settings=Settings(anonymized_telemetry=False),
            )
        except _FAILURES as exc:
            raise IndexUnavailable(type(exc).__name__) from exc
        return cls(client, space)

    def _collection(self, name: str) -> Collection:
        if name not in self._open:
            self._open[name] = self._client.get_or_create_collection(
                f"{name}-{self._space}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_BREADTH, "ef_construction": 200}},
            )
        return self._open[name]

    def upsert(self, collection: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Put (n, dimension) vectors under n ids, replacing what stood there. Raises IndexUnavailable."""
        try:
            for start in range(0, len(ids), BATCH):
                part = np.asarray(vectors[start : start + BATCH], dtype=np.float32)
                self._collection(collection).upsert(
                    ids=list(ids[start : start + BATCH]), embeddings=cast(Embeddings, list(part))
                )
        except _FAILURES as exc:
            raise IndexUnavailable(type(exc).__name__) from exc

    def delete(self, collection: str, ids: Sequence[str]) -> None:
        """Take ids out; unknown ones are no fault. Raises IndexUnavailable."""
        if not ids:
            return
        try:
            self._collection(collection).delete(ids=list(ids))
        except _FAILURES as exc:
            raise IndexUnavailable(type(exc).__name__) from exc

    def query(self, collection: str, vector: NDArray[np.float32], most: int) -> list[tuple[str, float]]:
        """Up to `most` (id, cosine) nearest first. Raises IndexUnavailable."""
        try:
            answer: Any = self._collection(collection).query(
                query_embeddings=cast(Embeddings, [np.asarray(vector, dtype=np.float32)]),
                n_results=most,
                include=["distances"],
            )
        except _FAILURES as exc:
            raise IndexUnavailable(type(exc).__name__) from exc
        return [(key, 1.0 - far) for key, far in zip(answer["ids"][0], answer["distances"][0], strict=True)]

    def count(self, collection: str) -> int:
        """Vectors in a collection. Raises IndexUnavailable."""
        try:
            return self._collection(collection).count()
        except _FAILURES as exc:
            raise IndexUnavailable(type(exc).__name__) from exc

    def clear(self, collection: str) -> None:
        """Drop a collection of this space; the next call makes it anew. Raises IndexUnavailable."""
        try:
            self._collection(collection)
            self._client.delete_collection(f"{collection}-{self._space}")
        except _FAILURES as exc:
            raise IndexUnavailable(type(exc).__name__) from exc
        self._open.pop(collection, None)

    def close(self) -> None:
        """Give the local index back; nothing to do for a server."""
        self._open.clear()
        if self._lock is not None:
            cast(Any, self._client).close()  # the protocol leaves it out, every client has it
            self._lock.release()


def erase(folder: Path) -> None:
    """Delete a local index from disk, to be rebuilt from SQL. Raises IndexBusy while a process owns it."""
    lock = FileLock(folder.with_name(folder.name + ".lock"))
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        lock.acquire(timeout=0)
    except Timeout as exc:
        raise IndexBusy(str(folder)) from exc
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        lock.release()
