"""The real encoder, loaded once."""

from __future__ import annotations

import pytest

from assistant.index.e5 import load
from assistant.index.e5.encoder import E5Encoder
from assistant.index.e5.tokenizer import Tokenizer
from assistant.index.e5.weights import Weights, find, read


@pytest.fixture(scope="session")
def encoder() -> E5Encoder:
    return load()


@pytest.fixture(scope="session")
def loaded() -> Weights:
    return read(find())


@pytest.fixture(scope="session")
def tokenizer(loaded: Weights) -> Tokenizer:
    return Tokenizer(loaded.pieces)
