"""How often the right earlier idea is found, and how often "the same" is right: ours and the peers, one table.

    .venv/bin/python -m benchmarks.duplicates --data ../shared/data --part kept --out benchmarks/results/duplicates.md

Rows (with 95 % bootstrap intervals): ordinary queries (every post that a reader called the same as another one), low
overlap (demands told again in other words, by us; posts of one campaign that share hardly a letter), short questions
(ParaKQC), judged pairs. A method's line for "the same" is where it is right 91 times in 100 on the part that is not
kept; trigrams have theirs at .25, as Decidim had. Law: `--part kept` is what nothing was chosen by.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.index.choice import choose
from assistant.index.corpus import Corpus, Entry
from assistant.index.profile import load_profile
from benchmarks import peers
from benchmarks.fit_profile import RIGHT, begins
from benchmarks.judged import GWANGHWAMUN, HERE, SEOUL, Judged, Pair, embedded, load

QUESTIONS = "ko_paraKQC_clusters.jsonl"
LARGEST_FAMILY = 12
"""Queries of larger families (campaigns) are no ordinary ones: any of a hundred posts would do."""
HARDLY = 0.03
DRAWS = 1_000

Vectors = NDArray[np.float32]
Numbers = list[float]


@dataclass(slots=True)
class Data:
    """Texts by file, their raw vectors by model, and the questions asked of them."""

    judged: Judged
    files: dict[str, list[Entry]]
    clusters: dict[str, int]
    told_again: list[tuple[Content, str, bool]]
    vectors: dict[str, dict[str, Vectors]] = field(default_factory=dict)


def read(data: Path) -> Data:
    """Everything from files. Raises FileNotFoundError."""
    judged = load(data)
    rows = [json.loads(line) for line in (data / QUESTIONS).read_text("utf-8").splitlines()]
    files = {**judged.files, QUESTIONS: [Entry(row["id"], Content(title=row["text"])) for row in rows]}
    again = [json.loads(line) for line in (HERE / "paraphrased_queries.jsonl").read_text("utf-8").splitlines()]
    told_again = [(Content(title=row["title"], body=row["body"]), row["same_as"], row["kept"]) for row in again]
    return Data(judged, files, {row["id"]: row["cluster"] for row in rows}, told_again)


class Method:
    """One method over all files; scores are computed once per text."""

    def __init__(self, name: str, make: Callable[[str], peers.Peer], data: Data, model: str = "") -> None:
        self.name, self._data, self._model = name, data, model
        self._peers = {file: make(file) for file in data.files}
        self._position = {file: {e.id: row for row, e in enumerate(es)} for file, es in data.files.items()}
        self._known: dict[tuple[str, str], NDArray[np.float64]] = {}

    def of_entry(self, file: str, key: str) -> NDArray[np.float64]:
        """Scores of an entry against its own file; its own is made the lowest."""
        if (file, key) not in self._known:
            row = self._position[file][key]
            vector = self._data.vectors[self._model][file][row] if self._model else None
            found = self._peers[file].scores(self._data.files[file][row].content, vector)
            found[row] = -np.inf
            self._known[file, key] = found
        return self._known[file, key]

    def of_text(self, file: str, content: Content, vector: Vectors | None) -> NDArray[np.float64]:
        """Scores of any text against a file."""
        return self._peers[file].scores(content, vector)

    def of_pair(self, pair: Pair) -> float:
        """Likeness of a pair, the mean of both ways."""
        file = next(f for f, rows in self._position.items() if pair.a in rows)
        rows = self._position[file]
        return float(self.of_entry(file, pair.a)[rows[pair.b]] + self.of_entry(file, pair.b)[rows[pair.a]]) / 2


def found_at(scores: NDArray[np.float64], right: set[int], most: int) -> float:
    """Share of the right ones (of `most`, if there are more) among the first `most`."""
    first = set(np.argsort(-scores, kind="stable")[:most].tolist())
    return len(first & right) / min(most, len(right))


def ordinary(method: Method, data: Data, part: bool, file: str, most: int) -> Numbers:
    """Per query: recall at `most`, or for `most` 1 whether the first is right."""
    position = {entry.id: row for row, entry in enumerate(data.files[file])}
    ends = (key for pair in data.judged.pairs if pair.label == 2 for key in (pair.a, pair.b))
    out = []
    for key in dict.fromkeys(k for k in ends if k in position and data.judged.is_kept(k) is part):
        family = data.judged.family(key)
        if len(family) < LARGEST_FAMILY:
            right = {position[other] for other in data.judged.right(key) if other in position}
            out.append(found_at(method.of_entry(file, key), right, most))
    return out


def told_again(method: Method, data: Data, part: bool, most: int) -> Numbers:
    """Per demand told again in other words: whether the post is among the first `most`."""
    position = {entry.id: row for row, entry in enumerate(data.files[SEOUL])}
    vectors = data.vectors[method._model]["told again"] if method._model else None
    out = []
    for row, (content, same_as, kept) in enumerate(data.told_again):
        if kept is part:
            scores = method.of_text(SEOUL, content, None if vectors is None else vectors[row])
            out.append(found_at(scores, {position[same_as]}, most))
    return out


def campaigns(method: Method, letters: Method, data: Data) -> Numbers:
    """Per campaign post: recall at 10 of the posts of its campaign that share hardly a letter, the others left out."""
    position = {entry.id: row for row, entry in enumerate(data.files[SEOUL])}
    out = []
    for family in {f for f in data.judged.families.values() if len(f) >= LARGEST_FAMILY}:
        for key in sorted(family & position.keys()):
            others = np.array([position[other] for other in sorted(family - {key}) if other in position])
            shared = letters.of_entry(SEOUL, key)[others]
            right = set(others[shared < HARDLY].tolist())
            if len(right) >= 3:
                scores = method.of_entry(SEOUL, key).copy()
                scores[others[shared >= HARDLY]] = -np.inf
                out.append(found_at(scores, right, 10))
    return out


def questions(method: Method, data: Data, part: bool, most: int = 200) -> Numbers:
    """Per short question: whether the first found is a paraphrase of it."""
    chosen = [e.id for e in data.files[QUESTIONS] if (data.clusters[e.id] % 3 == 0) is part]
    ids = [entry.id for entry in data.files[QUESTIONS]]
    out = []
    for key in np.random.default_rng(2).choice(chosen, min(most, len(chosen)), replace=False).tolist():
        best = int(np.argmax(method.of_entry(QUESTIONS, key)))
        out.append(float(data.clusters[ids[best]] == data.clusters[key]))
    return out


def average_precision(scores: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Mean of the precisions at each true pair, by falling score."""
    if not same.any():
        return float("nan")
    held = same[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(held) / np.arange(1, len(held) + 1))[held].mean())


def interval(draw: Callable[[NDArray[np.int64]], float], size: int) -> str:
    """The figure and its 95 % bootstrap interval."""
    if not size:
        return "–"
    chance = np.random.default_rng(0)
    drawn = [draw(chance.integers(0, size, size)) for _ in range(DRAWS)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return f"{draw(np.arange(size)):.3f} ({low:.2f}–{high:.2f})"


def mean_of(numbers: Numbers) -> str:
    """Mean of per-query figures with its interval."""
    array = np.array(numbers)
    return interval(lambda rows: float(array[rows].mean()), len(array))


def column(method: Method, letters: Method, data: Data, part: bool, line: float | None) -> dict[str, str]:
    """All rows of one method. `line` None: where it is right often enough on the open part."""
    open_pairs = [pair for pair in data.judged.pairs if not pair.is_kept]
    if line is None:
        chances = np.array([method.of_pair(pair) for pair in open_pairs])
        line = begins(chances, np.array([pair.label == 2 for pair in open_pairs]), RIGHT)
    pairs = [pair for pair in data.judged.pairs if pair.is_kept is part]
    scores, labels = np.array([method.of_pair(pair) for pair in pairs]), np.array([pair.label for pair in pairs])
    same, said = labels == 2, scores >= line

    def share(of: NDArray[np.bool_], among: NDArray[np.bool_]) -> Callable[[NDArray[np.int64]], float]:
        return lambda rows: float(of[rows][among[rows]].mean()) if among[rows].any() else float("nan")

    n = len(pairs)
    return {
        "ordinary, Seoul: first is right": mean_of(ordinary(method, data, part, SEOUL, 1)),
        "ordinary, Seoul: recall@5": mean_of(ordinary(method, data, part, SEOUL, 5)),
        "ordinary, Gwanghwamun: first is right": mean_of(ordinary(method, data, part, GWANGHWAMUN, 1)),
        "told again: recall@1": mean_of(told_again(method, data, part, 1)),
        "told again: recall@5": mean_of(told_again(method, data, part, 5)),
        "told again: recall@10": mean_of(told_again(method, data, part, 10)),
        "campaign posts, hardly a shared letter: recall@10": mean_of(campaigns(method, letters, data)),
        "short questions: first is right": mean_of(questions(method, data, part)),
        "pairs: average precision": interval(lambda rows: average_precision(scores[rows], same[rows]), n),
        'pairs called "the same": right': interval(share(same, said), n),
        'pairs called "the same": of all true ones': interval(share(said, same), n),
        "look-alikes (different) called the same": interval(share(said, labels == 0), n),
        "related called the same": interval(share(said, labels == 1), n),
    }


def methods(data: Data, cache: Path) -> tuple[list[tuple[Method, float | None]], Method]:
    """Every method that can run here with its line; characters alone also decide what low overlap is."""
    contents = {file: [entry.content for entry in entries] for file, entries in data.files.items()}
    models = [choose("e5", "int8")[0], choose("use", "int8")[0]]
    if peers.EnglishMiniLm.is_here():
        models.append(peers.EnglishMiniLm())
    for model in models:
        data.vectors[model.model_id] = {
            **{file: embedded(model, [c.whole() for c in held], cache) for file, held in contents.items()},
            "told again": embedded(model, [content.whole() for content, _, _ in data.told_again], cache),
        }
    characters = Method("TF-IDF, characters", lambda file: peers.Characters(contents[file]), data)
    e5 = models[0].model_id

    def dense(model: str, is_centred: bool = True) -> Callable[[str], peers.Peer]:
        return lambda file: peers.Dense(data.vectors[model][file], is_centred)

    def ours(model: str) -> Callable[[str], peers.Peer]:
        profile = load_profile(model)
        embedder = next(m for m in models if m.model_id == model)
        return lambda file: peers.Ours(
            contents[file], Corpus.build(data.files[file], data.vectors[model][file], profile), profile, embedder
        )

    cut = peers.morphemes()
    found: list[tuple[Method, float | None]] = [
        (Method("**ours**", ours(e5), data, e5), load_profile(e5).near_duplicate_from),
        (
            Method("ours, USE stands in", ours(models[1].model_id), data, models[1].model_id),
            load_profile(models[1].model_id).near_duplicate_from,
        ),
        (
            Method(
                "recipe: .7 e5 + .3 characters",
                lambda file: peers.Recipe(peers.Dense(data.vectors[e5][file]), peers.Characters(contents[file])),
                data,
                e5,
            ),
            None,
        ),
        (Method("e5, centred", dense(e5), data, e5), None),
        (Method("e5, raw", dense(e5, False), data, e5), None),
        (characters, None),
        (Method("TF-IDF, Kiwi morphemes", lambda file: peers.Sets(contents[file], cut, True), data), None),
        (
            Method("trigrams ≥ .25 (Decidim)", lambda file: peers.Sets(contents[file], peers.trigrams, False), data),
            0.25,
        ),
        (Method("USE-multilingual, centred", dense(models[1].model_id), data, models[1].model_id), None),
    ]
    if len(models) > 2:
        name = models[2].model_id
        found.append((Method("MiniLM, English (Chroma's)", dense(name, False), data, name), None))
    return found, characters


def table(columns: dict[str, dict[str, str]]) -> str:
    """Markdown: methods as rows would be too wide, so figures are rows."""
    names = list(columns)
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for row in columns[names[0]]:
        lines.append(f"| {row} | " + " | ".join(columns[name][row] for name in names) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ASSISTANT_SHARED_DATA", "../shared/data")))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "assistant-benchmarks")
    parser.add_argument("--part", choices=["kept", "open"], default="kept")
    parser.add_argument("--only", help="only methods whose name contains this")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(arguments)
    data = read(args.data)
    part = args.part == "kept"
    all_methods, characters = methods(data, args.cache)
    chosen = [(m, line) for m, line in all_methods if not args.only or args.only in m.name]
    text = table({m.name: column(m, characters, data, part, line) for m, line in chosen})
    pairs = [pair.label for pair in data.judged.pairs if pair.is_kept is part]
    text += (
        f"\n\n{len(pairs)} pairs: {pairs.count(2)} the same, {pairs.count(1)} related, {pairs.count(0)} different.\n"
    )
    print(text)
    if args.out:
        args.out.parent.mkdir(exist_ok=True)
        args.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
