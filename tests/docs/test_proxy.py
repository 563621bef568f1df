"""The nginx configuration of docs/operations.md, run for real before a small application of the test's own."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from tests.docs.test_operations import FILES

NAME = "ideas.example.go.kr"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
UNVERIFIED = ssl._create_unverified_context()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def tell(request: Request) -> JSONResponse:
    return JSONResponse({"path": request.url.path, "mark": request.cookies.get("node", ""), **dict(request.headers)})


async def echo(socket_: WebSocket) -> None:
    await socket_.accept()
    while True:
        await socket_.send_text(await socket_.receive_text())


@dataclass
class Proxy:
    """Where it listens for TLS and for plain requests."""

    tls: int
    plain: int

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(f"https://127.0.0.1:{self.tls}{path}", headers={"Host": NAME, **headers})
        try:
            with urllib.request.urlopen(request, context=UNVERIFIED, timeout=20) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, dict(refusal.headers), refusal.read()


def sign(folder: Path) -> None:
    """A certificate that vouches for itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "ideas.crt").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(encoding))
    (folder / "ideas.key").write_bytes(key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain))


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    if NGINX is None:
        pytest.skip("no nginx on this machine: install Debian's nginx to try the configuration")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    sign(folder)
    found, behind = Proxy(free_port(), free_port()), free_port()
    app = Starlette(routes=[WebSocketRoute("/_stcore/stream", echo), Route("/{path:path}", tell)])
    config = uvicorn.Config(app, host="127.0.0.1", port=behind, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    page = FILES["/etc/nginx/conf.d/assistant.conf"]
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{found.plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{found.tls} ssl;"),
        ("/etc/nginx/tls", str(folder)),
        ("127.0.0.1:8501", f"127.0.0.1:{behind}"),
    ):
        assert old in page
        page = page.replace(old, new)
    (folder / "assistant.conf").write_text(page)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off; events {{}}\n"
        f"http {{ access_log off; {paths} include {folder}/assistant.conf; }}\n"
    )
    tried = subprocess.run([NGINX, "-t", "-c", str(conf)], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen([NGINX, "-c", str(conf)])
    until = time.monotonic() + 60
    while time.monotonic() < until and not (server.started and is_open(found.tls)):
        time.sleep(0.05)
    yield found
    process.terminate()
    process.wait(20)
    server.should_exit = True
    thread.join(20)


def test_a_request_arrives_with_its_name_address_and_scheme(proxy: Proxy) -> None:
    status, _, body = proxy.get("/write", **{"X-Forwarded-For": "203.0.113.9"})
    told = json.loads(body)
    assert (status, told["host"], told["x-forwarded-proto"]) == (200, NAME, "https")
    assert told["x-forwarded-for"] == "127.0.0.1", "what a visitor says of his address is not believed"


def test_plain_http_is_led_to_tls(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.plain), timeout=20) as wire:
        wire.sendall(f"GET /write HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
        told = wire.makefile("rb").read().decode()
    assert told.startswith("HTTP/1.1 301")
    assert f"Location: https://{NAME}/write" in told


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_figures_stay_inside(proxy: Proxy, path: str) -> None:
    assert proxy.get(path)[0] == 404
    assert proxy.get("/healthz")[0] == 200


def test_a_websocket_goes_through(proxy: Proxy) -> None:
    address = f"wss://127.0.0.1:{proxy.tls}/_stcore/stream"
    with connect(address, ssl=UNVERIFIED, open_timeout=60, additional_headers={"Origin": f"https://{NAME}"}) as wire:
        wire.send("안녕하십니까")
        assert wire.recv(timeout=20) == "안녕하십니까"


def test_a_visitor_is_given_a_mark_once_and_keeps_it(proxy: Proxy) -> None:
    _, headers, _ = proxy.get("/")
    cookie = headers["Set-Cookie"]
    assert all(word in cookie for word in ("node=", "Secure", "HttpOnly", "SameSite=Lax"))
    mark = cookie.partition("node=")[2].partition(";")[0]
    _, headers, body = proxy.get("/", Cookie=f"node={mark}")
    assert json.loads(body)["mark"] == mark
    assert f"node={mark};" in headers["Set-Cookie"]
