"""Signing in with a provider and behind a proxy, in a real browser; how visits end; what is written where."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import Server
from tests.journeys.doorkeepers import Provider, ReverseProxy
from tests.journeys.steps import begin, box, saved, write

PEOPLE = {
    "kim-4711": {"name": "김로그인", "department": "디지털정책과", "groups": ["직원", "제안팀"]},
    "lee-0815": {"name": "이동료", "department": "복지정책과"},
    "nameless": {"department": "총무과"},
}
GROUPS = '{"제안팀": ["organiser"]}'
NOT_PROXY, PROXY = "127.0.0.1", "127.0.0.2"


class Office:
    """A server and its provider."""

    def __init__(self, server: Server, provider: Provider) -> None:
        self.server, self.provider = server, provider

    def written(self) -> str:
        return (self.server.data_dir / "server.log").read_text("utf-8")

    def change(self, statement: str) -> None:
        with sqlite3.connect(self.server.data_dir / "assistant.sqlite3", timeout=30) as database:
            database.execute(statement)


@pytest.fixture(scope="module")
def office(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data_dir = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(samples, data_dir)
    server = Server(data_dir, ASSISTANT_DEMO="0", ASSISTANT_SIGN_IN="oidc", ASSISTANT_GROUP_ROLES=GROUPS)
    redirect = f"{server.url}/oauth2callback"
    provider = Provider(redirect, PEOPLE)
    (data_dir / "client-secret").write_text(provider.client_secret)
    server.settings |= {
        "ASSISTANT_OIDC_ISSUER": provider.url,
        "ASSISTANT_OIDC_CLIENT_ID": provider.client_id,
        "ASSISTANT_OIDC_CLIENT_SECRET_FILE": str(data_dir / "client-secret"),
        "ASSISTANT_OIDC_REDIRECT": redirect,
        "ASSISTANT_LOG": "DEBUG",
    }
    server.start()
    yield Office(server, provider)
    server.kill(signal.SIGTERM)
    provider.stop()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR", timezone_id="Asia/Seoul")
    opened.set_default_timeout(60_000)
    yield opened
    opened.close()


def sign_in(page: Page, address: str, subject: str = "kim-4711") -> None:
    page.goto(address)
    page.get_by_role("button", name="로그인", exact=True).click()
    page.get_by_role("button", name=subject).click()


def test_a_deep_link_leads_through_the_provider_to_the_page(office: Office, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(f"{office.server.url}/archive")
    expect(page.get_by_role("button", name="로그인", exact=True).first).to_be_visible()
    assert page.get_by_text("Page not found").count() == 0
    sign_in(page, f"{office.server.url}/archive")
    expect(page.get_by_role("heading", name="지난 제안 찾기").first).to_be_visible()
    assert page.url == f"{office.server.url}/archive"
    expect(page.get_by_text("김로그인 · 디지털정책과").first).to_be_visible()
    expect(page.get_by_text("대회", exact=True).first).to_be_visible()  # her group made her an organiser

    kept = {cookie["name"]: cookie for cookie in visitor.cookies(office.server.url)}
    assert not any("token" in name for name in kept)
    assert kept["_streamlit_user"]["httpOnly"]
    page.goto(f"{office.server.url}/advice_desk")
    expect(page.get_by_role("heading", name="도움말 운영").first).to_be_visible()


def test_a_page_of_another_role_says_so_in_korean(office: Office, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    sign_in(page, f"{office.server.url}/rules", "lee-0815")
    expect(page.get_by_role("heading", name="다른 역할을 위한 화면입니다").first).to_be_visible()
    assert page.get_by_text("Page not found").count() == 0


def test_signing_out_ends_the_visit_for_every_tab_and_every_copy_of_the_cookie(
    office: Office, visitor: BrowserContext, browser: Browser
) -> None:
    page = visitor.new_page()
    sign_in(page, office.server.url)
    expect(page.get_by_role("heading", name="오늘 할 일").first).to_be_visible()
    copied = visitor.cookies(office.server.url)
    other = visitor.new_page()
    other.goto(f"{office.server.url}/mine")
    expect(other.get_by_role("heading", name="내 제안").first).to_be_visible()

    page.get_by_role("button", name="로그아웃").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_text("로그아웃되었습니다.").first).to_be_visible()
    expect(page.get_by_role("button", name="로그인", exact=True).first).to_be_visible()
    assert "_streamlit_user" not in {cookie["name"] for cookie in visitor.cookies(office.server.url)}
    other.get_by_role("link", name="지난 제안 찾기").click()
    expect(other.get_by_role("button", name="로그인", exact=True).first).to_be_visible()

    thief = browser.new_context(locale="ko-KR")
    thief.add_cookies(copied)  # type: ignore[arg-type]
    stolen = thief.new_page()
    stolen.goto(f"{office.server.url}/mine")
    expect(stolen.get_by_role("button", name="로그인", exact=True).first).to_be_visible()
    assert stolen.get_by_text("김로그인").count() == 0
    thief.close()


def test_what_was_typed_when_the_visit_ran_out_is_there_after_signing_in_again(
    office: Office, visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    sign_in(page, office.server.url)
    begin(page)
    write(page, "제목", "어르신 안부 전화")
    saved(page)
    address = page.url
    page.wait_for_timeout(2500)  # the session believes its last look for two seconds
    office.change("update visits set seen_at = '2020-01-01 00:00:00.000000', began_at = began_at")
    write(page, "제목", " 자동화")
    expect(page.get_by_text("오랫동안 쓰지 않아 로그아웃되었습니다.").first).to_be_visible()
    assert office.server.url in page.url

    page.get_by_role("button", name="로그인", exact=True).click()
    page.get_by_role("button", name="kim-4711").click()
    expect(box(page, "제목")).to_have_value("어르신 안부 전화 자동화")
    assert page.url == address
    saved(page)


def test_a_click_after_the_visit_ended_does_nothing(office: Office, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    sign_in(page, f"{office.server.url}/write", "lee-0815")
    expect(page.get_by_role("button", name="제안 시작하기").first).to_be_visible()
    page.wait_for_timeout(2500)
    office.change("update visits set left_at = '2026-01-01 00:00:00.000000'")
    page.get_by_role("button", name="제안 시작하기").click()
    expect(page.get_by_role("button", name="로그인", exact=True).first).to_be_visible()
    with sqlite3.connect(office.server.data_dir / "assistant.sqlite3") as database:
        query = "select count(*) from proposals join people on people.id = author_id where name = '이동료'"
        assert database.execute(query).fetchone() == (0,)


@pytest.mark.parametrize("scene", ["denied", "nameless", "down", "stale"])
def test_every_way_to_fail_ends_in_a_korean_sentence(office: Office, visitor: BrowserContext, scene: str) -> None:
    page, said = (
        visitor.new_page(),
        {
            "denied": "로그인에 동의하지 않아",
            "nameless": "누구신지 알려 주지 않았습니다",
            "down": "로그인 서비스가 응답하지 않습니다",
            "stale": "로그인을 마치지 못했습니다",
        },
    )
    page.goto(office.server.url)
    button = page.get_by_role("button", name="로그인", exact=True)
    expect(button).to_be_visible()
    if scene == "stale":
        page.goto(f"{office.server.url}/oauth2callback?code=stolen&state=made-up")
    elif scene == "down":
        office.provider.stop()
        button.click()
    else:
        button.click()
        page.get_by_role("button", name="Deny" if scene == "denied" else "nameless").click()
    try:
        expect(page.get_by_text(said[scene]).first).to_be_visible()
    finally:
        if scene == "down":
            office.provider.start()
    expect(page.get_by_role("button", name="로그인", exact=True).first).to_be_visible()
    assert page.get_by_text("Error").count() == 0


def test_no_secret_and_no_token_is_in_the_log_on_a_page_or_in_the_browser(
    office: Office, visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    served: list[str] = []
    sign_in(page, office.server.url)
    expect(page.get_by_role("heading", name="오늘 할 일").first).to_be_visible()
    served.append(page.content())
    served.append(page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})"))
    served += [cookie["value"] for cookie in visitor.cookies(office.server.url)]
    signing = (office.server.data_dir / "cookie_secret").read_text()
    hidden = [office.provider.client_secret, signing, *office.provider.tokens]
    assert len(office.provider.tokens) >= 3
    everything = [office.written(), *served]
    assert [secret[:4] for secret in hidden for text in everything if secret in text] == []
    assert (office.server.data_dir / "cookie_secret").stat().st_mode & 0o777 == 0o600


@pytest.fixture(scope="module")
def behind_proxy(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("proxied") / "data"
    shutil.copytree(samples, data_dir)
    server = Server(
        data_dir,
        ASSISTANT_DEMO="0",
        ASSISTANT_SIGN_IN="proxy",
        ASSISTANT_PROXY_HEADER="X-Remote-User",
        ASSISTANT_PROXY_ADDRESSES=PROXY,
        ASSISTANT_GROUP_ROLES=GROUPS,
        FORWARDED_ALLOW_IPS="none",
    )
    server.start()
    yield server
    server.kill(signal.SIGTERM)


def test_a_listed_proxy_signs_people_in_and_a_stranger_with_the_same_headers_does_not(
    behind_proxy: Server, visitor: BrowserContext, browser: Browser
) -> None:
    said = {"X-Remote-User": "kim4711", "X-Remote-Name": "%EA%B9%80%ED%94%84%EB%A1%9D%EC%8B%9C"}
    said |= {
        "X-Remote-Department": "디지털정책과",
        "X-Remote-Groups": "=?utf-8?b?7KCc7JWI7YyA?=",
        "X-Forwarded-For": "192.0.2.1",
    }
    proxy, forger = ReverseProxy(behind_proxy.port, PROXY), ReverseProxy(behind_proxy.port, NOT_PROXY)
    proxy.headers, forger.headers = said, said | {"X-Forwarded-For": PROXY}
    page = visitor.new_page()
    page.goto(f"{proxy.url}/advice_desk")
    expect(page.get_by_text("김프록시 · 디지털정책과").first).to_be_visible()
    expect(page.get_by_role("heading", name="도움말 운영").first).to_be_visible()

    stranger = browser.new_context(locale="ko-KR")
    forged = stranger.new_page()
    forged.goto(f"{forger.url}/advice_desk")
    expect(forged.get_by_text("내부 로그인에서 누구신지 알려 주지 않았습니다.").first).to_be_visible()
    assert forged.get_by_text("김프록시").count() == 0
    stranger.close()

    page.get_by_role("link", name="로그아웃").click()
    expect(page.get_by_text("로그아웃되었습니다.").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("로그아웃되었습니다.").first).to_be_visible()
    page.get_by_role("link", name="들어가기").click()
    expect(page.get_by_text("김프록시 · 디지털정책과").first).to_be_visible()
    proxy.stop()
    forger.stop()
