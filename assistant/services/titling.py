"""Titles for groups by a language model, where one is configured: asked for by a person, replaced by a person's name.

Law: a name that a person gave is never overwritten; no name of an author leaves, in no phase; the day's limit holds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, Thread
from typing import Protocol

from assistant.domain.blind import masked, telling
from assistant.domain.cluster import Cluster, Side, Standing, Text
from assistant.domain.journal import Entry
from assistant.domain.person import Person
from assistant.errors import AdvisorFailed, AssistantError, NotFound
from assistant.services.clustering import BROWSERS
from assistant.storage.database import Database
from assistant.storage.records import Records

log = logging.getLogger(__name__)

EXAMPLES = 3
MOST_AT_ONCE = 40
"""Groups titled by one press, the largest first: some 15,000 tokens."""
_ONLY_THIS_ONE = frozenset({"bad_answer", "private", "too_long"})
"""Reasons after which the next group is asked for all the same."""


class Titler(Protocol):
    """What makes a title."""

    def title(self, terms: tuple[str, ...], examples: list[str], person_id: str) -> tuple[str, str]:
        """The title and which model gave it. Raises AdvisorFailed."""
        ...


@dataclass(frozen=True, slots=True)
class TitlingState:
    """How far a run is; `fault` is what ended the last one early."""

    is_running: bool = False
    done: int = 0
    of: int = 0
    titled: int = 0
    fault: AssistantError | None = None


class Titling:
    """Runs in the background, one at a time."""

    def __init__(self, database: Database, titler: Titler | None, now: Callable[[], datetime]) -> None:
        self._database, self._titler, self._now = database, titler, now
        self._busy, self._state = Lock(), TitlingState()

    @property
    def is_configured(self) -> bool:
        """Whether there is a model to ask."""
        return self._titler is not None

    def state(self) -> TitlingState:
        """How far it is."""
        return self._state

    def start(self, person: Person) -> bool:
        """Begin in the background; False where a run is under way or nobody can be asked. Raises NotAllowed."""
        person.require("title groups", *BROWSERS)
        if self._titler is None or not self._busy.acquire(blocking=False):
            return False
        self._state = TitlingState(is_running=True)
        Thread(target=self._aside, args=(person,), name="titling", daemon=True).start()
        return True

    def run(self, person: Person) -> int:
        """Title the largest groups that nobody has named and that have no title yet; how many got one.

        Raises NotAllowed, AdvisorFailed (no endpoint, over_budget, …); what was titled before stays.
        """
        person.require("title groups", *BROWSERS)
        if self._titler is None:
            raise AdvisorFailed("off", "no endpoint is configured")
        with self._database.read() as records:
            wanted = list(_untitled(records))[:MOST_AT_ONCE]
        titled = 0
        for done, (cluster, examples) in enumerate(wanted):
            self._state = replace(self._state, done=done, of=len(wanted), titled=titled)
            try:
                title, model = self._titler.title(cluster.terms, examples, person.id)
            except AdvisorFailed as failed:
                if failed.reason not in _ONLY_THIS_ONE:
                    raise
                log.info("a group keeps its key terms: %s", failed.reason)
                continue
            titled += self._store(person, cluster, title, model)
        self._state = replace(self._state, titled=titled)
        return titled

    def _aside(self, person: Person) -> None:
        try:
            self._state = TitlingState(titled=self.run(person))
        except AssistantError as exc:
            log.warning("titling groups ended early: %s", exc)
            self._state = TitlingState(titled=self._state.titled, fault=exc)
        finally:
            self._busy.release()

    def _store(self, person: Person, cluster: Cluster, title: str, model: str) -> bool:
        with self._database.write() as records:
            is_stored = records.clusters.entitle(cluster, title, model)
            if is_stored:
                facts = {"title": title, "model": model}
                records.journal.add(Entry(self._now(), person.id, "title_cluster", cluster.id, facts))
        return is_stored


def _untitled(records: Records) -> Iterator[tuple[Cluster, list[str]]]:
    """Groups without a name and a title, the largest first, with three titles of theirs, authors' names covered."""
    inside: dict[str, list[tuple[Text, Standing]]] = {}
    for text, standing in records.clusters.standings().items():
        for cluster_id in (standing.idea, standing.theme):
            if cluster_id is not None:
                inside.setdefault(cluster_id, []).append((text, standing))
    people = {person.id: person for person in records.people.all()}
    groups = [each for each in records.clusters.standing().values() if not each.name and not each.title]
    for cluster in sorted(groups, key=lambda each: (-len(inside.get(each.id, ())), each.id)):
        nearest = sorted(inside.get(cluster.id, ()), key=lambda each: (-each[1].near_other, each[0]))
        examples = [title for text, _ in nearest[:EXAMPLES] if (title := _title(records, text, people))]
        if examples:
            yield cluster, examples


def _title(records: Records, text: Text, people: dict[str, Person]) -> str:
    try:
        if text.side is Side.ARCHIVE:
            return records.archive.get(text.id).content.title.strip()
        proposal = records.proposals.get(text.id)
    except NotFound:
        return ""
    writers = [people[each] for each in (proposal.author_id, *proposal.co_author_ids) if each in people]
    return masked(proposal.content.title, telling(proposal, writers)).strip()
