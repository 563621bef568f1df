"""The process that embeds in bulk: chunks of texts come in on stdin, their vectors go out on stdout.

In: a JSON list `[number, [text, …]]` a line. Out: `frames`, READY and then one a chunk. One set of weights serves
all threads (onnxruntime releases the GIL), so two cores cost no more memory than one. Law: it yields to whatever else
wants the processor, and ends at once when stdin does.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final, get_args

from assistant.errors import ModelUnavailable
from assistant.index.e5.encoder import E5Encoder, load
from assistant.index.e5.frames import FAULT, HEADER, READY
from assistant.index.e5.names import Variant

_NICENESS: Final = 10


def main(variant: Variant, threads: int) -> None:
    """Serve until stdin ends."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    try:
        encoder = load(variant)
    except ModelUnavailable as exc:
        _send(FAULT, str(exc).encode())
        return
    _send(READY, encoder.model_id.encode())
    lock = threading.Lock()
    with ThreadPoolExecutor(threads) as pool:
        for line in sys.stdin.buffer:
            number, texts = json.loads(line)
            pool.submit(_answer, encoder, lock, number, texts)
        os._exit(0)  # the reader of the answers is gone


def _answer(encoder: E5Encoder, lock: threading.Lock, number: int, texts: list[str]) -> None:
    rows = encoder.embed(texts).tobytes()
    with lock:
        _send(number, rows)


def _send(number: int, content: bytes) -> None:
    sys.stdout.buffer.write(HEADER.pack(number, len(content)) + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    wanted = next(variant for variant in get_args(Variant) if variant == sys.argv[1])
    main(wanted, int(sys.argv[2]))
