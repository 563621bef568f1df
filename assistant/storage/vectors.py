"""Embedded texts, kept by content hash and model so that nothing is embedded twice.

A vector is stored as little-endian float32, whatever the machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from assistant.storage.tables import vectors
from assistant.storage.writing import portions, upsert

_STORED = np.dtype("<f4")


class Vectors:
    """The stored vectors of one database, over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get_many(self, hashes: Sequence[str], model_id: str) -> dict[str, NDArray[np.float32]]:
        """Vectors by content hash, each float32 of shape (dim,) and writable; unknown hashes are left out."""
        found: dict[str, NDArray[np.float32]] = {}
        for some in portions(list(dict.fromkeys(hashes))):
            query = select(vectors.c.content_hash, vectors.c.vector)
            query = query.where(vectors.c.model_id == model_id, vectors.c.content_hash.in_(some))
            for row in self._connection.execute(query):
                found[row.content_hash] = np.frombuffer(row.vector, _STORED).astype(np.float32)
        return found

    def put_many(self, pairs: Mapping[str, NDArray[np.float32]], model_id: str) -> None:
        """Store vectors by content hash, replacing those of the same hash and model."""
        rows = [
            {"model_id": model_id, "content_hash": content_hash, "vector": np.asarray(vector, _STORED).tobytes()}
            for content_hash, vector in pairs.items()
        ]
        upsert(self._connection, vectors, rows)

    def missing(self, hashes: Sequence[str], model_id: str) -> list[str]:
        """Those of `hashes` without a vector, each once, in order."""
        wanted = list(dict.fromkeys(hashes))
        known: set[str] = set()
        for some in portions(wanted):
            query = select(vectors.c.content_hash)
            query = query.where(vectors.c.model_id == model_id, vectors.c.content_hash.in_(some))
            known.update(self._connection.scalars(query))
        return [content_hash for content_hash in wanted if content_hash not in known]
