"""The composition root: the only file that knows every concrete class.

Law: commands that only count or read import none of this, so that they start at once and load no model.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.config import Settings
from assistant.documents.programme import read_programme, read_tracks
from assistant.domain.person import Person
from assistant.domain.proposal import Programme
from assistant.domain.track import Track
from assistant.errors import IndexBusy, IndexUnavailable
from assistant.index.choice import choose
from assistant.index.finder import Finder
from assistant.index.profile import load_profile
from assistant.index.vectors import VectorIndex
from assistant.llm.advisor import Advisor
from assistant.services.advising import Advising
from assistant.services.drafting import Drafting
from assistant.services.embedding import Embedding
from assistant.services.finding import Finding
from assistant.services.importing import Importing
from assistant.services.indexing import Indexing
from assistant.services.searching import Searching
from assistant.services.submitting import Submitting
from assistant.storage.database import Database

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Application:
    """Every service over one database; `close` gives everything back."""

    settings: Settings
    programme: Programme
    tracks: tuple[Track, ...]
    database: Database
    embedding: Embedding
    finding: Finding
    indexing: Indexing
    drafting: Drafting
    advising: Advising
    submitting: Submitting
    searching: Searching
    importing: Importing

    def people(self) -> list[Person]:
        """Everybody known to this installation."""
        with self.database.read() as records:
            return records.people.all()

    def person(self, person_id: str) -> Person:
        """Somebody by id. Raises NotFound."""
        with self.database.read() as records:
            return records.people.get(person_id)

    def close(self) -> None:
        """Stop background work, give the vector index and the database back."""
        self.indexing.stop()
        self.database.close()


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """An identifier nobody can guess."""
    return uuid.uuid4().hex


def open_database(settings: Settings) -> Database:
    """The database, at the newest schema. Raises StorageUnavailable."""
    database = Database(settings.database)
    database.migrate()
    return database


def open_index(settings: Settings, space: str) -> VectorIndex:
    """The vector index: a server where one is named, else the local one. Raises IndexBusy, IndexUnavailable."""
    if settings.chroma_url:
        return VectorIndex.remote(settings.chroma_url, space)
    return VectorIndex.local(settings.chroma_dir, space)


def build_embedding(settings: Settings, database: Database) -> Embedding:
    """Vectors by settings. Raises ModelUnavailable, EmbeddingFailed."""
    embedder, bulk = choose(
        settings.embedder,
        settings.embedder_variant,
        settings.embedding_base_url,
        settings.embedding_model,
        settings.embedding_api_key.get_secret_value(),
    )
    return Embedding(database, embedder, bulk)


def build(settings: Settings, *, own_index: bool = True) -> Application:
    """Everything, wired.

    With `own_index` the vector index is opened; a local one that another process owns raises IndexBusy, an unreachable
    server only leads to scanning. Raises StorageUnavailable, ModelUnavailable, EmbeddingFailed, BadFile.
    """
    programme, tracks = read_programme(settings.programme_file), read_tracks(settings.tracks_file)
    database = open_database(settings)
    embedding = build_embedding(settings, database)
    profile = load_profile(embedding.embedder.model_id)
    index: VectorIndex | None = None
    if own_index:
        try:
            index = open_index(settings, profile.id)
        except IndexBusy:
            database.close()
            raise
        except IndexUnavailable as exc:
            log.warning("vector index unavailable, stored vectors will be scanned: %s", exc)
    indexing = Indexing(database, embedding, profile, index)
    finding = Finding(database, embedding, Finder(embedding.embedder, profile), indexing)
    drafting = Drafting(database, finding, now, new_id, indexing.wake)
    offline, configured = build_advisors(settings, tracks, embedding)
    return Application(
        settings=settings,
        programme=programme,
        tracks=tracks,
        database=database,
        embedding=embedding,
        finding=finding,
        indexing=indexing,
        drafting=drafting,
        advising=Advising(database, drafting, offline, configured, tracks, now, new_id),
        submitting=Submitting(database, programme, now, indexing.wake),
        searching=Searching(database, finding),
        importing=Importing(database, now),
    )


def build_advisors(
    settings: Settings, tracks: tuple[Track, ...], embedding: Embedding
) -> tuple[Advisor, Advisor | None]:
    """The offline advisor, and the configured one where an endpoint is named. Raises ConfigurationError."""
    raise NotImplementedError
