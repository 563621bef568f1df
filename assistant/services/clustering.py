"""Groups as people use them: late proposals join, people name, move, split and merge; the machine's next run keeps it.

Law: whoever acts must have seen the newest version of what she changes; whatever a person placed is held there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from assistant.domain.cluster import Cluster, Level, Move, Side, Standing, Text, moves
from assistant.domain.journal import Entry
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Stage
from assistant.domain.text import storable
from assistant.errors import Incomplete, NotFound, TooLong
from assistant.index.joining_one import Stored, place_one
from assistant.index.profile import Profile
from assistant.services.embedding import Embedding
from assistant.services.regrouping import Regroupings, Running
from assistant.storage.database import Database
from assistant.storage.records import Records

BROWSERS = (Role.REVIEWER, Role.ORGANISER, Role.OFFICER)
LONGEST_NAME = 60


class Clustering:
    """What people do with groups."""

    def __init__(
        self,
        database: Database,
        embedding: Embedding,
        profile: Profile,
        regroupings: Regroupings,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._embedding, self._profile, self._now = database, embedding, profile, now
        self._regroupings = regroupings
        self._taken: tuple[int, int] | None = None

    def regroup(self, person: Person) -> bool:
        """Begin a run in the background; False where one is under way. Raises NotAllowed."""
        person.require("group", *BROWSERS)
        return self._regroupings.start()

    def running(self) -> Running:
        """Where the background run stands."""
        return self._regroupings.running()

    def take_in(self) -> int:
        """Let submitted proposals that stand nowhere yet join, and withdrawn ones leave; returns how many joined.

        Placing one among 10,000 takes milliseconds, reading those a second or two; where nothing is new, nothing is
        read. A proposal without a vector waits for the next call.
        """
        with self._database.read() as records:
            state = records.outbox.last("proposal"), records.clusters.changed()
            if state == self._taken:
                return 0
            current = dict(records.proposals.entries(Stage.SUBMITTED))
            standings = records.clusters.standings()
            hashes = {text: current.get(text.id) for text in standings if text.side is Side.PROPOSAL}
            if not standings:
                return 0
            new = [key for key in current if Text(Side.PROPOSAL, key) not in standings]
            gone = [text for text, key in hashes.items() if key is None]
            ready = records.vectors.get_many([current[key] for key in new], self._embedding.model_id)
            if not gone and not ready:
                self._taken = None if new else state
                return 0
            hashes |= {Text(Side.ARCHIVE, item.id): item.content.hash() for item in records.archive.all()}
            hashes |= {Text(Side.PROPOSAL, key): current[key] for key in new}
            wanted = [key for key in hashes.values() if key is not None]
            known = records.vectors.get_many(wanted, self._embedding.model_id)
        placed = [text for text in standings if hashes.get(text) in known]
        raw = np.stack([known[hashes[text] or ""] for text in placed]) if placed else np.zeros((0, 1), np.float32)
        mean = self._profile.mean_of(raw)
        stored = Stored(self._profile.centre(raw, mean), [standings[text] for text in placed])
        joining: dict[Text, Standing] = {}
        for key in new:
            if current[key] in known:
                row = self._profile.centre(known[current[key]][np.newaxis, :], mean)[0]
                joining[Text(Side.PROPOSAL, key)] = place_one(stored, row)
        with self._database.write() as records:
            records.clusters.stand(joining, self._now())
            records.clusters.leave(gone)
        return len(joining)

    def rename(self, person: Person, cluster_id: str, name: str, expected_version: int) -> Cluster:
        """Give a group a person's name; who stands in it then stays. An empty name gives it back to the machine.

        Raises NotAllowed, NotFound, TooLong, EditConflict where somebody changed it in the meantime.
        """
        person.require("name a group", *BROWSERS)
        name = " ".join(storable(name).split())
        if len(name) > LONGEST_NAME:
            raise TooLong({"name": LONGEST_NAME})
        at = self._now()
        with self._database.write() as records:
            by = {"name": name, "named_by": person.id if name else "", "named_at": at if name else None}
            changed = records.clusters.change(cluster_id, expected_version, **by)
            inside = _inside(records, changed)
            records.clusters.stand({text: _held(each, changed.level) for text, each in inside.items()}, at)
            records.journal.add(Entry(at, person.id, "name_cluster", cluster_id, {"name": name}))
        return changed

    def move(self, person: Person, texts: Iterable[Text], cluster_id: str | None) -> list[Move]:
        """Put texts into a small group, or out of all (None), and hold them there. Raises NotAllowed, NotFound."""
        person.require("move", *BROWSERS)
        with self._database.write() as records:
            goal = records.clusters.get(cluster_id) if cluster_id is not None else None
            if goal is not None and (goal.retired_at is not None or goal.level is not Level.IDEA):
                raise NotFound("cluster", goal.id)
            return self._put(records, person, texts, goal, "move_to_cluster")

    def split(self, person: Person, cluster_id: str, texts: Sequence[Text], expected_version: int) -> str:
        """Take texts out of a small group into a new one; both stay as they are then. Returns the new group's id.

        Raises NotAllowed, NotFound, EditConflict, Incomplete where nothing, or everything, is chosen.
        """
        person.require("split a group", *BROWSERS)
        at = self._now()
        with self._database.write() as records:
            old = records.clusters.change(cluster_id, expected_version)
            inside = _inside(records, old)
            chosen = [text for text in texts if text in inside]
            if old.level is not Level.IDEA or not chosen or len(chosen) == len(inside):
                raise Incomplete(["texts"])
            new = Cluster(records.clusters.new_id(Level.IDEA), Level.IDEA, at, terms=old.terms, example=old.example)
            records.clusters.put([new])
            rest = {text: _held(each, Level.IDEA) for text, each in inside.items() if text not in chosen}
            records.clusters.stand(rest, at)
            self._put(records, person, chosen, new, "split_cluster")
        return new.id

    def merge(self, person: Person, cluster_id: str, into: str, expected_version: int) -> list[Move]:
        """Put all of a small group into another one, which keeps its name; the first is given up for good.

        Raises NotAllowed, NotFound, EditConflict.
        """
        person.require("merge groups", *BROWSERS)
        with self._database.write() as records:
            old, goal = records.clusters.change(cluster_id, expected_version), records.clusters.get(into)
            is_possible = old.id != goal.id and old.level is goal.level is Level.IDEA and goal.retired_at is None
            if not is_possible:
                raise NotFound("cluster", into)
            stay = {text: _held(each, Level.IDEA) for text, each in _inside(records, goal).items()}
            records.clusters.stand(stay, self._now())
            changes = self._put(records, person, _inside(records, old), goal, "merge_clusters")
            records.clusters.retire([old.id], self._now(), goal.id)
        return changes

    def changes(self, person: Person, since: datetime | None = None) -> list[Move]:
        """The change list, newest first. Raises NotAllowed."""
        person.require("browse", *BROWSERS)
        with self._database.read() as records:
            return records.clusters.moves(since)

    def _put(
        self, records: Records, person: Person, texts: Iterable[Text], goal: Cluster | None, act: str
    ) -> list[Move]:
        at, before = self._now(), records.clusters.standings()
        after: dict[Text, Standing] = {}
        theme = next((each.theme for each in before.values() if goal is not None and each.idea == goal.id), None)
        for text in texts:
            if text not in before:
                raise NotFound("proposal", text.id)
            new = replace(before[text], idea=goal.id if goal else None, is_idea_held=True)
            after[text] = replace(new, theme=theme) if theme is not None else new
        changes = moves(before, after, at, person.id)
        records.clusters.stand(after, at)
        records.clusters.note(changes)
        left = {each.idea for each in before.values()} - {
            (after.get(text) or each).idea for text, each in before.items()
        }
        records.clusters.retire([cluster_id for cluster_id in left if cluster_id is not None], at)
        for text in after:
            records.journal.add(Entry(at, person.id, act, text.id, {"to": goal.id if goal else ""}))
        return changes


def _inside(records: Records, cluster: Cluster) -> dict[Text, Standing]:
    return {t: each for t, each in records.clusters.standings().items() if each.at(cluster.level) == cluster.id}


def _held(standing: Standing, level: Level) -> Standing:
    is_idea = level is Level.IDEA
    return replace(
        standing,
        is_idea_held=standing.is_idea_held or is_idea,
        is_theme_held=standing.is_theme_held or not is_idea,
    )
