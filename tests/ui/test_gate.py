"""Who may speak for people, how often somebody may knock, and what Streamlit's answers become."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from assistant.services.pacing import Pace, Rate
from assistant.sign_in_settings import SignInSettings
from assistant.ui.gate import Gate

PROXY = {
    "ASSISTANT_SIGN_IN": "proxy",
    "ASSISTANT_PROXY_HEADER": "X-Remote-User",
    "ASSISTANT_PROXY_ADDRESSES": "10.0.0.5, 10.1.0.0/24, fd00::/8",
}
OIDC = {
    "ASSISTANT_SIGN_IN": "oidc",
    "ASSISTANT_OIDC_REDIRECT": "https://ideas.example/oauth2callback",
    "ASSISTANT_SESSION_MOST_MIN": 480,
}
CLAIMS = ("x-remote-user", "x-remote-name", "x-remote-department", "x-remote-groups")


def heard(request: Request) -> JSONResponse:
    return JSONResponse({name: value for name, value in request.headers.items() if name in CLAIMS})


async def heard_by_socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({name: value for name, value in socket.headers.items() if name in CLAIMS})
    await socket.close()


def signed_in(_request: Request) -> Response:
    answer = RedirectResponse("/", status_code=302)
    for name in ("_streamlit_user", "_streamlit_user_1", "_streamlit_user_tokens", "_streamlit_user_tokens_1"):
        answer.set_cookie(name, f"value-of-{name}", httponly=True, samesite="lax", max_age=2_592_000)
    return answer


def not_signed_in(_request: Request) -> Response:
    answer = RedirectResponse("/", status_code=302)
    answer.delete_cookie("_streamlit_user")
    answer.delete_cookie("_streamlit_user_tokens")
    return answer


def client(
    settings: Mapping[str, object], peer: str = "10.0.0.5", *, callback: object = not_signed_in, **paces: Pace
) -> TestClient:
    routes = [
        Route("/", lambda _: HTMLResponse("page")),
        Route("/heard", heard),
        WebSocketRoute("/_stcore/stream", heard_by_socket),
        Route("/auth/login", lambda _: HTMLResponse("Authentication error: KeyError at 0x7f", status_code=400)),
        Route("/oauth2callback", callback),  # type: ignore[arg-type]
        Route("/auth/logout", lambda _: RedirectResponse("/")),
        Route("/demo/enter/kim", lambda _: RedirectResponse("/")),
    ]
    gate = Gate(Starlette(routes=routes), SignInSettings.model_validate(settings), **paces)
    return TestClient(gate, client=(peer, 40000), follow_redirects=False)


@pytest.mark.parametrize("peer", ["10.0.0.5", "10.1.0.77", "fd00::5", "::ffff:10.0.0.5"])
def test_a_listed_proxy_names_people_in_requests_and_in_sockets(peer: str) -> None:
    headers = {"X-Remote-User": "kim", "X-Remote-Name": "Kim"}
    with client(PROXY, peer) as browser:
        assert browser.get("/heard", headers=headers).json() == {"x-remote-user": "kim", "x-remote-name": "Kim"}
        with browser.websocket_connect("/_stcore/stream", headers=headers) as socket:
            assert socket.receive_json() == {"x-remote-user": "kim", "x-remote-name": "Kim"}


@pytest.mark.parametrize("peer", ["10.0.0.6", "10.2.0.1", "127.0.0.1", "fe80::1", "testclient", ""])
def test_nobody_else_names_anybody(peer: str) -> None:
    headers = {"X-Remote-User": "kim", "x-remote-groups": "organisers", "X-Forwarded-For": "10.0.0.5"}
    with client(PROXY, peer) as browser:
        assert browser.get("/heard", headers=headers).json() == {}
        with browser.websocket_connect("/_stcore/stream", headers=headers) as socket:
            assert socket.receive_json() == {}


def test_a_header_given_twice_names_nobody() -> None:
    """The proxy passed a visitor's own header on beside its own; which is which cannot be told."""
    headers = [("X-Remote-User", "mallory"), ("x-remote-user", "kim"), ("X-Remote-Name", "Kim")]
    assert client(PROXY).get("/heard", headers=headers).json() == {}


@pytest.mark.parametrize("way", [{}, {"ASSISTANT_SIGN_IN": "demo"}, OIDC])
def test_without_a_proxy_no_header_counts(way: Mapping[str, object]) -> None:
    assert client(way).get("/heard", headers={"X-Remote-Name": "Kim", "X-Remote-Groups": "a"}).json() == {}


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/oauth2callback"])
@pytest.mark.parametrize("way", [{}, {"ASSISTANT_SIGN_IN": "demo"}, PROXY])
def test_the_providers_routes_are_there_for_the_provider_only(way: Mapping[str, object], path: str) -> None:
    assert client(way).get(path).status_code == 404


def test_signing_in_leads_to_the_wanted_page_with_a_cookie_that_lives_as_long_as_a_visit() -> None:
    answer = client(OIDC, callback=signed_in).get(
        "/oauth2callback?code=c&state=s", cookies={"wanted": "write%3Fdraft%3DD1"}
    )
    assert answer.headers["location"] == "/write?draft=D1"
    cookies = answer.headers.get_list("set-cookie")
    mine = [cookie for cookie in cookies if cookie.startswith("_streamlit_user")]
    assert [cookie.split("=")[0] for cookie in mine] == ["_streamlit_user", "_streamlit_user_1"]
    for cookie in mine:
        assert "Max-Age=28800;" in cookie
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
    assert any(cookie.startswith("wanted=; ") and "Max-Age=0" in cookie for cookie in cookies)


def test_nobody_is_led_elsewhere_after_signing_in() -> None:
    browser = client(OIDC, callback=signed_in)
    answer = browser.get("/oauth2callback?code=c&state=s", cookies={"wanted": "//evil.example/write"})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/auth/login?provider=x", "provider"),
        ("/oauth2callback?error=access_denied&state=s", "denied"),
        ("/oauth2callback?error=server_error&error_description=%3Cscript%3E", "provider"),
        ("/oauth2callback?code=stolen&state=unknown", "failed"),
        ("/oauth2callback", "out"),
    ],
)
def test_every_failure_leads_to_its_sentence_and_to_nothing_else(path: str, why: str) -> None:
    answer = client(OIDC).get(path)
    assert (answer.status_code, answer.headers["location"]) == (302, f"/?sign_in={why}")
    assert answer.content == b""
    assert "content-type" not in answer.headers


def test_a_visit_begins_where_the_proxy_names_somebody_and_is_not_changed_after() -> None:
    browser = client(PROXY)
    cookie = browser.get("/", headers={"X-Remote-User": "kim"}).headers["set-cookie"]
    assert cookie.startswith("visit=")
    assert "HttpOnly" in cookie
    assert "set-cookie" not in browser.get("/", headers={"X-Remote-User": "kim"}).headers
    assert "set-cookie" not in client(PROXY, "10.9.9.9").get("/", headers={"X-Remote-User": "kim"}).headers


def test_who_knocks_too_often_reads_when_to_come_back() -> None:
    now = 100.0
    browser = client({"ASSISTANT_SIGN_IN": "demo"}, one=Pace(Rate(2, 60), lambda: now))
    assert [browser.get("/demo/enter/kim").status_code for _ in range(3)] == [307, 307, 429]
    refused = browser.get("/demo/enter/kim")
    assert "30초 뒤에 다시" in refused.text
    assert refused.headers["retry-after"] == "30"
    assert "in 30 seconds" in browser.get("/demo/enter/kim", cookies={"language": "en"}).text
    assert browser.get("/").status_code == 200
    now += 30
    assert browser.get("/demo/enter/kim").status_code == 307


def test_behind_a_proxy_the_address_it_saw_is_counted_and_none_that_a_visitor_made_up() -> None:
    pace = Pace(Rate(2, 60), lambda: 0.0)
    browser = client(PROXY | {"ASSISTANT_SIGN_IN": "proxy"}, one=pace)

    def knock(told: str) -> int:
        return browser.get("/enter", headers={"X-Forwarded-For": told}).status_code

    assert [knock(f"1.1.1.{made_up}, 192.0.2.7") for made_up in range(3)] == [404, 404, 429]
    assert knock("192.0.2.8") == 404
    stranger = client(PROXY, "10.9.9.9", one=pace)
    assert [stranger.get("/enter", headers={"X-Forwarded-For": f"1.1.1.{n}"}).status_code for n in range(3)] == [
        404,
        404,
        429,
    ]


def test_everybody_together_is_limited_too() -> None:
    everybody = Pace(Rate(3, 60), lambda: 0.0)
    codes = [
        client({"ASSISTANT_SIGN_IN": "demo"}, f"10.0.0.{n}", everybody=everybody).get("/demo/enter/kim").status_code
        for n in range(4)
    ]
    assert codes == [307, 307, 307, 429]
