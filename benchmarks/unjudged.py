"""First answers that nobody has judged yet, as a sheet to be read blind: a miss may be a true find without a label.

    .venv/bin/python -m benchmarks.unjudged --data ../shared/data --out sheet.jsonl

Every ordinary query of `benchmarks/duplicates.py` is asked of four methods; a first answer that is no known family and
no judged pair goes onto the sheet, whichever method gave it. Law: the sheet tells neither method, score nor part, and
stands in an order that depends on the ids alone, so that its reader cannot favour anybody.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.duplicates import LARGEST_FAMILY, Data, Method, methods, read
from benchmarks.judged import GWANGHWAMUN, SEOUL

ASKED = ("**ours**", "recipe: .7 e5 + .3 characters", "e5, centred", "TF-IDF, characters")


def unjudged(data: Data, asked: Sequence[Method]) -> list[tuple[str, str]]:
    """Pairs of ids (query, first answer), each once."""
    ends = dict.fromkeys(key for pair in data.judged.pairs if pair.label == 2 for key in (pair.a, pair.b))
    found: dict[frozenset[str], tuple[str, str]] = {}
    for file in (SEOUL, GWANGHWAMUN):
        ids = [entry.id for entry in data.files[file]]
        for key in ends.keys() & set(ids):
            family = data.judged.family(key)
            if len(family) >= LARGEST_FAMILY:
                continue
            for method in asked:
                first = ids[int(np.argmax(method.of_entry(file, key)))]
                if first not in data.judged.right(key) and frozenset((key, first)) not in data.judged.read:
                    found.setdefault(frozenset((key, first)), (key, first))
    return sorted(found.values(), key=lambda pair: hashlib.sha256("".join(sorted(pair)).encode()).hexdigest())


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sheet: a line of JSON per pair with both titles and texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ASSISTANT_SHARED_DATA", "../shared/data")))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "assistant-benchmarks")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(arguments)
    data = read(args.data)
    texts = {entry.id: entry.content for entries in data.files.values() for entry in entries}
    pairs = unjudged(data, [method for method, _ in methods(data, args.cache)[0] if method.name in ASKED])
    with args.out.open("w", encoding="utf-8") as sheet:
        for a, b in pairs:
            sides = {
                side: {"title": texts[key].title, "text": texts[key].prose()} for side, key in (("A", a), ("B", b))
            }
            sheet.write(json.dumps({"a": a, "b": b, **sides}, ensure_ascii=False) + "\n")
    print(f"{len(pairs)} pairs to be read")


if __name__ == "__main__":
    main()
