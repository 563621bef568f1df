"""How long the real archive takes to come in: rows a second, CPU seconds, peak memory, all processes together.

    .venv/bin/python benchmarks/importing.py ../shared/data/ko_seoul_proposals_2017_2019.jsonl

Runs `assistant import FILE --as archive` on an empty data directory, then once more, when nothing is left to embed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path


def tree_rss(root: int) -> int:
    """Resident bytes of a process and everything below it, shared pages counted once (PSS where readable)."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    family, grown = {root}, True
    while grown:
        grown = False
        for pid, parent in parents.items():
            if parent in family and pid not in family:
                family.add(pid)
                grown = True
    total = 0
    for pid in family:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


def run(file: Path, folder: Path) -> tuple[float, float, float, str]:
    """Seconds, CPU seconds, peak megabytes, and what the command said."""
    command = [str(Path(sys.executable).with_name("assistant")), "import", str(file), "--as", "archive", "--quiet"]
    environment = {**os.environ, "ASSISTANT_DATA_DIR": str(folder)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    since, peak = time.monotonic(), 0
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as going:
        said: list[str] = []
        reader = threading.Thread(target=lambda: said.append(going.stdout.read() if going.stdout else ""))
        reader.start()
        while going.poll() is None:
            peak = max(peak, tree_rss(going.pid))
            time.sleep(2)  # reading the memory maps costs CPU of its own
        reader.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - since, cpu, peak / 1e6, said[0].strip().splitlines()[-1]


def main() -> None:
    """Print a small table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    rows = sum(1 for line in file.open("rb") if line.strip())
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first run", "second run"):
            seconds, cpu, peak, said = run(file, Path(folder))
            print(f"{name}: {seconds:.0f} s, {cpu:.0f} CPU-s, {rows / seconds:.0f} rows/s, peak {peak:.0f} MB | {said}")


if __name__ == "__main__":
    main()
