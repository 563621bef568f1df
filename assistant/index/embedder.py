"""What an embedding model is to the rest of the application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

AT_ONCE: Final = 64
"""Texts in one request to an endpoint, and in one step of a long run."""
HARMLESS: Final = "길이를 알아보는 문장입니다."
"""Belongs to nobody: sent to learn a vector's length, or whether an endpoint refuses everything."""


class Embedder(Protocol):
    """Turns texts into unit vectors, the same text always into (nearly) the same one.

    `model_id` names weights, engine and revision; vectors of two ids are never mixed.
    """

    @property
    def model_id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) unit rows, not centred. Raises ModelUnavailable or EmbeddingFailed."""
        ...
