"""Looking through everything that was handed in: groups with what is worth knowing of them, texts by meaning and word.

Law: while the review is blind, no name and no department leaves this module, in no list, count, filter or title.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.domain.blind import masked
from assistant.domain.cluster import Cluster, Level, Side, Standing, Text
from assistant.domain.outgoing import Errand
from assistant.domain.person import Person
from assistant.domain.proposal import Content, Stage
from assistant.index.corpus import Corpus, Entry
from assistant.index.finder import Finder
from assistant.index.nearest import nearest
from assistant.services.clustering import BROWSERS
from assistant.services.embedding import Embedding, rows
from assistant.services.pacing import Pacing
from assistant.services.posting import on_behalf
from assistant.storage.clusters import Listed
from assistant.storage.database import Database
from assistant.storage.records import Records

NEARLY_THE_SAME = 0.6
"""Cosine from which a text counts as nearly the same as another: with half its words shared, people say so in three of
four pairs (index/profiles)."""
MOST_FOUND = 60
KIN = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """A text in a list. `department` is empty while the review is blind; `at` is the moment it was handed in.

    `stage` is "past", "submitted" or, once decisions are released, "finalist" or "out".
    """

    text: Text
    title: str
    track: str
    department: str
    outcome: str
    year: int | None
    at: datetime | None
    standing: Standing
    stage: str

    @property
    def key(self) -> str:
        """One word for it: the side's first letter and the id."""
        return f"{self.text.side.value[0]}:{self.text.id}"


@dataclass(frozen=True, slots=True)
class Heap:
    """A group and its texts.

    `novelty` is how far its proposals are from every past idea on average, 0-1; `adopted` the mean cosine of the
    nearest adopted one; `nearly_same` the share of its proposals with a near copy among the others.
    """

    cluster: Cluster
    seen: tuple[Seen, ...]
    proposals: int
    nearly_same: float
    novelty: float
    adopted: float
    tracks: tuple[tuple[str, int], ...]
    departments: tuple[tuple[str, int], ...]
    named_by: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that stands somewhere; `heaps` by level, the largest first."""

    seen: tuple[Seen, ...]
    heaps: Mapping[Level, tuple[Heap, ...]]
    is_blind: bool

    def is_decided(self) -> bool:
        """Whether anything is known of finalists."""
        return any(each.stage in {"finalist", "out"} for each in self.seen)

    def alone(self) -> tuple[Seen, ...]:
        """Proposals in no small group."""
        return tuple(each for each in self.seen if each.standing.idea is None and each.text.side is Side.PROPOSAL)


class Browsing:
    """What reviewers, organisers and officers see of all proposals."""

    def __init__(
        self,
        database: Database,
        embedding: Embedding,
        finder: Finder,
        now: Callable[[], datetime],
        pacing: Pacing | None = None,
    ) -> None:
        self._database, self._embedding, self._finder, self._now = database, embedding, finder, now
        self._pacing = pacing or Pacing()
        self._corpus: tuple[int, Corpus] | None = None
        self._last: tuple[tuple[int, int, bool, dict[str, bool]], Overview] | None = None
        self._handed: tuple[tuple[int, int], dict[str, int], NDArray[np.float32], NDArray[np.float32]] | None = None
        self._lock = Lock()

    def overview(self, person: Person) -> Overview:
        """Groups and texts as they stand, read anew only when something has changed. Raises NotAllowed."""
        person.require("browse", *BROWSERS)
        with self._database.read() as records:
            is_blind = records.reviews.phase().is_blind
            decided = {key: each.is_finalist for key, each in records.shortlists.decisions().items()}
            state = records.clusters.changed(), records.outbox.last(), is_blind, decided
            if self._last is not None and self._last[0] == state:
                return self._last[1]
            people = {each.id: each for each in records.people.all()}
            listed, clusters = records.clusters.listed(), records.clusters.standing()
        names = {each.id: (each.name, each.department) for each in people.values()}
        seen = tuple(_seen(each, names, is_blind, decided) for each in listed)
        heaps = {level: _heaps(seen, level, clusters, {i: p.name for i, p in people.items()}) for level in Level}
        overview = Overview(seen, heaps, is_blind)
        self._last = state, overview
        return overview

    def search(self, person: Person, words: str) -> list[tuple[Text, float]]:
        """Texts for a few words, by meaning and by word together, best first, with their likeness 0-1.

        Raises NotAllowed, TooOften, ModelUnavailable, EmbeddingFailed.
        """
        person.require("browse", *BROWSERS)
        self._pacing.search(person)
        content = Content(title=words)
        if content.is_blank():
            return []
        with on_behalf(Errand(person_id=person.id)):
            return self._near(content, MOST_FOUND)

    def like(self, person: Person, proposal_id: str, limit: int) -> list[tuple[Text, float]]:
        """Submitted and past texts like a submitted proposal, best first, with their likeness 0-1.

        Raises NotAllowed, NotFound, ModelUnavailable, EmbeddingFailed.
        """
        person.require("browse", *BROWSERS)
        with self._database.read() as records:
            content = records.proposals.get(proposal_id).content.changed(department="")
        with on_behalf(Errand(proposal_id=proposal_id, person_id=person.id)):
            found = self._near(content, limit + 1)
        return [each for each in found if each[0].id != proposal_id][:limit]

    def nearest(self, person: Person, texts: Iterable[Text]) -> dict[str, tuple[str, float]]:
        """For submitted proposals by id, the submitted one nearest by meaning and the cosine.

        One without a vector is left out. Raises NotAllowed.
        """
        person.require("browse", *BROWSERS)
        place, vectors, _kinship = self._all_handed()
        rows_of = {text.id: place[text.id] for text in texts if text.id in place}
        if len(place) < 2 or not rows_of:
            return {}
        ids, asked = list(place), list(rows_of.values())
        likeness = vectors[asked] @ vectors.T
        likeness[np.arange(len(asked)), asked] = -1.0
        best = likeness.argmax(axis=1)
        return {key: (ids[at], float(near[at])) for key, at, near in zip(rows_of, best, likeness, strict=True)}

    def kinship(self, person: Person) -> dict[str, float]:
        """For submitted proposals by id, how near the KIN nearest others are on average; low: of another field.

        The cosines are not centred: centring takes away what all of a programme share, and that is just what one from
        another field lacks (benchmarks/results/officer_task.md). Raises NotAllowed.
        """
        person.require("browse", *BROWSERS)
        place, _vectors, kinship = self._all_handed()
        return {key: float(kinship[row]) for key, row in place.items()}

    def views(self, person: Person) -> dict[str, dict[str, str]]:
        """Her saved ways of looking, by name. Raises NotAllowed."""
        person.require("browse", *BROWSERS)
        with self._database.read() as records:
            return records.clusters.views(person.id)

    def save_view(self, person: Person, name: str, conditions: Mapping[str, str]) -> None:
        """Keep a way of looking under a name; an empty set of conditions forgets it. Raises NotAllowed."""
        person.require("browse", *BROWSERS)
        with self._database.write() as records:
            if conditions:
                records.clusters.save_view(person.id, name, conditions, self._now())
            else:
                records.clusters.drop_view(person.id, name)

    def _near(self, content: Content, limit: int) -> list[tuple[Text, float]]:
        vector = self._embedding.one(content.hash(), content.whole())
        found = self._finder.find(self._searchable(), content, vector, limit=limit)
        side = {each.value[0]: each for each in Side}
        return [(Text(side[near.id[0]], near.id[2:]), near.similarity) for near in found]

    def _all_handed(self) -> tuple[dict[str, int], NDArray[np.float32], NDArray[np.float32]]:
        with self._lock, self._database.read() as records:
            change = records.outbox.last("proposal"), records.clusters.changed()
            if self._handed is None or self._handed[0] != change:
                self._handed = change, *self._read_handed(records)
            return self._handed[1:]

    def _read_handed(self, records: Records) -> tuple[dict[str, int], NDArray[np.float32], NDArray[np.float32]]:
        hashes = dict(records.proposals.entries(Stage.SUBMITTED))
        known = records.vectors.get_many(list(hashes.values()), self._embedding.model_id)
        held = [key for key, content in hashes.items() if content in known]
        profile, raw = self._finder.profile, rows([hashes[key] for key in held], known, self._embedding.dimension)
        near = nearest(raw, KIN).cosines
        kinship = near.mean(axis=1) if near.shape[1] else np.zeros(len(raw), np.float32)
        return {key: row for row, key in enumerate(held)}, profile.centre(raw, profile.mean_of(raw)), kinship

    def _searchable(self) -> Corpus:
        with self._lock, self._database.read() as records:
            change = records.outbox.last()
            if self._corpus is None or self._corpus[0] != change:
                self._corpus = change, self._build(records)
            return self._corpus[1]

    def _build(self, records: Records) -> Corpus:
        entries = [Entry(f"p:{each.id}", each.content) for each in records.proposals.in_stage(Stage.SUBMITTED)]
        if records.reviews.phase().is_blind:
            entries = [replace(each, content=each.content.changed(department="")) for each in entries]
        entries += [Entry(f"a:{each.id}", each.content) for each in records.archive.all()]
        keys = [entry.content.hash() for entry in entries]
        known = records.vectors.get_many(keys, self._embedding.model_id)
        vectors = rows(keys, known, self._embedding.dimension)
        return Corpus.build(entries, vectors, self._finder.profile)


def _seen(listed: Listed, names: Mapping[str, tuple[str, str]], is_blind: bool, decided: Mapping[str, bool]) -> Seen:
    title, department = listed.title.strip(), listed.department
    if is_blind and listed.text.side is Side.PROPOSAL:
        said = {department, *(word for each in listed.writer_ids for word in names.get(each, ()))}
        bare = "".join(title.split())
        if any(word and "".join(word.split()) in bare for word in said):  # building a pattern for each would take long
            title = masked(title, [word for word in said if len(word) > 1])
        department = ""
    return Seen(
        listed.text,
        title,
        listed.track,
        department,
        listed.outcome,
        listed.year,
        listed.submitted_at,
        listed.standing,
        _stage(listed.text, decided),
    )


def _stage(text: Text, decided: Mapping[str, bool]) -> str:
    if text.side is Side.ARCHIVE:
        return "past"
    return {None: "submitted", True: "finalist", False: "out"}[decided.get(text.id)]


def _heaps(
    seen: Iterable[Seen], level: Level, clusters: Mapping[str, Cluster], names: Mapping[str, str]
) -> tuple[Heap, ...]:
    inside: dict[str, list[Seen]] = {}
    for each in seen:
        if (cluster_id := each.standing.at(level)) in clusters and cluster_id is not None:
            inside.setdefault(cluster_id, []).append(each)
    heaps = [_heap(clusters[key], texts, names) for key, texts in inside.items()]
    return tuple(sorted(heaps, key=lambda heap: (-len(heap.seen), heap.cluster.made_at, heap.cluster.id)))


def _heap(cluster: Cluster, seen: Sequence[Seen], names: Mapping[str, str]) -> Heap:
    handed = [each for each in seen if each.text.side is Side.PROPOSAL]
    count = max(len(handed), 1)
    return Heap(
        cluster,
        tuple(seen),
        len(handed),
        sum(each.standing.near_other >= NEARLY_THE_SAME for each in handed) / count,
        1.0 - sum(each.standing.near_past for each in handed) / count,
        sum(each.standing.near_adopted for each in handed) / count,
        _counted(each.track for each in handed),
        _counted(each.department for each in handed),
        names.get(cluster.named_by, ""),
    )


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(word for word in words if word).most_common())
