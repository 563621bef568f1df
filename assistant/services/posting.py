"""What goes to the embedding endpoint, in the ledger: whose text it is, and how much of it has to be written down.

Law: what cannot be written down is not sent. A draft's text stands in the ledger as it went; a past idea's, which
stands in the archive, by its hash there and the hash of what went.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.outgoing import EMBEDDING, Errand, Outgoing, Returned
from assistant.domain.personal import Kind
from assistant.domain.text import fingerprint
from assistant.errors import EmbeddingFailed, StorageUnavailable
from assistant.storage.database import Database

_errand: ContextVar[Errand | None] = ContextVar("embedded_for", default=None)
_past: ContextVar[tuple[str, ...]] = ContextVar("embedded_past_ideas", default=())
_PLACEHOLDER = re.compile(r"\[(?:" + "|".join(kind.value for kind in Kind) + r")(?:-\d{1,4})?\]")


@contextmanager
def on_behalf(errand: Errand) -> Iterator[None]:
    """What this thread has embedded within belongs to `errand`."""
    token = _errand.set(errand)
    try:
        yield
    finally:
        _errand.reset(token)


@contextmanager
def as_archived(hashes: Sequence[str]) -> Iterator[None]:
    """What this thread has embedded within are past ideas; `hashes` are those of their contents, in order."""
    token = _past.set(tuple(hashes))
    try:
        yield
    finally:
        _past.reset(token)


@dataclass(frozen=True, slots=True)
class Posting:
    """The embedding endpoint's ledger, over the database; it knows no person and asks for none."""

    database: Database
    now: Callable[[], datetime]

    def send(self, endpoint: str, model: str, body: str) -> str:
        """Write it down; the entry's id. Raises EmbeddingFailed where it cannot be written."""
        written = _short(body) if _past.get() else body
        sent = Outgoing(
            secrets.token_hex(16), _errand.get() or Errand(), endpoint, model, EMBEDDING, written, self.now()
        )
        try:
            with self.database.write() as records:
                records.outgoing.add(sent)
        except StorageUnavailable:
            raise EmbeddingFailed("the ledger cannot be written") from None
        return sent.id

    def receive(self, outgoing_id: str, returned: Returned) -> None:
        """Write down what came of it; vectors have no price here."""
        try:
            with self.database.write() as records:
                records.outgoing.answer(outgoing_id, returned, 0)
        except StorageUnavailable:
            return  # the request stays in the ledger without an answer, which is the truth


def _short(body: str) -> str:
    """The request with, for each text, the archive's hash of it, the hash of what went, and its placeholders."""
    told = json.loads(body)
    told["input"] = [
        {"archived": key, "sent": fingerprint(text), "placeholders": len(_PLACEHOLDER.findall(text))}
        for key, text in zip(_past.get(), told["input"], strict=True)
    ]
    return json.dumps(told, ensure_ascii=False)
