"""What passes between the application and a chat endpoint: bounded, written down, to a permitted address only.

Law: AdvisorFailed raised here is final, the library does not try again after it; no byte leaves before the ledger has
it, and none that still holds personal data of a known form.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Final

import httpx2

from assistant.binding import bare
from assistant.domain.outgoing import Outgoing, Returned
from assistant.domain.personal import find
from assistant.domain.reach import Reach
from assistant.errors import AdvisorFailed
from assistant.llm.addresses import allowed
from assistant.llm.envelope import open_envelope, usage
from assistant.llm.errand import Trip, current

MOST_BYTES: Final = 200_000
"""The largest answer read; a good one has 2,000, one of a model that tells its thoughts some 50,000."""
_WAIT_HEADERS: Final = (("retry-after-ms", 0.001), ("retry-after", 1.0))
_TRIED: Final = "x-stainless-retry-count"
_WORTH_ANOTHER: Final = frozenset({408, 409, 429})

_until: ContextVar[float] = ContextVar("chat_until", default=float("inf"))


class Patience:
    """Within it, the gate knows when the caller's time is over and tells the library not to sleep past that."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._token = _until.set(time.monotonic() + self._seconds)

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        _until.reset(self._token)


class Gate(httpx2.AsyncBaseTransport):
    """A transport around another one."""

    def __init__(
        self, wire: httpx2.AsyncBaseTransport, most_bytes: int = MOST_BYTES, reach: Reach = Reach.INTERNAL
    ) -> None:
        self._wire, self._most, self._reach = wire, most_bytes, reach

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The endpoint's answer in its simplest form.

        Raises AdvisorFailed (off, private, over_budget, bad_answer, too_long, or the last failure's reason where no
        further try is allowed).
        """
        trip = current()
        _may_go(trip, request)
        bound = await allowed(bare(request), self._reach)
        sent = await _written_down(trip, request, self._reach)
        started = time.monotonic()
        came = Returned("cut")
        try:
            response, came = await self._exchange(bound, trip)
        except httpx2.HTTPError as exc:
            trip.reason = "timeout" if isinstance(exc, httpx2.TimeoutException) else "refused"
            came = Returned(trip.reason)
            raise
        except _Unusable as unusable:
            came = unusable.came
            raise unusable.failed from None
        finally:
            _note(trip, sent, came, time.monotonic() - started)
        return response

    async def _exchange(self, request: httpx2.Request, trip: Trip) -> tuple[httpx2.Response, Returned]:
        response = await self._wire.handle_async_request(request)
        try:
            body = await self._read(response)
        finally:
            await response.aclose()
        status = response.status_code
        if status != 200:
            headers = {name: response.headers[name] for name, _ in _WAIT_HEADERS if name in response.headers}
            may = status in _WORTH_ANOTHER or status >= 500
            if not may or _waits_too_long(response.headers) or not trip.allowance.take():
                headers["x-should-retry"] = "false"
            else:
                trip.is_promised = True
            return httpx2.Response(status, headers=headers, content=body[: self._most]), Returned(str(status))
        tokens = usage(body)
        trip.input_tokens += tokens[0]
        trip.output_tokens += tokens[1]
        came = Returned("200", input_tokens=tokens[0], output_tokens=tokens[1])
        try:
            if len(body) > self._most:
                raise AdvisorFailed("too_long", f"more than {self._most} bytes")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise AdvisorFailed("bad_answer", "compressed")
            opened = open_envelope(body)
        except AdvisorFailed as failed:
            raise _Unusable(failed, came) from None
        came = Returned("200", opened.model, opened.text, *tokens)
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=opened.body), came

    async def aclose(self) -> None:
        """Close the transport inside."""
        await self._wire.aclose()

    async def _read(self, response: httpx2.Response) -> bytes:
        body = bytearray()
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        async for part in response.stream:
            body += part
            if len(body) > self._most:
                break
        return bytes(body)


class _Unusable(Exception):
    def __init__(self, failed: AdvisorFailed, came: Returned) -> None:
        self.failed, self.came = failed, came


def _may_go(trip: Trip, request: httpx2.Request) -> None:
    """Count another try. Raises AdvisorFailed where there may be none."""
    if request.headers.get(_TRIED, "0") in ("", "0"):
        return
    if trip.is_promised:
        trip.is_promised = False
    elif not trip.allowance.take():
        raise AdvisorFailed(trip.reason, "no further try")


async def _written_down(trip: Trip, request: httpx2.Request, reach: Reach) -> Outgoing:
    """The ledger's entry. Raises AdvisorFailed (private) where something personal is left: the last look of all."""
    body = (await request.aread()).decode("utf-8")
    for message in json.loads(body).get("messages", ()):
        if find(str(message.get("content", ""))):
            raise AdvisorFailed("private", "personal data was left in the text")
    url = request.url
    endpoint = str(url.copy_with(username=None, password=None, query=None, fragment=None))
    sent = Outgoing(secrets.token_hex(16), trip.errand, endpoint, trip.model, trip.prompt, body, datetime.now(UTC))
    if trip.ledger is not None:
        await asyncio.to_thread(trip.ledger.send, sent)
    return sent


def _note(trip: Trip, sent: Outgoing, came: Returned, seconds: float) -> None:
    """Written in this thread: when the work is being cancelled, nothing can be awaited any more."""
    if trip.ledger is not None:
        told = (came.status, came.model, came.answer, came.input_tokens, came.output_tokens)
        trip.ledger.receive(sent.id, Returned(*told, round(seconds, 3)))


def _waits_too_long(headers: httpx2.Headers) -> bool:
    """Whether the server asks for a pause longer than the caller has time. Dates are left to the library."""
    for name, seconds in _WAIT_HEADERS:
        try:
            return time.monotonic() + float(headers.get(name, "")) * seconds > _until.get()
        except ValueError:
            continue
    return False
