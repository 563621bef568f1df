"""From sharing out to the first score, in a real browser: blind on every page, scores hidden until one's own are in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.steps import enter

pytestmark = pytest.mark.browser
SECRETS = re.compile("김제안|최돌봄|박현장|디지털정책과|돌봄복지과|도로관리과")


def opened(browser: Browser, server: Server, name: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR").new_page()
    page.set_default_timeout(WAIT_MS)
    enter(page, server.url, name)
    return page


def test_a_review_is_shared_out_blind_and_scored(browser: Browser, server: Server) -> None:
    organiser = opened(browser, server, "오운영(예시)")
    organiser.goto(f"{server.url}/convene")
    organiser.get_by_role("button", name="제안 배정").click()
    expect(organiser.get_by_text("건을 배정했습니다.").first).to_be_visible()
    organiser.get_by_role("button", name="블라인드 심사 단계로").click()
    organiser.get_by_role("button", name="진행", exact=True).click()
    expect(organiser.get_by_role("button", name="공개 심사 단계로").first).to_be_visible()
    expect(organiser.locator("[data-testid=stMain] table").last).not_to_contain_text(SECRETS)

    reviewer = opened(browser, server, "한심사(예시)")
    reviewer.goto(f"{server.url}/review")
    reviewer.get_by_role("button", name="다음 제안 심사").click()
    expect(reviewer.get_by_text("내 점수를 저장하면 다른 심사위원의 점수가 보입니다.").first).to_be_visible()
    first = reviewer.locator(".st-key-item-head").inner_text()
    main = reviewer.locator("[data-testid=stMain]")
    assert not SECRETS.search(main.inner_text())
    scales = reviewer.locator("[data-testid=stButtonGroup]")
    for place in range(5):
        scales.nth(place).get_by_role("radio", name="7", exact=True).click()
    reviewer.get_by_role("button", name="저장하고 다음").click()
    expect(reviewer.get_by_text("저장했습니다.").first).to_be_visible()
    expect(reviewer.locator(".st-key-item-head")).not_to_have_text(first)
    reviewer.goto(f"{server.url}/review")
    expect(reviewer.get_by_text("심사 마침").first).to_be_visible()
    assert not SECRETS.search(main.inner_text())
