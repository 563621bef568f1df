"""Groups over a real database: late proposals join, people's acts survive, two runs give the same."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.cluster import Level, Side, Standing, Text
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content
from assistant.errors import EditConflict, GroupingFailed, Incomplete, NotAllowed, NotFound, TooLong
from assistant.index.groups_bulk import Asked, Regrouped, regroup, regroup_here
from assistant.index.nearest import Rows
from assistant.index.profile import Profile
from assistant.services.clustering import Clustering
from assistant.services.embedding import Embedding, Progress
from assistant.services.regrouping import Regroupings
from assistant.storage.database import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KIM = Person("kim", "김제안", "디지털정책과", frozenset({Role.AUTHOR}))
PARK = Person("park", "박심사", "감사담당관", frozenset({Role.REVIEWER}))
OH = Person("oh", "오운영", "창의행정담당관", frozenset({Role.ORGANISER}))
DIMENSION = 96
PLAIN = Profile("plain", "plain", "known", None, 1e9, (), {}, 0.0, 0.75, 0.05, None)


class Known:
    """An embedder of nothing: every vector is stored already."""

    model_id, dimension = "known", DIMENSION

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Never needed."""
        raise AssertionError(texts)


@dataclass
class Hall:
    """The services over one database; proposals with vectors made up around middles."""

    database: Database
    at: datetime = NOW
    group: Callable[[Rows, Asked, Progress], Regrouped] = regroup_here

    def __post_init__(self) -> None:
        embedding = Embedding(self.database, Known())
        self.regroupings = Regroupings(self.database, embedding, PLAIN, lambda: self.at, self.group)
        self.clustering = Clustering(self.database, embedding, PLAIN, self.regroupings, lambda: self.at)
        self._chance = np.random.default_rng(7)
        self._middles = self._chance.normal(size=(200, DIMENSION))
        self._middles /= np.linalg.norm(self._middles, axis=1, keepdims=True)
        with self.database.write() as records:
            for person in (KIM, PARK, OH):
                records.people.put(person)

    def _vector(self, family: int) -> NDArray[np.float32]:
        row = self._middles[family] + 0.06 * self._chance.normal(size=DIMENSION)
        return np.asarray(row / np.linalg.norm(row), np.float32)

    def hand_in(self, **families: int) -> None:
        """Submitted proposals by key, each with the number of its family; numbers from 100 on are loners'."""
        with self.database.write() as records:
            for key, family in families.items():
                content = Content(title=f"묶음 {family} 제안 {key}", idea="가로등을 세웁니다.")
                records.proposals.add(key, KIM.id, content, self.at)
                records.proposals.submit(key, f"접수-{key}", self.at)
                records.vectors.put_many({content.hash(): self._vector(family)}, "known")

    def remember(self, **families: int) -> None:
        """Adopted past ideas by key."""
        with self.database.write() as records:
            for key, family in families.items():
                content = Content(title=f"지난 {key}", idea="가로등을 세웠습니다.")
                records.archive.put_many([ArchiveItem(key, content, Outcome.ADOPTED, 2024)])
                records.vectors.put_many({content.hash(): self._vector(family)}, "known")

    def standings(self) -> dict[str, Standing]:
        """By id."""
        with self.database.read() as records:
            return {text.id: standing for text, standing in records.clusters.standings().items()}

    def idea(self, key: str) -> str:
        """The small group of a proposal that is in one."""
        found = self.standings()[key].idea
        assert found is not None
        return found

    def version(self, cluster_id: str) -> int:
        """Of a group."""
        with self.database.read() as records:
            return records.clusters.get(cluster_id).version


@contextmanager
def hall_in(folder: Path, group: Callable[[Rows, Asked, Progress], Regrouped] = regroup_here) -> Iterator[Hall]:
    database = Database(f"sqlite:///{folder / 'hall.sqlite3'}")
    database.migrate()
    try:
        yield Hall(database, group=group)
    finally:
        database.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with hall_in(tmp_path) as hall:
        yield hall


def text(key: str) -> Text:
    return Text(Side.PROPOSAL, key)


def fill(hall: Hall) -> None:
    """Twenty families of eight, and twenty loners."""
    for family in range(20):
        hall.hand_in(**{f"f{family:02}-{each}": family for each in range(8)})
    hall.hand_in(**{f"alone-{each:02}": 100 + each for each in range(20)})


def test_families_stand_together_in_themes_and_loners_alone(hall: Hall) -> None:
    fill(hall)
    hall.remember(past=3)
    run = hall.regroupings.run()
    assert (run.texts, run.old, run.moved) == (181, 0, 0)
    found = hall.standings()
    for family in range(20):
        assert len({found[f"f{family:02}-{each}"].idea for each in range(8)}) == 1
    assert all(found[f"alone-{each:02}"].idea is None for each in range(20))
    assert found["past"].idea == found["f03-0"].idea
    assert found["f03-0"].near_adopted > 0.5 > found["f04-0"].near_adopted
    with hall.database.read() as records:
        groups = records.clusters.standing()
    assert all(groups[found["f00-0"].at(level) or ""].terms for level in Level)


def test_forty_late_entries_leave_the_old_where_they_were_or_say_so(hall: Hall) -> None:
    fill(hall)
    hall.regroupings.run()
    named, kept, moved = hall.idea("f00-0"), hall.idea("f01-0"), hall.idea("f02-0")
    hall.clustering.rename(OH, named, "가로등 모음", 1)
    hall.clustering.move(PARK, [text("alone-00"), text("f03-0")], kept)
    split = hall.clustering.split(OH, moved, [text("f02-0"), text("f02-1")], 1)
    hall.clustering.merge(OH, hall.idea("f05-0"), hall.idea("f04-0"), 1)
    before = hall.standings()
    hall.at += timedelta(days=1)
    hall.hand_in(**{f"late-{each:02}": each % 22 if each % 22 < 20 else 120 + each for each in range(40)})
    assert hall.clustering.take_in() == 40
    joined = hall.standings()
    assert {key: joined[key] for key in before} == before
    assert joined["late-06"].idea == before["f06-0"].idea
    assert joined["late-20"].idea is None
    run = hall.regroupings.run()
    after = hall.standings()
    changed = {
        (key, level, joined[key].at(level), after[key].at(level))
        for key in joined
        for level in Level
        if joined[key].at(level) != after[key].at(level)
    }
    told = hall.clustering.changes(PARK, hall.at)
    assert {(each.text.id, each.level, each.before, each.after) for each in told if not each.by} == changed
    assert sum(after[key].idea == joined[key].idea for key in before) >= 0.97 * len(before)
    assert run.old == len(joined)
    with hall.database.read() as records:
        assert records.clusters.get(named).label() == "가로등 모음"
    assert {after[f"f00-{each}"].idea for each in range(8)} == {named}
    assert after["alone-00"].idea == after["f03-0"].idea == after["f01-0"].idea == kept
    assert {after[f"f02-{each}"].idea for each in range(8)} == {split, moved}
    assert {key for key in before if after[key].idea == split} == {"f02-0", "f02-1"}
    assert len({after[f"f0{family}-{each}"].idea for family in (4, 5) for each in range(8)}) == 1


def test_two_runs_over_the_same_give_the_same(tmp_path: Path) -> None:
    found = []
    for turn in ("one", "two"):
        (tmp_path / turn).mkdir()
        with hall_in(tmp_path / turn) as hall:
            fill(hall)
            hall.regroupings.run()
            hall.hand_in(late=3, alone=150)
            hall.regroupings.run()
            with hall.database.read() as records:
                found.append((hall.standings(), records.clusters.standing(), records.clusters.moves()))
    assert found[0] == found[1]


def test_an_id_is_never_used_twice(hall: Hall) -> None:
    fill(hall)
    hall.regroupings.run()
    first = {each.idea for each in hall.standings().values()}
    given_up = hall.idea("f00-0")
    hall.clustering.merge(OH, given_up, hall.idea("f01-0"), 1)
    new = hall.clustering.split(OH, hall.idea("f02-0"), [text("f02-0"), text("f02-1")], 1)
    assert new not in first
    hall.regroupings.run()
    assert given_up not in {each.idea for each in hall.standings().values()}


def test_of_two_who_name_one_group_the_second_is_told(hall: Hall) -> None:
    fill(hall)
    hall.regroupings.run()
    group = hall.idea("f00-0")
    assert hall.clustering.rename(OH, group, "  가로등 \n 모음 ", 1).name == "가로등 모음"
    with pytest.raises(EditConflict) as refused:
        hall.clustering.rename(PARK, group, "다른 이름", 1)
    assert (refused.value.expected, refused.value.found) == (1, 2)
    again = hall.clustering.rename(PARK, group, "", 2)
    assert (again.name, again.named_by) == ("", "")
    with pytest.raises(TooLong):
        hall.clustering.rename(PARK, group, "가" * 61, 3)


def test_what_cannot_be_is_refused_and_nothing_changes(hall: Hall) -> None:
    fill(hall)
    hall.regroupings.run()
    before, group = hall.standings(), hall.idea("f00-0")
    theme = before["f00-0"].theme
    everyone = [text(f"f00-{each}") for each in range(8)]
    for chosen in ([], everyone, [text("f01-0")]):
        with pytest.raises(Incomplete):
            hall.clustering.split(OH, group, chosen, 1)
    with pytest.raises(NotFound):
        hall.clustering.merge(OH, group, group, 1)
    with pytest.raises(NotFound):
        hall.clustering.move(OH, [text("f00-0")], theme)
    with pytest.raises(NotFound):
        hall.clustering.move(OH, [text("nobody")], group)
    for act in (
        lambda: hall.clustering.move(KIM, [text("f00-0")], None),
        lambda: hall.clustering.rename(KIM, group, "내 것", 1),
        lambda: hall.clustering.regroup(KIM),
        lambda: hall.clustering.changes(KIM),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert hall.standings() == before
    assert hall.version(group) == 1


def test_a_withdrawn_proposal_leaves(hall: Hall) -> None:
    fill(hall)
    hall.regroupings.run()
    with hall.database.write() as records:
        records.proposals.withdraw("f00-0", hall.at)
    hall.clustering.take_in()
    assert "f00-0" not in hall.standings()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_handful_can_be_grouped(hall: Hall, count: int) -> None:
    hall.hand_in(**{f"p{each}": 0 for each in range(count)})
    assert hall.regroupings.run().texts == count
    assert hall.clustering.take_in() == 0


def test_another_process_gives_the_same_and_one_that_dies_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for group in (regroup, regroup_here):
        (tmp_path / group.__name__).mkdir()
        with hall_in(tmp_path / group.__name__, group) as hall:
            hall.hand_in(**{f"p{each}": each // 4 for each in range(20)})
            hall.regroupings.run()
            found.append(hall.standings())
            if group is regroup:
                with monkeypatch.context() as patch:
                    patch.setattr(sys, "executable", "/bin/false")
                    with pytest.raises(GroupingFailed):
                        hall.regroupings.run()
                assert hall.standings() == found[0]
    assert found[0] == found[1]


def test_a_run_in_the_background_tells_how_far_it_is_and_is_the_only_one(hall: Hall) -> None:
    fill(hall)
    assert hall.clustering.regroup(OH)
    assert not hall.clustering.regroup(OH)
    while hall.clustering.running().is_running:
        time.sleep(0.05)
    last = hall.clustering.running().last
    assert last is not None
    assert last.texts == 180
