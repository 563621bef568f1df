"""How long it takes to refuse each hostile document, and to read each healthy one, the reading process included.

.venv/bin/python -m benchmarks.hostile_documents [--out benchmarks/results/hostile_documents.md]
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from assistant.documents.reading.asking import Limits, read_document
from assistant.errors_files import FileRefused
from tests.documents.reading.hostile import HOSTILE
from tests.documents.reading.papers import PAPERS, as_docx, as_hwpx


def seconds(name: str, content: bytes) -> tuple[float, str]:
    """(seconds, reason or "read") under the limits of every installation."""
    begun = time.perf_counter()
    try:
        read_document(name, content, Limits())
        outcome = "read"
    except FileRefused as refused:
        outcome = refused.reason
    return time.perf_counter() - begun, outcome


def main() -> None:
    """Measure and write the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--out", type=Path)
    out = asked.parse_args().out
    rows, wrong = [], 0
    for case, make in HOSTILE.items():
        name, content, reason = make()
        taken, outcome = seconds(name, content)
        wrong += outcome != reason
        rows.append((taken, case.replace("_", " "), f"{len(content):,}", outcome))
    rows.sort(reverse=True)
    healthy = [
        seconds(f"a.{form}", write(paper))
        for paper in PAPERS.values()
        for form, write in (("hwpx", as_hwpx), ("docx", as_docx))
    ]
    times = sorted(taken for taken, *_ in rows)
    lines = [
        "# Hostile documents",
        "",
        "`.venv/bin/python -m benchmarks.hostile_documents --out benchmarks/results/hostile_documents.md`",
        "",
        f"{len(rows)} files made by the tests, refused by a fresh process each; load average {os.getloadavg()[0]:.1f}.",
        f"Slowest {times[-1]:.2f} s, median {times[len(times) // 2]:.2f} s; "
        f"refused for another reason than meant: {wrong}.",
        f"Healthy HWPX and DOCX: {len(healthy)} read, slowest {max(taken for taken, _ in healthy):.2f} s, "
        f"refused {sum(outcome != 'read' for _, outcome in healthy)}.",
        "",
        "| file | bytes | refused for | seconds |",
        "|---|---:|---|---:|",
        *(f"| {case} | {size} | {outcome} | {taken:.2f} |" for taken, case, size, outcome in rows),
    ]
    text = "\n".join(lines) + "\n"
    if out:
        out.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
