"""Any OpenAI-compatible `/v1/embeddings` endpoint as an embedder.

Law: texts leave the machine only when an operator has named the endpoint in the settings, to an address the
organisation allows, with placeholders for personal data of a known form, and after the ledger has them.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx2
import numpy as np
from numpy.typing import NDArray
from openai import APIStatusError, OpenAI, OpenAIError

from assistant.domain.personal import Seal
from assistant.domain.reach import Reach
from assistant.domain.text import normalise
from assistant.errors import EmbeddingFailed, TextRefused
from assistant.index.embedder import AT_ONCE, HARMLESS
from assistant.index.outbound import Bound, Ledger

TIMEOUT_S = 20.0
LONGEST = 8_000
"""Characters sent per text; most endpoints refuse more than 8,192 tokens."""
_OF_THE_TEXT = frozenset({400, 413, 422, 500})
"""Answers that some text may have brought about: too long, not to be read, or one that the server falls over."""


class EndpointEmbedder:
    """`base_url` ends in /v1; the dimension is learned from the first answer."""

    def __init__(self, base_url: str, model: str, api_key: str, ledger: Ledger, reach: Reach = Reach.INTERNAL) -> None:
        wire = Bound(httpx2.HTTPTransport(verify=ssl.create_default_context()), reach, ledger)
        self._client = OpenAI(
            base_url=base_url,
            api_key=api_key or "none",
            organization="",
            project="",
            timeout=TIMEOUT_S,
            max_retries=2,
            http_client=httpx2.Client(transport=wire, timeout=TIMEOUT_S, trust_env=False, follow_redirects=False),
        )
        self._model = model
        place = hashlib.sha256(f"{urlsplit(base_url).netloc}{urlsplit(base_url).path}".encode()).hexdigest()[:8]
        self.model_id = f"{model}@{place}"
        self._dimension = 0

    @property
    def dimension(self) -> int:
        """Length of a vector. Raises EmbeddingFailed where the endpoint does not answer."""
        if not self._dimension:
            self.embed([HARMLESS])
        return self._dimension

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) unit rows. Raises EmbeddingFailed for no, a wrong or an unusable answer; TextRefused where a
        text may be the reason."""
        rows: list[list[float]] = []
        for start in range(0, len(texts), AT_ONCE):
            part = [Seal().sealed(normalise(text)[:LONGEST]) or "." for text in texts[start : start + AT_ONCE]]
            try:
                answer = self._client.embeddings.create(model=self._model, input=part, encoding_format="float")
                by_place = sorted(answer.data, key=lambda item: item.index)
                found = [list(item.embedding) for item in by_place]
            except APIStatusError as exc:
                refused = exc.status_code in _OF_THE_TEXT
                raise (TextRefused if refused else EmbeddingFailed)(type(exc).__name__) from exc
            except (OpenAIError, TypeError, AttributeError, ValueError) as exc:
                raise EmbeddingFailed(type(exc).__name__) from exc
            if len(found) != len(part):
                raise EmbeddingFailed("another number of vectors than texts")
            rows += found
        try:
            vectors = np.asarray(rows, dtype=np.float32).reshape(len(rows), -1)
        except ValueError as exc:
            raise EmbeddingFailed("vectors of several lengths") from exc
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if len(rows) and (not np.isfinite(vectors).all() or not norms.all()):
            raise TextRefused("a vector that is not finite or zero")
        if len(rows):
            if self._dimension not in (0, vectors.shape[1]):
                raise EmbeddingFailed("vectors of another length than before")
            self._dimension = vectors.shape[1]
        return np.asarray(vectors / norms, dtype=np.float32) if len(rows) else np.zeros((0, self.dimension), np.float32)
