"""Vectors from an endpoint: what is sent, where it may go, and what comes of a bad answer."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx2
import numpy as np
import pytest

from assistant.config import load_settings
from assistant.domain.outgoing import Returned
from assistant.domain.reach import Reach
from assistant.errors import ConfigurationError, EmbeddingFailed, TextRefused
from assistant.index.embedder import AT_ONCE
from assistant.index.endpoint import EndpointEmbedder
from assistant.index.outbound import Bound
from tests.index.vector_server import VectorServer, alike, serving


class Written:
    """A ledger in this process; `is_lost` makes it one that cannot be written."""

    def __init__(self, *, is_lost: bool = False) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.came: dict[str, Returned] = {}
        self.is_lost = is_lost

    def send(self, endpoint: str, model: str, body: str) -> str:
        if self.is_lost:
            raise EmbeddingFailed("the ledger cannot be written")
        self.sent.append((endpoint, model, body))
        return str(len(self.sent) - 1)

    def receive(self, outgoing_id: str, returned: Returned) -> None:
        self.came[outgoing_id] = returned


@pytest.fixture
def server() -> Iterator[VectorServer]:
    with serving() as running:
        yield running


def test_rows_come_in_the_order_of_the_texts_and_as_unit_vectors(server: VectorServer) -> None:
    rows = EndpointEmbedder(server.url, "m", "", Written()).embed(["가", "가나다라"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
    assert np.allclose(rows[:, 0] / rows[:, 1], [1, 4])


def test_personal_data_of_a_known_form_never_leaves(server: VectorServer) -> None:
    secret = ("010-2345-6789", "hong@seoul.go.kr", "900101-1234568")
    EndpointEmbedder(server.url, "m", "", Written()).embed(
        [f"담당 {secret[0]}로 전화, {secret[1]}로 메일, {secret[2]}는 지웁니다."]
    )
    sent = json.dumps(server.asked, ensure_ascii=False)
    assert not [one for one in secret if one in sent]
    assert "전화" in sent


def test_the_environment_adds_nothing_and_diverts_nothing(
    server: VectorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-somebody")
    EndpointEmbedder(server.url, "m", "", Written()).embed(["글"])
    assert "of-somebody" not in json.dumps(server.headers)


def test_an_address_outside_gets_nothing_unless_the_organisation_allows_it() -> None:
    with pytest.raises(EmbeddingFailed, match="outside"):
        EndpointEmbedder("http://198.51.100.7:9/v1", "m", "", Written()).embed(
            ["글"]
        )  # TEST-NET-2 of RFC 5737: nobody is there
    with pytest.raises(EmbeddingFailed, match="outside"):
        EndpointEmbedder("http://127.0.0.1:9/v1", "m", "", Written(), Reach.OFF).embed(["글"])


def test_outside_is_refused_before_a_connection_is_made(server: VectorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.domain.reach._INSIDE", ())
    with pytest.raises(EmbeddingFailed, match="outside"):
        EndpointEmbedder(server.url, "m", "", Written()).embed(["글"])
    assert server.asked == []
    EndpointEmbedder(server.url, "m", "", Written(), Reach.ANY).embed(["글"])
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server: VectorServer) -> None:
    with serving() as other:
        server.answer = lambda _: (307, f"{other.url}/embeddings".encode())
        with pytest.raises(EmbeddingFailed):
            EndpointEmbedder(server.url, "m", "", Written()).embed(["글"])
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
def test_a_bad_answer_is_one_error_and_no_vector(server: VectorServer, name: str) -> None:
    server.answer = lambda _: BAD[name]
    with pytest.raises(EmbeddingFailed):
        EndpointEmbedder(server.url, "m", "", Written()).embed(["글"])


@pytest.mark.parametrize(("status", "of_the_text"), [(400, True), (413, True), (422, True), (500, True), (401, False)])
def test_an_answer_that_a_text_may_have_brought_about_is_told_from_others(
    server: VectorServer, status: int, of_the_text: bool
) -> None:
    server.answer = lambda _: (status, {"error": {"message": "no"}})
    with pytest.raises(EmbeddingFailed) as caught:
        EndpointEmbedder(server.url, "m", "", Written()).embed(["글"])
    assert isinstance(caught.value, TextRefused) is of_the_text


def test_vectors_of_another_length_than_before_are_refused(server: VectorServer) -> None:
    embedder = EndpointEmbedder(server.url, "m", "", Written())
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


def test_every_request_is_written_down_before_it_leaves_as_the_very_bytes_that_leave(server: VectorServer) -> None:
    ledger, seen = Written(), []
    server.answer = lambda texts: (seen.append(len(ledger.sent)), alike(texts))[1]
    EndpointEmbedder(server.url, "m", "", ledger).embed(["담당 010-2345-6789", *["글"] * AT_ONCE])
    assert seen == [1, 2]
    assert [body for _, _, body in ledger.sent] == server.raw
    assert {(endpoint, model) for endpoint, model, _ in ledger.sent} == {(f"{server.url}/embeddings", "m")}
    letters = [sum(map(len, body["input"])) for body in server.asked]
    assert [(came.status, came.model, came.input_tokens) for came in ledger.came.values()] == [
        ("200", "m-2", count) for count in letters
    ]


def test_each_try_of_the_library_has_an_entry_and_an_outcome(server: VectorServer) -> None:
    ledger, script = Written(), [(503, b""), (200, b"{}"), (200, b"{}")]
    server.answer = lambda _: script.pop(0)
    with pytest.raises(EmbeddingFailed):
        EndpointEmbedder(server.url, "m", "", ledger).embed(["글"])
    assert len(server.asked) == len(ledger.sent) == 2
    assert [came.status for came in ledger.came.values()] == ["503", "200"]


def test_an_endpoint_nobody_answers_at_is_an_outcome_too() -> None:
    ledger = Written()
    with pytest.raises(EmbeddingFailed):
        EndpointEmbedder("http://127.0.0.1:9/v1", "m", "", ledger).embed(["글"])
    assert {came.status for came in ledger.came.values()} == {"refused"}
    assert len(ledger.came) == len(ledger.sent) > 0


def test_what_cannot_be_written_down_is_not_sent(server: VectorServer) -> None:
    with pytest.raises(EmbeddingFailed, match="ledger"):
        EndpointEmbedder(server.url, "m", "", Written(is_lost=True)).embed(["글"])
    assert server.asked == []


def test_what_may_not_leave_is_in_no_ledger(server: VectorServer) -> None:
    ledger = Written()
    with pytest.raises(EmbeddingFailed, match="outside"):
        EndpointEmbedder(server.url, "m", "", ledger, Reach.OFF).embed(["글"])
    assert (ledger.sent, server.asked) == ([], [])


def test_a_text_nobody_has_sealed_is_stopped_at_the_door(server: VectorServer) -> None:
    ledger = Written()
    client = httpx2.Client(transport=Bound(httpx2.HTTPTransport(), Reach.INTERNAL, ledger))
    with pytest.raises(EmbeddingFailed, match="personal data"):
        client.post(f"{server.url}/embeddings", json={"model": "m", "input": ["담당 010-2345-6789"]})
    assert (ledger.sent, server.asked) == ([], [])


def test_no_header_tells_of_the_machine(server: VectorServer) -> None:
    EndpointEmbedder(server.url, "m", "key", Written()).embed(["글"])
    (headers,) = server.headers
    assert not [name for name in headers if "stainless" in name.lower()]
    assert (headers["authorization"], headers["accept-encoding"]) == ("Bearer key", "identity")


def test_an_answer_without_an_end_is_not_read_to_its_end(server: VectorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.outbound.MOST_BYTES", 1_000)
    server.answer = lambda texts: (200, _rows([1.0] * 5_000))
    with pytest.raises(EmbeddingFailed):
        EndpointEmbedder(server.url, "m", "", Written()).embed(["글"])


@pytest.mark.parametrize("usage", [None, [], {}, {"prompt_tokens": "7"}, {"prompt_tokens": -7}, {"prompt_tokens": 1e9}])
def test_tokens_nobody_can_read_are_no_tokens(server: VectorServer, usage: object) -> None:
    ledger = Written()
    server.answer = lambda _: (200, {**_rows([1.0, 2.0]), "usage": usage})
    with suppress(EmbeddingFailed):
        EndpointEmbedder(server.url, "m", "", ledger).embed(["글"])
    assert [came.input_tokens for came in ledger.came.values()] == [0]
