"""Judged pairs of real proposals and how they are split: two thirds to fit by, one third not looked at until the end.

Pairs come from two files: `ko_seoul_dev_pairs.jsonl` in the data folder and `judged_pairs.jsonl` here (our own reading;
ids and labels only). Label 2: the same demand, 1: related, 0: different. `paraphrased_queries.jsonl` tells 64 of the
posts again in our own words. `first_answers.jsonl` holds what two readers, blind to method and score, said of
first answers nobody had judged (`benchmarks/unjudged.py`; where they differ, the lower label): such posts are right
answers to a query, but no judged pairs, and move nothing between the parts. Law: texts that somebody called the same,
and what is linked to them, are one family; a family is never split, and which part it falls into depends on its ids
alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.domain.text import letters
from assistant.index.corpus import Entry
from assistant.index.embedder import Embedder
from assistant.services.ranking import entry_of

SEOUL, GWANGHWAMUN = "ko_seoul_proposals_2017_2019.jsonl", "ko_gwanghwamun_policy_proposals.jsonl"
HERE = Path(__file__).parent
PARTS = 3
SHORTEST_COPY = 12
"""Letters from which equal texts count as one family: shorter ones ("공감합니다") say nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ids, what a reader said of them, and whether it is kept for the end."""

    a: str
    b: str
    label: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """All texts by file, all pairs, each id's family, its right answers, and every two ids that somebody has read."""

    files: dict[str, list[Entry]]
    pairs: list[Pair]
    families: dict[str, frozenset[str]]
    answers: dict[str, frozenset[str]]
    read: frozenset[frozenset[str]]

    def family(self, key: str) -> frozenset[str]:
        """Ids that ask for the same thing as `key`, without it."""
        return self.families[key] - {key}

    def right(self, key: str) -> frozenset[str]:
        """The family, and what was found to belong to it when first answers were read."""
        return self.answers[key] - {key}

    def is_kept(self, key: str) -> bool:
        """Whether the id belongs to the part not looked at until the end."""
        return _part(self.families[key]) == 0


def load(data: Path) -> Judged:
    """Read everything below the data folder. Raises FileNotFoundError."""
    files = {name: [entry_of(row) for row in _rows(data / name)] for name in (SEOUL, GWANGHWAMUN)}
    rows = [*_rows(data / "ko_seoul_dev_pairs.jsonl"), *_rows(HERE / "judged_pairs.jsonl")]
    links = [(row["a"], row["b"]) for row in rows if row["label"] == 2]
    for campaign in json.loads((data / "ko_seoul_dev_clusters.json").read_text("utf-8")).values():
        links += [(campaign[0], other) for other in campaign[1:]]
    families = _families(files, links)
    pairs = [Pair(row["a"], row["b"], row["label"], _part(families[row["a"]]) == 0) for row in rows]
    first = list(_rows(HERE / "first_answers.jsonl"))
    answers = _families(files, links + [(row["a"], row["b"]) for row in first if row["label"] == 2])
    read = frozenset(frozenset((row["a"], row["b"])) for row in rows + first)
    return Judged(files, pairs, families, answers, read)


def embedded(embedder: Embedder, texts: Sequence[str], cache: Path, at_once: int = 256) -> NDArray[np.float32]:
    """(n, dimension) raw rows of the texts, kept in `cache` so that a second run is quick."""
    key = hashlib.sha256("\0".join([embedder.model_id, *texts]).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    file = cache / f"{key}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        parts = [embedder.embed(texts[start : start + at_once]) for start in range(0, len(texts), at_once)]
        np.save(file, np.concatenate(parts))
    return np.asarray(np.load(file), dtype=np.float32)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _families(files: dict[str, list[Entry]], links: list[tuple[str, str]]) -> dict[str, frozenset[str]]:
    parent = {entry.id: entry.id for entries in files.values() for entry in entries}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    copies: dict[str, str] = {}
    for entries in files.values():
        for entry in entries:
            bare = letters(entry.content.prose())
            if len(bare) > SHORTEST_COPY:
                links = [*links, (copies.setdefault(bare, entry.id), entry.id)] if bare in copies else links
                copies.setdefault(bare, entry.id)
    for a, b in links:
        parent[root(a)] = root(b)
    members: dict[str, set[str]] = defaultdict(set)
    for key in parent:
        members[root(key)].add(key)
    return {key: frozenset(members[root(key)]) for key in parent}


def _part(family: frozenset[str]) -> int:
    return int(hashlib.sha256(min(family).encode()).hexdigest(), 16) % PARTS
