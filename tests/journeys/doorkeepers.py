"""A real OIDC provider and a real, very small reverse proxy, both on this machine."""

from __future__ import annotations

import json
import socket
import threading
import urllib.request
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it still stands on a module that Authlib will drop in 2.0
    import oidc_provider_mock
import werkzeug.serving

BUFFER = 65_536


class Provider:
    """`oidc-provider-mock` with registered clients only; remembers every token it gave out."""

    def __init__(self, redirect: str, people: Mapping[str, Mapping[str, object]]) -> None:
        users = [oidc_provider_mock.User(sub=sub, claims=dict(claims)) for sub, claims in people.items()]
        self._app = oidc_provider_mock.app(require_client_registration=True, require_nonce=True, user_claims=users)
        self.tokens: list[str] = []
        self._server: werkzeug.serving.BaseWSGIServer | None = None
        self.port = 0
        self.start()
        told = json.dumps({"redirect_uris": [redirect]}).encode()
        asked = urllib.request.Request(f"{self.url}/oauth2/clients", told, {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked) as answer:
            client = json.load(answer)
        self.client_id, self.client_secret = client["client_id"], client["client_secret"]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._server = werkzeug.serving.make_server("127.0.0.1", self.port, self._remembering, threaded=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _remembering(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = b"".join(self._app(environ, start))
        if environ["PATH_INFO"] == "/oauth2/token" and b"access_token" in body:
            given = json.loads(body)
            self.tokens += [given[name] for name in ("access_token", "id_token", "refresh_token") if name in given]
        return [body]


class ReverseProxy:
    """Takes connections on a free port, adds headers to each request and passes them on from `address`."""

    def __init__(self, to: int, address: str) -> None:
        self.to, self.address, self.headers = to, address, dict[str, str]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self._listening.accept()[0],), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        with suppress(OSError), browser:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (read := browser.recv(BUFFER)):
                    return
                head += read
            first, _, rest = head.partition(b"\r\n")
            added = [f"{name}: {value}".encode() for name, value in self.headers.items()]
            if b"upgrade: websocket" not in rest.lower():
                added.append(b"Connection: close")  # one request each, so that each gets the headers
                rest = rest.replace(b"Connection: keep-alive\r\n", b"")
            with socket.create_connection(("127.0.0.1", self.to), source_address=(self.address, 0)) as server:
                server.sendall(b"\r\n".join([first, *added, rest]))
                back = threading.Thread(target=_pass_on, args=(server, browser), daemon=True)
                back.start()
                _pass_on(browser, server)
                back.join()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while read := here.recv(BUFFER):
            there.sendall(read)
    with suppress(OSError):
        there.shutdown(socket.SHUT_WR)
