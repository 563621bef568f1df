"""Vectors from an endpoint: what is sent, where it may go, and what comes of a bad answer."""

from __future__ import annotations

import base64
import json
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from assistant.config import load_settings
from assistant.domain.reach import Reach
from assistant.errors import ConfigurationError, EmbeddingFailed
from assistant.index.endpoint import EndpointEmbedder

Answer = Callable[[list[str]], tuple[int, dict[str, Any] | bytes]]


def _well(texts: list[str]) -> tuple[int, dict[str, Any] | bytes]:
    rows = [{"index": n, "object": "embedding", "embedding": [float(len(t)), 1.0, 0.0]} for n, t in enumerate(texts)]
    return 200, {"object": "list", "model": "m", "data": rows[::-1], "usage": {"prompt_tokens": 1, "total_tokens": 1}}


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
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


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answer: Answer = _well

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}/v1"


@contextmanager
def _serving() -> Iterator[_Server]:
    running = _Server()
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def server() -> Iterator[_Server]:
    with _serving() as running:
        yield running


def test_rows_come_in_the_order_of_the_texts_and_as_unit_vectors(server: _Server) -> None:
    rows = EndpointEmbedder(server.url, "m", "").embed(["가", "가나다라"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
    assert np.allclose(rows[:, 0] / rows[:, 1], [1, 4])


def test_personal_data_of_a_known_form_never_leaves(server: _Server) -> None:
    secret = ("010-2345-6789", "hong@seoul.go.kr", "900101-1234568")
    EndpointEmbedder(server.url, "m", "").embed(
        [f"담당 {secret[0]}로 전화, {secret[1]}로 메일, {secret[2]}는 지웁니다."]
    )
    sent = json.dumps(server.asked, ensure_ascii=False)
    assert not [one for one in secret if one in sent]
    assert "전화" in sent


def test_the_environment_adds_nothing_and_diverts_nothing(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-somebody")
    EndpointEmbedder(server.url, "m", "").embed(["글"])
    assert "of-somebody" not in json.dumps(server.headers)


def test_an_address_outside_gets_nothing_unless_the_organisation_allows_it() -> None:
    with pytest.raises(EmbeddingFailed, match="outside"):
        EndpointEmbedder("http://198.51.100.7:9/v1", "m", "").embed(["글"])  # TEST-NET-2 of RFC 5737: nobody is there
    with pytest.raises(EmbeddingFailed, match="outside"):
        EndpointEmbedder("http://127.0.0.1:9/v1", "m", "", Reach.OFF).embed(["글"])


def test_outside_is_refused_before_a_connection_is_made(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.domain.reach._INSIDE", ())
    with pytest.raises(EmbeddingFailed, match="outside"):
        EndpointEmbedder(server.url, "m", "").embed(["글"])
    assert server.asked == []
    EndpointEmbedder(server.url, "m", "", Reach.ANY).embed(["글"])
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server: _Server) -> None:
    with _serving() as other:
        server.answer = lambda _: (307, f"{other.url}/embeddings".encode())
        with pytest.raises(EmbeddingFailed):
            EndpointEmbedder(server.url, "m", "").embed(["글"])
        assert other.asked == []


def _rows(*vectors: object) -> dict[str, Any]:
    data = [{"index": n, "object": "embedding", "embedding": v} for n, v in enumerate(vectors)]
    return {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}


BAD: dict[str, tuple[int, dict[str, Any] | bytes]] = {
    "no JSON": (200, b"<html>hello</html>"),
    "half a body": (200, b'{"data": [{"index": 0,'),
    "too few rows": (200, _rows()),
    "a zero row": (200, _rows([0.0, 0.0, 0.0])),
    "not a number": (
        200,
        b'{"object":"list","model":"m","data":[{"index":0,"object":"embedding","embedding":[NaN,1,2]}]}',
    ),
    "a word": (200, _rows(["셋"])),
    "no data": (200, {"object": "list"}),
    "a wrong key": (401, {"error": {"message": "no", "type": "x", "code": "x"}}),
    "a base64 string nobody asked for": (200, _rows(base64.b64encode(struct.pack("<3f", 1, 2, 3)).decode()[:-3])),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_one_error_and_no_vector(server: _Server, name: str) -> None:
    server.answer = lambda _: BAD[name]
    with pytest.raises(EmbeddingFailed):
        EndpointEmbedder(server.url, "m", "").embed(["글"])


def test_vectors_of_another_length_than_before_are_refused(server: _Server) -> None:
    embedder = EndpointEmbedder(server.url, "m", "")
    assert embedder.dimension == 3
    server.answer = lambda texts: (200, _rows(*[[1.0, 2.0]] * len(texts)))
    with pytest.raises(EmbeddingFailed, match="another length"):
        embedder.embed(["글"])


def test_an_endpoint_for_vectors_where_no_text_may_leave_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDER", "endpoint")
    monkeypatch.setenv("EMBEDDING_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("EMBEDDING_MODEL", "m")
    monkeypatch.setenv("ADVICE_ENDPOINTS", "off")
    with pytest.raises(ConfigurationError, match="ADVICE_ENDPOINTS"):
        load_settings()
