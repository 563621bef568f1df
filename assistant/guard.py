"""The first to see a request and the last to see an answer: whose name was called, from where, with which headers.

A page elsewhere can make its own name stand for this machine and so speak to it with a visitor's browser (DNS
rebinding); what it cannot change is the Host it calls. Law: nothing below is reached under a name that is not ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.headers import COMMON, PLAIN, SCREENS, TLS

NOT_OUR_NAME = (
    "이 주소로는 제안 도우미를 쓸 수 없습니다. 안내받은 주소로 다시 열어 주십시오.\n"
    "This address is not one of ours. Please use the address you were given.\n"
    "(관리자/administrator: ASSISTANT_HOSTS)\n"
)


class Guard:
    """ASGI middleware. `hosts` are names without a port, in lower case; an IPv6 address stands without brackets."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower().rstrip(".") for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the class."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return

        async def harden(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                _harden(MutableHeaders(scope=message), is_tls=scope["scheme"] in {"https", "wss"})
            await send(message)

        named = Headers(scope=scope)
        if scope["type"] == "websocket":
            if not self._is_ours(named) or not _is_of_one_piece(named):
                await send({"type": "websocket.close", "code": 1008})  # before accepting: the client reads 403
                return
        elif not self._is_ours(named):
            await PlainTextResponse(NOT_OUR_NAME, 421)(scope, receive, harden)
            return
        await self.app(scope, receive, harden)

    def _is_ours(self, named: Headers) -> bool:
        hosts = named.getlist("host")
        return len(hosts) == 1 and host_name(hosts[0]) in self.hosts


def host_name(host: str) -> str:
    """The name in a Host header, without its port; empty for anything that is no plain name."""
    try:
        split = urlsplit(f"//{host}")
        _ = split.port  # raises for a port that is none
    except ValueError:
        return ""
    if split.netloc != host or "@" in host or not split.hostname:
        return ""
    return split.hostname.rstrip(".")


def _is_of_one_piece(named: Headers) -> bool:
    """Whether the page that opens a connection is one of ours; programs that send no Origin are no browsers."""
    origin = named.get("origin")
    return origin is None or urlsplit(origin).netloc == named["host"]


def _harden(headers: MutableHeaders, *, is_tls: bool) -> None:
    is_page = headers.get("content-type", "").startswith("text/html")
    headers.setdefault("Content-Security-Policy", SCREENS if is_page else PLAIN)
    if is_page:
        headers.setdefault("Cache-Control", "no-store")
    for name, value in {**COMMON, **(TLS if is_tls else {})}.items():
        headers.setdefault(name, value)
