"""A scripted embedding endpoint on loopback, which remembers every byte it was sent."""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

DIMENSION = 256

Answer = Callable[[list[str]], tuple[int, dict[str, Any] | bytes]]


def well(texts: list[str]) -> tuple[int, dict[str, Any] | bytes]:
    rows = [{"index": n, "object": "embedding", "embedding": [float(len(t)), 1.0, 0.0]} for n, t in enumerate(texts)]
    return 200, {"object": "list", "model": "m", "data": rows[::-1], "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def alike(texts: list[str]) -> tuple[int, dict[str, Any] | bytes]:
    """Vectors that are alike where the texts share pairs of letters, and a token for every letter."""
    rows = []
    for n, text in enumerate(texts):
        vector = [0.01] * DIMENSION
        for pair in pairwise(text):
            vector[zlib.crc32("".join(pair).encode()) % DIMENSION] += 1.0
        rows.append({"index": n, "object": "embedding", "embedding": vector})
    letters = sum(map(len, texts))
    usage = {"prompt_tokens": letters, "total_tokens": letters}
    return 200, {"object": "list", "model": "m-2", "data": rows, "usage": usage}


class Handler(BaseHTTPRequestHandler):
    server: VectorServer

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.raw.append(sent.decode())
        body = json.loads(sent)
        self.server.asked.append(body)
        self.server.headers.append(dict(self.headers))
        status, told = self.server.answer(body["input"])
        raw = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(status)
        if status == 307:
            self.send_header("Location", raw.decode())
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""


class VectorServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.raw: list[str] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Answer = well

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}/v1"


@contextmanager
def serving() -> Iterator[VectorServer]:
    running = VectorServer()
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()
