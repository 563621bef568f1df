"""From the end of a pause to the list over 6,000 past ideas: p50 and p95, for a title and for 1,500 characters.

    .venv/bin/python benchmarks/latency.py ../shared/data

Texts: the Seoul proposals, the policy proposals, and titles to fill up to 6,000; queries are texts left out of the
archive (drafts are real ones put together to 1,500 characters), each of them new to the application. Calls what the
screen calls, one query after another in one process: the list, then the evidence for it.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

QUERIES = 100
SIZE = 6_000


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of one JSONL file."""
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def quantiles(seconds: list[float]) -> str:
    """p50 / p95 / worst in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20)
    p50, p95, worst = (1000 * value for value in (statistics.median(seconds), cuts[18], max(seconds)))
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms"


def main() -> None:
    """Fill an archive, then time queries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--folder", type=Path, help="keep the archive here for the next run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        measure(arguments.data, arguments.folder or Path(temporary))


def measure(data: Path, folder: Path) -> None:
    """Print the latencies."""
    os.environ["ASSISTANT_DATA_DIR"] = str(folder)
    from assistant.config import load_settings
    from assistant.domain.archive import ArchiveItem
    from assistant.domain.person import Person
    from assistant.domain.proposal import Content
    from assistant.wiring import build

    seoul = rows(data, "ko_seoul_proposals_2017_2019.jsonl")
    long = [row for row in seoul if len(row["body"]) > 300]
    kept_out = {row["id"] for row in long[::5]}
    texts = [row for row in seoul if row["id"] not in kept_out]
    texts += rows(data, "ko_gwanghwamun_policy_proposals.jsonl")
    titles = rows(data, "ko_seoul_titles_2017_2023.jsonl")
    texts += titles[: SIZE - len(texts)]
    application = build(load_settings())
    items = [ArchiveItem(row["id"], Content(title=row["title"], body=row.get("body") or "")) for row in texts]
    with application.database.write() as records:
        records.archive.put_many(items)
    application.indexing.embed_pending()
    application.indexing.catch_up()
    person = Person("bench", "bench", "")
    application.drafting.find_similar(person, Content(title="몸풀기"))
    gc.collect()
    gc.freeze()
    whole = "\n".join(row["body"] for row in long[::5])
    queries = {
        "title only": [Content(title=row["title"]) for row in titles[SIZE : SIZE + QUERIES]],
        "1,500 characters": [
            Content(title=long[n]["title"], idea=whole[1_450 * n : 1_450 * (n + 1)]) for n in range(QUERIES)
        ],
    }
    for name, contents in queries.items():
        lists: list[float] = []
        evidence: list[float] = []
        cpu = time.process_time()
        for n, content in enumerate(contents):
            asker = Person(f"bench-{n}", "bench", "")  # one person may not search as fast as this
            since = time.perf_counter()
            found = application.drafting.list_similar(asker, content)
            lists.append(time.perf_counter() - since)
            application.drafting.add_evidence(asker, content, found)
            evidence.append(time.perf_counter() - since - lists[-1])
        used = 1000 * (time.process_time() - cpu) / len(contents)
        print(f"{name}: list {quantiles(lists)}; evidence for it {quantiles(evidence)} more; {used:.0f} CPU-ms in all")
    print(f"searched {found.searched:,} past ideas, by {'scan' if found.is_scan else 'Chroma'}")
    application.close()


if __name__ == "__main__":
    main()
