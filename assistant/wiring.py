"""The composition root: the only file that knows every concrete class.

Law: commands that only count or read import none of this, so that they start at once and load no model.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.config import Settings
from assistant.documents.programme import read_programme, read_tracks
from assistant.domain.advice import Suggestion
from assistant.domain.person import Person
from assistant.domain.proposal import Content, Programme
from assistant.domain.track import Track
from assistant.errors import ConfigurationError, IndexBusy, IndexUnavailable
from assistant.groundwork import build_embedding, open_database
from assistant.index.corpus import Entry
from assistant.index.finder import Finder
from assistant.index.profile import load_profile
from assistant.llm.advisor import Request
from assistant.services.advising import Advising, suggestion
from assistant.services.annotating import Annotating
from assistant.services.browsing import Browsing
from assistant.services.clustering import Clustering
from assistant.services.comparing import Comparing
from assistant.services.drafting import Drafting
from assistant.services.embedding import Embedding, Progress
from assistant.services.finding import Finding
from assistant.services.importing import Importing
from assistant.services.indexing import Indexing
from assistant.services.measuring import Measuring
from assistant.services.noting import Noting
from assistant.services.ranking import CachedEmbedder, Ranking
from assistant.services.regrouping import Regroupings
from assistant.services.ruling import Ruling
from assistant.services.searching import Searching
from assistant.services.sharing import Sharing
from assistant.services.spending import Spending
from assistant.services.submitting import Submitting
from assistant.services.titling import Titling
from assistant.storage.database import Database
from assistant.wiring_advice import build_advisors, build_titling
from assistant.wiring_contest import ContestServices, build_contest, stands_on_rules
from assistant.wiring_doors import DoorServices, build_doors
from assistant.wiring_keeping import KeepingServices, build_keeping
from assistant.wiring_papers import PaperServices, build_papers
from assistant.wiring_review import ReviewServices, build_review

if TYPE_CHECKING:
    from assistant.index.vectors import VectorIndex

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Requests under way at an endpoint when a whole file is advised on."""


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
    sharing: Sharing
    advising: Advising
    spending: Spending
    measuring: Measuring
    noting: Noting
    submitting: Submitting
    searching: Searching
    importing: Importing
    ruling: Ruling
    contest: ContestServices
    clustering: Clustering
    regroupings: Regroupings
    browsing: Browsing
    comparing: Comparing
    annotating: Annotating
    titling: Titling
    review: ReviewServices
    doors: DoorServices
    papers: PaperServices
    keeping: KeepingServices

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


def open_index(settings: Settings, space: str) -> VectorIndex:
    """The vector index: a server where one is named, else the local one. Raises IndexBusy, IndexUnavailable."""
    # chromadb takes half a second to import, and commands on files need none of it
    from assistant.index.vectors import VectorIndex

    if settings.chroma_url:
        return VectorIndex.remote(settings.chroma_url, space)
    return VectorIndex.local(settings.chroma_dir, space)


def build(settings: Settings, *, own_index: bool = True) -> Application:
    """Everything, wired.

    With `own_index` the vector index is opened; a local one that another process owns raises IndexBusy, an unreachable
    server only leads to scanning. Raises StorageUnavailable, ModelUnavailable, EmbeddingFailed, BadFile.
    """
    programme, tracks = read_programme(settings.programme_file), read_tracks(settings.tracks_file)
    database = open_database(settings)
    embedding = build_embedding(settings, database)
    profile = load_profile(embedding.embedder.model_id, settings.profiles_dir)
    index: VectorIndex | None = None
    if own_index:
        try:
            index = open_index(settings, profile.space)
        except IndexBusy:
            database.close()
            raise
        except IndexUnavailable as exc:
            log.warning("vector index unavailable, stored vectors will be scanned: %s", exc)
    indexing = Indexing(database, embedding, profile, index)
    finder = Finder(embedding, profile)
    finding = Finding(database, embedding, finder, indexing)
    regroupings = Regroupings(database, embedding, profile, now)
    doors = build_doors(settings, database, now)
    drafting = Drafting(database, finding, now, new_id, indexing.wake, doors.pacing)
    offline, configured = build_advisors(settings, tracks, embedding, profile, now)
    review = build_review(settings, database, programme, tracks, now, new_id)
    return Application(
        settings=settings,
        programme=programme,
        tracks=tracks,
        database=database,
        embedding=embedding,
        finding=finding,
        indexing=indexing,
        drafting=drafting,
        sharing=Sharing(database, now),
        advising=Advising(database, drafting, offline, configured, tracks, now, new_id, doors.pacing),
        spending=Spending(database, now),
        measuring=Measuring(database),
        noting=Noting(database, now),
        submitting=Submitting(database, programme, now, indexing.wake),
        searching=Searching(database, finding, doors.pacing),
        importing=Importing(database, now),
        ruling=Ruling(database, settings.rules_file.read_text("utf-8"), now, stands_on_rules),
        contest=build_contest(database, indexing.wake),
        clustering=Clustering(database, embedding, profile, regroupings, now),
        regroupings=regroupings,
        browsing=Browsing(database, embedding, finder, now, doors.pacing),
        comparing=Comparing(database, finder),
        annotating=Annotating(database, review.criteria, finder.evidence),
        titling=build_titling(settings, database, now),
        review=review,
        papers=build_papers(settings, database, review.criteria, programme, tracks, now, new_id, indexing.wake),
        doors=doors,
        keeping=build_keeping(settings, database, indexing.wake, indexing.state),
    )


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking files in needs, and no more: no model is loaded where every vector is stored already."""

    importing: Importing
    indexing: Indexing
    is_owner: bool
    """Whether this process holds the vector index; another one that does will take the changes in."""


@contextmanager
def open_intake(settings: Settings) -> Iterator[Intake]:
    """Importing and indexing. Raises StorageUnavailable."""
    database = open_database(settings)
    embedding = build_embedding(settings, database, deferred=True)
    profile = load_profile(embedding.model_id, settings.profiles_dir)
    index: VectorIndex | None = None
    try:
        index = open_index(settings, profile.space)
    except (IndexBusy, IndexUnavailable) as exc:
        log.info("vectors are stored and not indexed here: %s", exc)
    indexing = Indexing(database, embedding, profile, index)
    try:
        yield Intake(Importing(database, now), indexing, index is not None)
    finally:
        indexing.stop()
        database.close()


@contextmanager
def open_ranking(settings: Settings, corpus: Sequence[Entry], progress: Progress) -> Iterator[Ranking]:
    """The finder over a corpus from a file; vectors are kept in this installation's database."""
    database = open_database(settings)
    try:
        embedding = build_embedding(settings, database, deferred=True)
        embedder = CachedEmbedder(
            embedding.embedder.model_id, embedding.embedder.dimension, lambda texts: embedding.kept(texts, progress)
        )
        yield Ranking(corpus, embedder, load_profile(embedder.model_id, settings.profiles_dir))
    finally:
        database.close()


@contextmanager
def open_advising(
    settings: Settings, *, must_be_configured: bool
) -> Iterator[Callable[[Sequence[Content]], Iterator[Suggestion]]]:
    """Suggestions for many texts, in order. Raises ConfigurationError where a model is asked for and none is set up."""
    if must_be_configured and not settings.has_advisor_endpoint:
        raise ConfigurationError("OPENAI_BASE_URL과 OPENAI_MODEL을 지정해야 합니다.")
    tracks = read_tracks(settings.tracks_file)
    database = open_database(settings)
    try:
        embedding = build_embedding(settings, database)
        profile = load_profile(embedding.embedder.model_id, settings.profiles_dir)
        offline, configured = build_advisors(settings, tracks, embedding, profile, now)
        first = configured if must_be_configured else None

        def suggest(contents: Sequence[Content]) -> Iterator[Suggestion]:
            with ThreadPoolExecutor(AT_ONCE if first else 1) as pool:
                yield from pool.map(lambda content: suggestion(offline, first, content, (), Request()), contents)

        yield suggest
    finally:
        database.close()
