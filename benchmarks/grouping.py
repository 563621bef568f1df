"""Groups against truth: adjusted Rand, purity, families found, loners left alone, seconds; UMAP + HDBSCAN beside it.

    .venv/bin/python -m benchmarks.grouping --data ../shared/data --peer var/peer/bin/python --out var/grouping.md

The peer wants an environment of its own: `python3 -m venv var/peer && var/peer/bin/pip install umap-learn hdbscan`.
Without `--peer` only ours is measured. Both get the same centred vectors, which are kept in the data directory
(`ASSISTANT_DATA_DIR`), so that a second run embeds nothing. A loner counts as a group of its own in adjusted Rand.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from assistant.config import load_settings
from assistant.domain.proposal import Content
from assistant.groundwork import build_embedding, open_database
from assistant.index.groups import group
from assistant.index.profile import load_profile

Labels = NDArray[np.int32]
SEED = 11
HEADINGS = ("task", "method", "adjusted Rand", "purity", "family in one group", "that group pure", "loners alone")
HEADINGS += ("in no group", "groups", "s", "CPU s")
BACKGROUND = -1
"""Truth of texts that nobody judged: they are grouped with the others and not counted."""


@dataclass(frozen=True)
class Task:
    """Vectors and, for each, its family; a family of one is a loner."""

    name: str
    vectors: NDArray[np.float32]
    truth: NDArray[np.int64]


@dataclass(frozen=True)
class Figures:
    """What one method reaches on one task."""

    rand: float
    purity: float
    recall: float
    precision: float
    alone: float
    share_alone: float
    groups: int
    seconds: float
    cpu: float


def measure(labels: Labels, truth: NDArray[np.int64], seconds: float, cpu: float) -> Figures:
    """Figures over the judged texts; precision of a family's group counts the background in it too."""
    single = labels.astype(np.int64)
    none = single < 0
    single[none] = single.max(initial=0) + 1 + np.arange(int(none.sum()))
    judged = truth != BACKGROUND
    sizes, families = np.bincount(single), np.bincount(truth[judged])
    recall, precision, pure = [], [], 0
    for family in np.flatnonzero(families > 1):
        groups = np.bincount(single[truth == family])
        best = int(groups.argmax())
        recall.append(groups[best] / families[family])
        precision.append(groups[best] / sizes[best])
    for each in np.unique(single[judged]):
        pure += int(np.bincount(truth[judged & (single == each)]).max())
    loners = np.flatnonzero(judged & (np.isin(truth, np.flatnonzero(families == 1))))
    return Figures(
        float(adjusted_rand_score(truth[judged], single[judged])),
        pure / int(judged.sum()),
        float(np.mean(recall)) if recall else float("nan"),
        float(np.mean(precision)) if precision else float("nan"),
        float(np.mean(sizes[single[loners]] == 1)) if len(loners) else float("nan"),
        float(none.mean()),
        len(np.unique(labels[labels >= 0])),
        seconds,
        cpu,
    )


def ours(vectors: NDArray[np.float32]) -> tuple[Labels, float, float]:
    """Labels, seconds, CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    labels = group(vectors).ideas
    return labels, time.perf_counter() - wall, time.process_time() - cpu


def peer(python: str, smallest: int) -> Callable[[NDArray[np.float32]], tuple[Labels, float, float]]:
    """UMAP (15 neighbours, 5 dimensions, cosine) and HDBSCAN."""

    def run(vectors: NDArray[np.float32]) -> tuple[Labels, float, float]:
        with tempfile.TemporaryDirectory() as folder:
            given, found = Path(folder) / "v.npy", Path(folder) / "l.npy"
            np.save(given, vectors)
            command = [python, str(Path(__file__).with_name("grouping_peer.py")), str(given), str(found)]
            told = subprocess.run([*command, str(smallest), str(SEED)], check=True, capture_output=True, text=True)
            took = json.loads(told.stdout.splitlines()[-1])
            return np.load(found).astype(np.int32), took["seconds"], took["cpu"]

    return run


class Data:
    """The development files, embedded once and centred as a file of its own would be."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._settings = folder, load_settings()
        database = open_database(self._settings)
        self._embedding = build_embedding(self._settings, database, deferred=True)
        self._profile = load_profile(self._embedding.model_id)

    def rows(self, name: str) -> list[dict[str, str]]:
        """Of a JSONL file."""
        return [json.loads(line) for line in (self._folder / name).read_text("utf-8").splitlines()]

    def centred(self, contents: Sequence[Content]) -> NDArray[np.float32]:
        """(n, dimension) as the groups see them."""
        known = self._embedding.kept({c.hash(): c.whole() for c in contents if not c.is_blank()})
        raw = np.zeros((len(contents), self._embedding.dimension), np.float32)
        for row, content in enumerate(contents):
            if not content.is_blank():
                raw[row] = known[content.hash()]
        return self._profile.centre(raw, self._profile.mean_of(raw))

    def tasks(self) -> list[Task]:
        """See the results file for what they are."""
        chance = np.random.default_rng(SEED)
        para = self.rows("ko_paraKQC_clusters.jsonl")
        para_texts = [Content(title=row["text"]) for row in para]
        of = np.array([int(row["cluster"]) for row in para])
        found = [Task("ParaKQC: 478 of ten", self.centred(para_texts), of)]
        uneven: list[int] = []
        for place, cluster in enumerate(chance.permutation(np.unique(of))[:350]):
            members = chance.permutation(np.flatnonzero(of == cluster))
            uneven += members[: chance.integers(2, 11) if place < 250 else 1].tolist()
        found.append(Task("250 of 2 to 10, 100 loners", self.centred([para_texts[row] for row in uneven]), of[uneven]))
        seoul = self.rows("ko_seoul_proposals_2017_2019.jsonl")
        texts = [Content(title=row["title"] or "", body=row["body"] or "") for row in seoul]
        place_of = {row["id"]: place for place, row in enumerate(seoul)}
        campaigns = json.loads((self._folder / "ko_seoul_dev_clusters.json").read_text("utf-8"))
        truth = np.full(len(seoul), BACKGROUND)
        for number, ids in enumerate(campaigns.values()):
            truth[[place_of[each] for each in ids]] = number
        found.append(Task("Seoul: 2,712 with two campaigns", self.centred(texts), truth))
        found += [self._planted(turn, texts, truth, para_texts, of) for turn in range(3)]
        return found

    def _planted(
        self, turn: int, texts: list[Content], campaign: NDArray[np.int64], para: list[Content], of: NDArray[np.int64]
    ) -> Task:
        """375: five families (both campaigns, three of ParaKQC), ten loners from another field, the rest Seoul's."""
        chance = np.random.default_rng(100 + turn)
        families = [
            [texts[row] for row in chance.permutation(np.flatnonzero(campaign == each))[:12]] for each in (0, 1)
        ]
        for cluster in chance.permutation(np.unique(of))[:3]:
            families.append([para[row] for row in np.flatnonzero(of == cluster)[:8]])
        questions = self.rows("ko_q4all_citizen_questions.jsonl")
        loners = [questions[row] for row in chance.permutation(len(questions))[:10]]
        picked = [content for family in families for content in family]
        truth = [number for number, family in enumerate(families) for _ in family]
        picked += [Content(title=row["title"], body=row["body"][:600]) for row in loners]
        truth += list(range(5, 15))
        free = chance.permutation(np.flatnonzero(campaign == BACKGROUND))[: 375 - len(picked)]
        picked += [texts[row] for row in free]
        truth += [BACKGROUND] * len(free)
        return Task(f"375 planted, {turn + 1}", self.centred(picked), np.array(truth))


def synthetic(count: int) -> NDArray[np.float32]:
    """Groups of 2 to 60 around random middles, every tenth text alone: for the clock only."""
    chance = np.random.default_rng(SEED)
    sizes: list[int] = []
    while sum(sizes) < count:
        sizes.append(1 if chance.random() < 0.7 else int(chance.integers(2, 61)))
    middles = chance.normal(size=(len(sizes), 384)).astype(np.float32)
    rows = np.repeat(middles / np.linalg.norm(middles, axis=1, keepdims=True), sizes, axis=0)[:count]
    rows += 0.04 * chance.normal(size=rows.shape).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def main() -> None:
    """Measure and write."""
    parse = argparse.ArgumentParser()
    parse.add_argument("--data", type=Path, default=Path("../shared/data"))
    parse.add_argument("--peer", default="", help="an interpreter with umap-learn and hdbscan")
    parse.add_argument("--sizes", type=int, nargs="*", default=[10_000, 50_000])
    parse.add_argument("--out", type=Path)
    asked = parse.parse_args()
    if not asked.data.is_dir():
        sys.exit(f"no such folder: {asked.data}")
    methods: dict[str, Callable[[NDArray[np.float32]], tuple[Labels, float, float]]] = {"ours": ours}
    if asked.peer:
        methods |= {f"UMAP + HDBSCAN, from {n}": peer(asked.peer, n) for n in (2, 5)}
    lines = [
        f"| {' | '.join(HEADINGS)} |",
        f"|{'---|' * len(HEADINGS)}",
    ]
    for task in Data(asked.data).tasks():
        for name, method in methods.items():
            f = measure(*(lambda found: (found[0], task.truth, *found[1:]))(method(task.vectors)))
            shown = [f"{x:.3f}" if x == x else "–" for x in (f.rand, f.purity, f.recall, f.precision, f.alone)]
            counted = [f"{f.share_alone:.0%}", str(f.groups), f"{f.seconds:.1f}", f"{f.cpu:.1f}"]
            lines.append(f"| {' | '.join([task.name, name, *shown, *counted])} |")
            print(lines[-1], flush=True)
    for count in asked.sizes:
        vectors = synthetic(count)
        for name, method in list(methods.items())[: 2 if count <= 10_000 else 1]:
            labels, seconds, cpu = method(vectors)
            lines.append(f"| {count:,} made up | {name} | | | | | | | {labels.max() + 1} | {seconds:.1f} | {cpu:.1f} |")
            print(lines[-1], flush=True)
    if asked.out:
        asked.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
