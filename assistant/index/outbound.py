"""What passes between the application and an embedding endpoint: written down first, to a permitted address only.

Law: no byte leaves before the ledger has it, and none that still holds personal data of a known form; every try of the
library is a request of its own.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Final, Protocol

import httpx2

from assistant.binding import bare, bound
from assistant.domain.outgoing import Returned
from assistant.domain.personal import find
from assistant.domain.reach import Reach, one_inside
from assistant.errors import EmbeddingFailed

MOST_BYTES: Final = 32_000_000
"""The largest answer read; 64 vectors of 4,096 numbers have some 6,000,000."""
_KEPT: Final = ("content-type", "retry-after", "retry-after-ms")


class Ledger(Protocol):
    """Where requests for vectors are written down."""

    def send(self, endpoint: str, model: str, body: str) -> str:
        """Before the first byte leaves; the entry's id. Raises EmbeddingFailed, and then nothing is sent."""
        ...

    def receive(self, outgoing_id: str, returned: Returned) -> None:
        """When the answer is there, or will not come. Raises nothing."""
        ...


class Bound(httpx2.BaseTransport):
    """A transport around another one that sends where `reach` lets it, and follows nobody elsewhere."""

    def __init__(self, wire: httpx2.BaseTransport, reach: Reach, ledger: Ledger) -> None:
        self._wire, self._reach, self._ledger = wire, reach, ledger

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The endpoint's answer. Raises EmbeddingFailed for an address outside, or where it cannot be written down."""
        going = self._addressed(bare(request))
        url, body = request.url, request.read().decode("utf-8")
        told = json.loads(body)
        if any(find(text) for text in told["input"]):
            raise EmbeddingFailed("personal data was left in the text")
        endpoint = str(url.copy_with(username=None, password=None, query=None, fragment=None))
        sent, started, came = self._ledger.send(endpoint, told["model"], body), time.monotonic(), Returned("cut")
        try:
            response, came = self._exchanged(going)
        except httpx2.HTTPError as exc:
            came = Returned("timeout" if isinstance(exc, httpx2.TimeoutException) else "refused")
            raise
        finally:
            counted = (came.input_tokens, came.output_tokens, round(time.monotonic() - started, 3))
            self._ledger.receive(sent, Returned(came.status, came.model, "", *counted))
        return response

    def close(self) -> None:
        """Close the transport inside."""
        self._wire.close()

    def _addressed(self, request: httpx2.Request) -> httpx2.Request:
        if self._reach is Reach.ANY:
            return request
        try:
            inside = self._reach is Reach.INTERNAL
            known = socket.getaddrinfo(request.url.host, None, type=socket.SOCK_STREAM) if inside else []
        except (OSError, UnicodeError):
            raise EmbeddingFailed("the endpoint's name is unknown") from None
        address = one_inside([str(entry[4][0]) for entry in known])
        if address is None:
            raise EmbeddingFailed("the endpoint is outside, and ADVICE_ENDPOINTS does not allow that")
        return bound(request, address)

    def _exchanged(self, request: httpx2.Request) -> tuple[httpx2.Response, Returned]:
        response = self._wire.handle_request(request)
        try:
            body = _read(response)
        finally:
            response.close()
        headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
        if response.headers.get("content-encoding", "identity") != "identity":
            body = b""
        answer = httpx2.Response(response.status_code, headers=headers, content=body)
        return answer, _returned(response.status_code, body)


def _read(response: httpx2.Response) -> bytes:
    body = bytearray()
    assert isinstance(response.stream, httpx2.SyncByteStream)
    for part in response.stream:
        body += part
        if len(body) > MOST_BYTES:
            return b""
    return bytes(body)


def _returned(status: int, body: bytes) -> Returned:
    """Status, model and tokens as the endpoint tells them; "" and 0 where it tells nothing readable."""
    try:
        told = json.loads(body)
        model, tokens = told.get("model"), (told.get("usage") or {}).get("prompt_tokens")
    except (ValueError, AttributeError, RecursionError):
        return Returned(str(status))
    counted = tokens if type(tokens) is int and 0 <= tokens < 2**31 else 0
    return Returned(str(status), model if isinstance(model, str) else "", "", counted)
