"""The real server: every kind of route with its headers, another name refused, an upload over the limit refused."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from assistant.headers import COMMON
from tests.journeys.conftest import Server
from tests.journeys.steps import enter

pytestmark = pytest.mark.browser

DOCUMENTS = ["/", "/write", "/index.html"]
PAGES = ["/record/advice", "/vote", "/hall/nothing", "/nowhere", "/vote/nothing", "/hall/a/b", "/record/b", "/404.html"]
OTHERS = [
    "/language/xx",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/nothing",
    "/_stcore/agent/openapi.json",
    "/media/nothing.png",
    "/component/nothing/index.html",
    "/_stcore/bidi-components/nothing/x.js",
    "/vote/static/vote.css",
    "/hall/hall.js",
    "/favicon.png",
    "/%2e%2e/etc/passwd",
]


def ask(
    server: Server, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their lower-case names, body; nothing is followed."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(method, path, body, dict(headers or {}))
    answer = connection.getresponse()
    got = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return got


def static_files(server: Server) -> list[str]:
    document = ask(server, "/")[2].decode()
    return [f"/{path}" for path in re.findall(r'(?:src|href)="\./(static/[^"]+)"', document)[:3]]


def test_every_route_has_the_common_headers_and_a_policy(server: Server) -> None:
    lacking = []
    for path in [*DOCUMENTS, *PAGES, *OTHERS, *static_files(server)]:
        status, headers, _ = ask(server, path)
        wrong = [name for name, value in COMMON.items() if headers.get(name.lower()) != value]
        if not headers.get("content-security-policy", "").startswith("default-src 'none'"):
            wrong.append("Content-Security-Policy")
        if path in DOCUMENTS + PAGES and headers.get("cache-control") != "no-store":
            wrong.append("Cache-Control")
        if "strict-transport-security" in headers:
            wrong.append("Strict-Transport-Security without TLS")
        lacking += [(path, status, wrong)] if wrong else []
    assert lacking == []


def test_refusals_of_every_kind_have_them_too(server: Server) -> None:
    for method, path, status in (("POST", "/", 405), ("DELETE", "/vote", 405), ("GET", "/nowhere", 404)):
        found, headers, body = ask(server, path, method)
        assert found == status, path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert b"Traceback" not in body


def test_the_document_holds_no_script_of_its_own(server: Server) -> None:
    document = ask(server, "/")[2].decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", document) == []
    assert re.findall(r"\son\w+=", document) == []


def test_behind_a_proxy_that_ends_tls_browsers_are_told_to_stay_with_it(server: Server) -> None:
    _, headers, _ = ask(server, "/", headers={"X-Forwarded-Proto": "https"})
    assert headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/vote", "/demo/enter/sample-kim", "/record/advice"])
def test_nothing_is_served_under_another_name(server: Server, path: str) -> None:
    status, headers, body = ask(server, path, headers={"Host": "rebound.example"})
    assert status == 421
    assert "set-cookie" not in headers
    assert "안내받은 주소로" in body.decode()


HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("", "", 101),
        ("rebound.example", "http://rebound.example", 403),
        ("", "http://127.0.0.1:1", 403),
        ("", "http://evil.example", 403),
    ],
)
def test_the_connection_is_opened_by_our_own_pages_only(server: Server, host: str, origin: str, status: int) -> None:
    ours = f"127.0.0.1:{server.port}"
    headers = HANDSHAKE | {"Host": host or ours, "Origin": origin or f"http://{ours}"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/_stcore/stream", headers=headers)
    assert connection.getresponse().status == status
    connection.close()


def test_programs_cannot_drive_it(server: Server) -> None:
    told = [ask(server, f"/_stcore/agent/{path}", "POST", body=b"{}")[0] for path in ("interact", "mcp")]
    assert all(status in {400, 403} for status in told)


def test_a_file_over_ten_megabytes_is_refused_by_the_page_and_by_the_server(page: Page, server: Server) -> None:
    enter(page, server.url)
    page.goto(f"{server.url}/take_in")
    large = b"a" * (11 * 1024 * 1024)
    asked = []
    page.on("request", lambda request: asked.append(request) if "upload_file" in request.url else None)
    files = page.locator("input[type=file]").first
    files.set_input_files({"name": "large.txt", "mimeType": "text/plain", "buffer": large})
    expect(page.get_by_text(re.compile("10.?MB.*|.*exceed.*", re.IGNORECASE)).first).to_be_visible()
    files.set_input_files({"name": "small.txt", "mimeType": "text/plain", "buffer": large[:100]})
    page.wait_for_timeout(1500)
    sent = next(request for request in asked if request.method == "PUT")
    headers = {name: value for name, value in sent.all_headers().items() if not name.startswith(":")}
    for name in ("content-length", "content-type", "accept-encoding"):
        headers.pop(name, None)
    edge = "----edge"
    body = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="large.txt"\r\n\r\n'.encode()
    body += large + f"\r\n--{edge}--\r\n".encode()
    path = "/" + sent.url.split("/", 3)[3]
    status, _, told = ask(
        server, path, "PUT", headers | {"Content-Type": f"multipart/form-data; boundary={edge}"}, body
    )
    assert status == 413, told
