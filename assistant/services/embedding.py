"""Getting the vector of a text at the least cost: from memory, from SQL, from the model, in this order.

Law: a vector is keyed by the text's hash and the model's id; what was embedded once is never embedded again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.domain.outgoing import Errand
from assistant.domain.text import fingerprint
from assistant.errors import TextRefused
from assistant.index.embedder import AT_ONCE, HARMLESS, Embedder
from assistant.meters import EMBED_SECONDS, EMBEDDED, timed
from assistant.services.posting import as_archived, on_behalf
from assistant.services.remembering import Remembering
from assistant.storage.database import Database

log = logging.getLogger(__name__)

REMEMBERED = 20_000
"""Vectors kept in memory: at 384 floats each, 31 MB."""
WORTH_A_POOL = 200
"""From this many texts on, starting worker processes costs less than it saves."""

Vector = NDArray[np.float32]
Bulk = Callable[[Sequence[str]], Iterator[tuple[list[int], Vector]]]
Progress = Callable[[int, int], None]
Known = Mapping[str, Vector]
Ask = Callable[[list[str]], Known]
Told = Callable[[Sequence[str]], AbstractContextManager[None]]
PAST_IDEA = ""
Whose = Mapping[str, str]
"""Hash of a text -> the proposal it is of, or `PAST_IDEA`; one that is left out is nobody's here, as in a file."""


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
    """Vectors of texts under one model. `bulk` embeds many texts in other processes, chunk by chunk.

    With `is_told` every request stands in a ledger, so a draft's text goes by itself and not among other people's.
    A text that the model refuses though it takes others stays without a vector until this process ends.
    """

    def __init__(
        self, database: Database, embedder: Embedder, bulk: Bulk | None = None, *, is_told: bool = False
    ) -> None:
        self.embedder, self.database, self._bulk, self._is_told = embedder, database, bulk, is_told
        self._memory = Remembering(REMEMBERED)
        self._refused: set[str] = set()

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

    def _remembered(self, texts: Mapping[str, str]) -> Known:
        def ask(keys: list[str]) -> Known:
            known = dict(self.stored(keys))
            if missing := [key for key in keys if key not in known]:
                known.update(self._embedded(missing, texts))
            return known

        return self._memory.all(list(texts), ask)

    def _embedded(self, keys: Sequence[str], texts: Mapping[str, str]) -> Known:
        with timed(EMBED_SECONDS):
            found = dict(zip(keys, self.embedder.embed([texts[key] for key in keys]), strict=True))
        EMBEDDED.add(len(keys))
        return found

    def kept(self, texts: Mapping[str, str], progress: Progress = silent, whose: Whose | None = None) -> Known:
        """Vectors of texts (hash -> text), embedded and stored where SQL has none yet; none of a refused text."""
        self.ensure(texts, progress, whose)
        return self.stored(list(texts))

    def is_refused(self, key: str) -> bool:
        """Whether the model refused the text of this hash though it takes others."""
        return key in self._refused

    def stored(self, keys: Sequence[str]) -> Known:
        """The vectors SQL holds; absent ones are left out."""
        with self.database.read() as records:
            return records.vectors.get_many(list(keys), self.embedder.model_id)

    def ensure(self, texts: Mapping[str, str], progress: Progress = silent, whose: Whose | None = None) -> int:
        """Embed and store what SQL does not hold yet (hash -> text); returns how many that were.

        Every chunk is stored as it comes, so a broken run goes on where it stopped. `whose` the texts are is told to
        the ledger where there is one. One refused text holds up no other.
        """
        keys = [key for key in texts if key not in self._refused]
        with self.database.read() as records:
            missing = records.vectors.missing(keys, self.embedder.model_id)
        done = 0
        for found in self._chunks(missing, texts, whose or {}):
            with self.database.write() as records:
                records.vectors.put_many(found, self.embedder.model_id)
            done += len(found)
            progress(done, len(missing))
        return done

    def _chunks(self, keys: list[str], texts: Mapping[str, str], whose: Whose) -> Iterator[Known]:
        if self._bulk is not None and len(keys) >= WORTH_A_POOL:
            begun = time.perf_counter()
            for positions, vectors in self._bulk([texts[key] for key in keys]):
                EMBEDDED.add(len(positions))
                EMBED_SECONDS.add(time.perf_counter() - begun)
                yield {keys[position]: vectors[row] for row, position in enumerate(positions)}
                begun = time.perf_counter()
            return
        for some, told in self._portions(keys, whose):

            def ask(wanted: list[str], told: Told = told) -> Known:
                with told(wanted):
                    return self._embedded(wanted, texts)

            yield from self._answered(some, ask)

    def _answered(self, keys: list[str], ask: Ask, *, is_half: bool = False) -> Iterator[Known]:
        """The vectors of `keys`; where a text among them is refused, of each half by itself."""
        try:
            found = self._memory.all(keys, ask)
        except TextRefused:
            if not is_half:
                self.embedder.embed([HARMLESS])  # where this fails too, the endpoint is at fault and no text
        else:
            yield found
            return
        if len(keys) == 1:
            self._refused.update(keys)
            log.warning("the model gives no vector for a text (%s); it is found by its words only", keys[0][:12])
            return
        half = len(keys) // 2
        for some in (keys[:half], keys[half:]):
            yield from self._answered(some, ask, is_half=True)

    def _portions(self, keys: list[str], whose: Whose) -> Iterator[tuple[list[str], Told]]:
        """Keys that may go in one request, and what to tell the ledger of it."""
        drafts = [key for key in keys if self._is_told and whose.get(key, PAST_IDEA) != PAST_IDEA]
        for key in drafts:
            yield [key], partial(_of_proposal, whose[key])
        past = [key for key in keys if self._is_told and whose.get(key) == PAST_IDEA]
        yield from ((some, as_archived) for some in _pieces(past))
        rest = set(keys) - set(drafts) - set(past)
        yield from ((some, _of_nobody) for some in _pieces([key for key in keys if key in rest]))


def _pieces(keys: list[str]) -> Iterator[list[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def _of_proposal(proposal_id: str, _hashes: Sequence[str]) -> AbstractContextManager[None]:
    return on_behalf(Errand(proposal_id=proposal_id))


def _of_nobody(_hashes: Sequence[str]) -> AbstractContextManager[None]:
    return nullcontext()
