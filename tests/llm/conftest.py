"""The bundled model once for all tests of the offline advisor."""

from __future__ import annotations

import pytest

from assistant.llm.reading import Centre, Embed


@pytest.fixture(scope="session")
def embed() -> Embed:
    from assistant.index.e5.encoder import load  # only the tests that need it pay for it

    return load().embed


@pytest.fixture(scope="session")
def centre() -> Centre:
    from assistant.index.profile import load_profile

    return load_profile("multilingual-e5-small/int8@1").centre
