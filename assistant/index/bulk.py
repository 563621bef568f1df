"""Many texts at once, on all cores, in another process, so that a query in this one never waits behind them.

The process is started by command line, not by `multiprocessing`: a fork hangs thread pools, and a spawn would run the
page script again that Streamlit leaves in `__main__`. Law: chunks come as they finish, in no order; whoever stores each
one as it comes can stop at any moment and later pass only the texts that are missing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.index.e5.worker import FAULT, HEADER

MOST_TEXTS: Final = 64
MOST_CHARACTERS: Final = 8_000
"""Of a chunk: about 4,000 tokens, two seconds of one core."""
_DIMENSION: Final = 384
_AHEAD: Final = 2
"""Chunks that wait in the worker for each thread, so that none runs dry."""


def embed_many(
    texts: Sequence[str],
    *,
    variant: str = "int8",
    processes: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Chunks of (positions in `texts`, (n, 384) unit rows), the long texts first.

    `processes` cores are kept busy by one child with as many threads, which share the weights. `progress(done, all)` is
    told characters, which is what time goes with. Starting takes over a second: for a handful of texts use the encoder
    itself. Raises ModelUnavailable when the child cannot load the model or dies.
    """
    chunks = _chunks(texts)
    total, done = sum(map(len, texts)), 0
    if not chunks:
        return
    with _started(variant, processes) as child:
        assert child.stdin is not None
        try:
            sent = 0
            for received in range(len(chunks)):
                while sent < min(len(chunks), received + processes * (1 + _AHEAD)):
                    _send(child.stdin, sent, [texts[position] for position in chunks[sent]])
                    sent += 1
                number, rows = _receive(child)
                yield chunks[number], rows
                done += sum(len(texts[position]) for position in chunks[number])
                if progress is not None:
                    progress(done, total)
        finally:
            child.kill()


def _chunks(texts: Sequence[str]) -> list[list[int]]:
    """Positions, longest text first: neighbours are alike in length, and no long one is left over at the end."""
    chunks: list[list[int]] = []
    room = 0
    for position in sorted(range(len(texts)), key=lambda position: -len(texts[position])):
        room -= len(texts[position])
        if not chunks or room < 0 or len(chunks[-1]) == MOST_TEXTS:
            chunks.append([])
            room = MOST_CHARACTERS - len(texts[position])
        chunks[-1].append(position)
    return chunks


def _started(variant: str, threads: int) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(  # noqa: S603 (our own module, no shell)
        [sys.executable, "-m", "assistant.index.e5.worker", variant, str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )


def _send(pipe: IO[bytes], number: int, texts: list[str]) -> None:
    try:
        pipe.write(json.dumps([number, texts]).encode() + b"\n")  # ASCII: lone surrogates travel as escapes
        pipe.flush()
    except BrokenPipeError:
        pass  # the child has ended; its last frame or its return code says why


def _receive(child: subprocess.Popen[bytes]) -> tuple[int, NDArray[np.float32]]:
    assert child.stdout is not None
    header = child.stdout.read(HEADER.size)
    if len(header) < HEADER.size:
        raise ModelUnavailable(f"the embedding process ended with code {child.wait()}")
    number, size = HEADER.unpack(header)
    content = child.stdout.read(size)
    if number == FAULT:
        raise ModelUnavailable(content.decode())
    if len(content) < size:
        raise ModelUnavailable(f"the embedding process ended with code {child.wait()}")
    return number, np.frombuffer(content, np.float32).reshape(-1, _DIMENSION)
