"""What every program of the project stands on: the database and the vectors in it.

Law: neither Chroma nor a language model is imported here, so that a command over a file starts at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from assistant.config import Settings
from assistant.domain.reach import Reach
from assistant.index.choice import choose
from assistant.index.corpus import Entry
from assistant.index.profile import load_profile
from assistant.services.calibrating import Calibrating
from assistant.services.embedding import Embedding, Progress, rows
from assistant.services.grouping import Grouping
from assistant.services.posting import Posting
from assistant.storage.database import Database


def open_database(settings: Settings) -> Database:
    """The database, at the newest schema. Raises StorageUnavailable."""
    database = Database(settings.database)
    database.migrate()
    return database


def build_embedding(settings: Settings, database: Database, *, deferred: bool = False) -> Embedding:
    """Vectors by settings; `deferred` loads the model when its first text comes.

    Raises ModelUnavailable, EmbeddingFailed.
    """
    embedder, bulk = choose(
        settings.embedder,
        settings.embedder_variant,
        settings.embedding_base_url,
        settings.embedding_model,
        settings.embedding_api_key.get_secret_value(),
        Reach(settings.advice_endpoints),
        ledger=Posting(database, partial(datetime.now, UTC)),
        deferred=deferred,
    )
    return Embedding(database, embedder, bulk, is_told=settings.embedder == "endpoint")


@contextmanager
def open_calibrating(settings: Settings) -> Iterator[Calibrating]:
    """Refitting the chance that is shown. Raises StorageUnavailable."""
    database = open_database(settings)
    try:
        yield Calibrating(build_embedding(settings, database, deferred=True), settings.profiles_dir)
    finally:
        database.close()


def group_entries(settings: Settings, entries: Sequence[Entry], embedded: Progress, grouped: Progress) -> Grouping:
    """The groups of a file's entries; their vectors are kept in this installation's database."""
    database = open_database(settings)
    try:
        embedding = build_embedding(settings, database, deferred=True)
        keys = [None if entry.content.is_blank() else entry.content.hash() for entry in entries]
        written = {key: entry.content.whole() for key, entry in zip(keys, entries, strict=True) if key is not None}
        known = embedding.kept(written, embedded)
        raw = rows(keys, known, embedding.dimension)
        return Grouping(entries, raw, load_profile(embedding.model_id, settings.profiles_dir), grouped)
    finally:
        database.close()
