"""The bundled model and a finder on it, loaded once."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.index.corpus import Corpus, Entry
from assistant.index.e5 import load
from assistant.index.e5.encoder import E5Encoder
from assistant.index.finder import Finder
from assistant.index.profile import load_profile


class Room:
    """A finder over a handful of texts, everything for real."""

    def __init__(self, encoder: E5Encoder) -> None:
        self.encoder, self.profile = encoder, load_profile(encoder.model_id)
        self.finder = Finder(encoder, self.profile)

    def vectors(self, contents: list[Content]) -> NDArray[np.float32]:
        """Raw rows; a zero row for a blank text."""
        rows = np.zeros((len(contents), self.encoder.dimension), np.float32)
        for row, content in enumerate(contents):
            if not content.is_blank():
                rows[row] = self.encoder.embed([content.whole()])[0]
        return rows

    def corpus(self, contents: dict[str, Content]) -> Corpus:
        """A corpus of the given texts."""
        entries = [Entry(key, content) for key, content in contents.items()]
        return Corpus.build(entries, self.vectors(list(contents.values())), self.profile)


@pytest.fixture(scope="session")
def room() -> Room:
    return Room(load("int8"))
