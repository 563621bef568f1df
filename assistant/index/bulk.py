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
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.index.e5.frames import FAULT, HEADER, READY
from assistant.index.e5.names import DIMENSION, Variant, model_id

MOST_TEXTS: Final = 64
MOST_CHARACTERS: Final = 8_000
"""Of a chunk: about 4,000 tokens, two seconds of one core."""
_AHEAD: Final = 2
"""Chunks that wait in the worker for each thread, so that none runs dry."""


def embed_many(
    texts: Sequence[str],
    *,
    variant: Variant = "int8",
    processes: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
    """Chunks of (positions in `texts`, (n, 384) unit rows), the long texts first.

    `processes` cores are kept busy by one child with as many threads, which share the weights. `progress(done, all)` is
    told characters, which is what time goes with. Starting takes over a second: for a handful of texts use the encoder
    itself. Raises ModelUnavailable when the child cannot load the model, has to fall back to another variant, or dies.
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
                number, rows = _rows(child, variant)
                yield chunks[number], rows
                done += sum(len(texts[position]) for position in chunks[number])
                if progress is not None:
                    progress(done, total)
        finally:
            child.kill()
            with suppress(BrokenPipeError):  # what a dead child did not read is still in the pipe's buffer
                child.stdin.close()


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


def _rows(child: subprocess.Popen[bytes], variant: Variant) -> tuple[int, NDArray[np.float32]]:
    """Number and rows of the next chunk."""
    number, content = _frame(child)
    if number == READY:
        if content.decode() != model_id(variant):
            raise ModelUnavailable(
                f"{model_id(variant)} gives wrong vectors on this machine; set ASSISTANT_EMBEDDER_VARIANT=fp32"
            )
        number, content = _frame(child)
    if number == FAULT:
        raise ModelUnavailable(content.decode())
    return number, np.frombuffer(content, np.float32).reshape(-1, DIMENSION)


def _frame(child: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    assert child.stdout is not None
    header = child.stdout.read(HEADER.size)
    number, size = HEADER.unpack(header) if len(header) == HEADER.size else (FAULT, -1)
    content = child.stdout.read(size) if size >= 0 else b""
    if len(content) != size:
        raise ModelUnavailable(f"the embedding process ended with code {child.wait()}")
    return number, content
