"""Grouping everything anew in the background, under the names and ids that stand.

Law: the numbers come from another process and no screen waits for it; what is stored changes in one transaction, and
every old text that moves stands in the change list.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock, Thread

from assistant.domain.archive import Outcome
from assistant.domain.blind import masked, telling
from assistant.domain.cluster import Cluster, Level, Side, Standing, Text, moves, settle
from assistant.domain.proposal import Content, Stage
from assistant.domain.text import normalise
from assistant.errors import AssistantError
from assistant.index.groups_bulk import Asked, Regrouped, regroup
from assistant.index.names import READ_CHARACTERS
from assistant.index.nearest import Rows
from assistant.index.profile import Profile
from assistant.services.embedding import PAST_IDEA, Embedding, Progress, rows, silent
from assistant.storage.database import Database
from assistant.storage.records import Records

log = logging.getLogger(__name__)

LONGEST_EXAMPLE = 80


@dataclass(frozen=True, slots=True)
class Regrouping:
    """How a run went: texts grouped, old texts, and how many of them moved to another small group."""

    texts: int
    old: int
    moved: int


@dataclass(frozen=True, slots=True)
class Running:
    """Where a background run stands; `fault` is what ended the last one."""

    is_running: bool = False
    done: int = 0
    of: int = 0
    last: Regrouping | None = None
    fault: AssistantError | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What is grouped: texts in order, their contents, which are past and adopted."""

    texts: tuple[Text, ...]
    contents: tuple[Content, ...]
    openings: tuple[str, ...]
    is_adopted: tuple[bool, ...]


class Regroupings:
    """Runs, one at a time; `group` does the numbers, in another process unless told otherwise."""

    def __init__(
        self,
        database: Database,
        embedding: Embedding,
        profile: Profile,
        now: Callable[[], datetime],
        group: Callable[[Rows, Asked, Progress], Regrouped] = regroup,
    ) -> None:
        self._database, self._embedding, self._profile, self._now = database, embedding, profile, now
        self._group = group
        self._busy, self._state = Lock(), Running()

    def start(self) -> bool:
        """Begin a run in the background; False where one is under way."""
        if not self._busy.acquire(blocking=False):
            return False
        self._state = Running(is_running=True, last=self._state.last)
        Thread(target=self._aside, name="regrouping", daemon=True).start()
        return True

    def running(self) -> Running:
        """Where the background run stands."""
        return self._state

    def run(self, progress: Progress = silent) -> Regrouping:
        """Group everything now. Raises GroupingFailed, ModelUnavailable, EmbeddingFailed."""
        with self._database.read() as records:
            read = _read(records)
            before = records.clusters.standings()
        keys = [None if content.is_blank() else content.hash() for content in read.contents]
        wanted = {key: c.whole() for key, c in zip(keys, read.contents, strict=True) if key is not None}
        told = sorted(zip(read.texts, keys, strict=True), key=lambda each: each[0].side is Side.PROPOSAL)
        whose = {key: PAST_IDEA if text.side is Side.ARCHIVE else text.id for text, key in told if key is not None}
        known = self._embedding.kept(wanted, progress, whose)
        raw = rows(keys, known, self._embedding.dimension)
        vectors = self._profile.centre(raw, self._profile.mean_of(raw))
        return self._store(read, self._group(vectors, _asked(read, before), progress))

    def _aside(self) -> None:
        try:
            self._state = Running(last=self.run(self._note))
        except AssistantError as exc:
            log.warning("the groups stay as they were: %s", exc)
            self._state = Running(last=self._state.last, fault=exc)
        finally:
            self._busy.release()

    def _note(self, done: int, of: int) -> None:
        self._state = replace(self._state, done=done, of=of)

    def _store(self, read: _Read, found: Regrouped) -> Regrouping:
        at = self._now()
        with self._database.write() as records:
            stored = records.clusters
            before, standing = stored.standings(), stored.standing()
            ideas = dict(zip(read.texts, found.ideas, strict=True))
            themes = dict(zip(read.texts, found.themes, strict=True))
            after = settle(before, ideas, themes, stored.new_id)
            for row, text in enumerate(read.texts):
                x, y = found.places[row]
                near = {name: getattr(found, name)[row] for name in ("near_other", "near_past", "near_adopted")}
                after[text] = replace(after[text], x=x, y=y, **near)
            named = _named(read, after, found, standing, at)
            stored.put(named)
            stored.retire(standing.keys() - {cluster.id for cluster in named}, at)
            changes = moves(before, after, at)
            stored.leave(before.keys() - after.keys())
            stored.stand(after, at)
            stored.note(changes)
        moved = sum(move.level is Level.IDEA for move in changes)
        return Regrouping(len(after), len(before.keys() & after.keys()), moved)


def _read(records: Records) -> _Read:
    people = {person.id: person for person in records.people.all()}
    proposals = sorted(records.proposals.in_stage(Stage.SUBMITTED), key=lambda each: each.id)
    past = records.archive.all()
    openings = [
        masked(_opening(p.content), telling(p, [people[a] for a in (p.author_id, *p.co_author_ids) if a in people]))
        for p in proposals
    ]
    return _Read(
        tuple([Text(Side.PROPOSAL, p.id) for p in proposals] + [Text(Side.ARCHIVE, item.id) for item in past]),
        tuple([p.content for p in proposals] + [item.content for item in past]),
        tuple(openings + [_opening(item.content) for item in past]),
        tuple([False] * len(proposals) + [item.outcome in (Outcome.ADOPTED, Outcome.RUNNING) for item in past]),
    )


def _opening(content: Content) -> str:
    parts = (content.title, content.idea, content.problem, content.body, content.effect)
    return normalise("\n".join(part[: 2 * READ_CHARACTERS] for part in parts))[:READ_CHARACTERS]


def _asked(read: _Read, before: Mapping[Text, Standing]) -> Asked:
    """The stored grouping as the start of the next; nothing to start from is told as None."""
    is_past = tuple(text.side is Side.ARCHIVE for text in read.texts)
    if not before:
        return Asked(None, None, None, is_past, read.is_adopted, read.openings)
    return Asked(
        _numbers([before[text].idea if text in before else None for text in read.texts]),
        _numbers([before[text].theme if text in before else None for text in read.texts]),
        tuple((before[text].x, before[text].y) if text in before else None for text in read.texts),
        is_past,
        read.is_adopted,
        read.openings,
    )


def _numbers(ids: Sequence[str | None]) -> tuple[int, ...]:
    number = {each: place for place, each in enumerate(sorted({each for each in ids if each is not None}))}
    return tuple(-1 if each is None else number[each] for each in ids)


def _named(
    read: _Read, after: Mapping[Text, Standing], found: Regrouped, standing: Mapping[str, Cluster], at: datetime
) -> list[Cluster]:
    """The groups to store, with the terms of the machine's group that gives each most texts; people's names stay."""
    votes: dict[tuple[Level, str], Counter[int]] = {}
    for text, idea, theme in zip(read.texts, found.ideas, found.themes, strict=True):
        for level, number in ((Level.IDEA, idea), (Level.THEME, theme)):
            if (cluster_id := after[text].at(level)) is not None:
                votes.setdefault((level, cluster_id), Counter())[number] += 1
    names = {Level.IDEA: found.idea_names, Level.THEME: found.theme_names}
    named = []
    for (level, cluster_id), count in votes.items():
        known = standing.get(cluster_id, Cluster(cluster_id, level, at))
        number = min(count, key=lambda each: (-count[each], each))
        if number >= 0:
            name = names[level][number]
            title = read.openings[name.example].split("\n")[0][:LONGEST_EXAMPLE]
            known = known.described(name.terms, title)
        named.append(known)
    return named
