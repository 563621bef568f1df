"""What passes between the application and a chat endpoint: one bounded, well-formed answer, or a plain failure.

Servers that call themselves compatible answer with megabytes, HTML, null choices or half a sentence, and each makes
a client library fail in a way of its own. So the envelope is read, bounded and rebuilt here, below the library.
Law: AdvisorFailed raised here is final, the library does not try again after it.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from types import TracebackType
from typing import Annotated, Final

import httpx2
from pydantic import BaseModel, Field, ValidationError

from assistant.errors import AdvisorFailed

MOST_BYTES: Final = 200_000
"""The largest answer read; a good one has 2,000, one of a model that tells its thoughts some 50,000."""
_WAIT_HEADERS: Final = (("retry-after-ms", 0.001), ("retry-after", 1.0))
_SENT_HEADERS: Final = frozenset({"host", "connection", "accept", "user-agent", "content-type", "content-length"}) | {
    "authorization"
}

_until: ContextVar[float] = ContextVar("chat_until", default=float("inf"))


class Patience:
    """Within it, the gate knows when the caller's time is over and tells the library not to sleep past that."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        self._token = _until.set(time.monotonic() + self._seconds)

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        _until.reset(self._token)


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: Annotated[int, Field(ge=0)] = 0
    completion_tokens: Annotated[int, Field(ge=0)] = 0


class _Envelope(BaseModel):
    model: str | None = None
    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Usage | None = None


class Gate(httpx2.AsyncBaseTransport):
    """A transport around another one."""

    def __init__(self, wire: httpx2.AsyncBaseTransport, most_bytes: int = MOST_BYTES) -> None:
        self._wire, self._most = wire, most_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The endpoint's answer in its simplest form. Raises AdvisorFailed (bad_answer, too_long)."""
        response = await self._wire.handle_async_request(_bare(request))
        try:
            body = await self._read(response)
        finally:
            await response.aclose()
        if response.status_code != 200:
            headers = {name: response.headers[name] for name, _ in _WAIT_HEADERS if name in response.headers}
            if _waits_too_long(response.headers):
                headers["x-should-retry"] = "false"
            return httpx2.Response(response.status_code, headers=headers, content=body[: self._most])
        if len(body) > self._most:
            raise AdvisorFailed("too_long", f"more than {self._most} bytes")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise AdvisorFailed("bad_answer", "compressed")
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=_rebuilt(body))

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


def _bare(request: httpx2.Request) -> httpx2.Request:
    """The request without organisation, machine details and whatever headers the environment asked for.

    A copy: the library reads its own headers again later. No compression, so that the bytes counted are the bytes read.
    """
    headers = {name: value for name, value in request.headers.items() if name in _SENT_HEADERS}
    headers["accept-encoding"] = "identity"
    return httpx2.Request(
        request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
    )


def _waits_too_long(headers: httpx2.Headers) -> bool:
    """Whether the server asks for a pause longer than the caller has time. Dates are left to the library."""
    for name, seconds in _WAIT_HEADERS:
        try:
            return time.monotonic() + float(headers.get(name, "")) * seconds > _until.get()
        except ValueError:
            continue
    return False


def _rebuilt(body: bytes) -> bytes:
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        raise AdvisorFailed("bad_answer", "not a chat completion") from None
    choice = envelope.choices[0]
    if choice.message.refusal:
        raise AdvisorFailed("bad_answer", "the model refused")
    if choice.finish_reason == "content_filter":
        raise AdvisorFailed("bad_answer", "stopped by a content filter")
    if choice.finish_reason == "length":
        raise AdvisorFailed("too_long", "the answer was cut off")
    if not (choice.message.content or "").strip():
        raise AdvisorFailed("bad_answer", "empty")
    usage = envelope.usage or _Usage()
    return (
        _Completion(
            model=envelope.model or "",
            choices=[_Kept(message=_Said(content=choice.message.content or ""))],
            usage=_Total(**usage.model_dump(), total_tokens=usage.prompt_tokens + usage.completion_tokens),
        )
        .model_dump_json()
        .encode()
    )


class _Said(BaseModel):
    role: str = "assistant"
    content: str


class _Kept(BaseModel):
    index: int = 0
    finish_reason: str = "stop"
    message: _Said


class _Total(_Usage):
    total_tokens: int


class _Completion(BaseModel):
    id: str = ""
    object: str = "chat.completion"
    created: int = 0
    model: str
    choices: list[_Kept]
    usage: _Total
