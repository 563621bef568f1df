"""둘러보기 in a real browser: groups by keyboard, loners side by side, and what was asked stays."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.steps import enter

pytestmark = pytest.mark.browser


def test_groups_are_reached_by_keyboard_and_what_was_asked_stays(browser: Browser, server: Server) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR").new_page()
    page.set_default_timeout(WAIT_MS)
    enter(page, server.url, "오운영(예시)")
    page.goto(f"{server.url}/browse")
    page.get_by_role("button", name=re.compile("묶기 시작|다시 묶기")).click()
    expect(page.get_by_text(re.compile("(다시|처음으로) 묶었습니다")).first).to_be_visible(timeout=4 * WAIT_MS)

    page.get_by_role("combobox", name="대상").click()
    page.get_by_role("option", name="접수된 제안과 지난 제안").click()
    page.get_by_role("radio", name="나무 모양").click()
    _open_a_small_group(page)
    page.get_by_role("button", name="모든 묶음으로").click()
    expect(page.get_by_role("radio", name="나무 모양")).to_be_checked()
    expect(page.get_by_role("combobox", name="대상")).to_have_value("접수된 제안과 지난 제안")

    page.get_by_role("radio", name="홀로 있는 제안").click()
    aside = page.get_by_role("button", name=re.compile("^비교할 제안으로 담기"))
    for place, count in enumerate(("1/4", "2/4")):
        aside.nth(place).click()
        expect(page.get_by_text(f"비교할 제안({count})").first).to_be_visible()
    page.get_by_role("button", name="나란히 보기", exact=True).click()
    expect(page.get_by_role("heading", name="나란히 보기").first).to_be_visible()
    expect(page.get_by_role("heading", name="같은 말을 하는 문장").first).to_be_visible()


def _open_a_small_group(page: Page) -> None:
    """From the first group down to one with a small group in it, by arrow keys and Enter."""
    tree = page.get_by_role("tree")
    tree.get_by_role("treeitem").first.focus()
    small = tree.locator("[role=treeitem][aria-level='2']:focus")
    for _ in range(30):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        if small.count():
            break
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
    name = re.sub(r"\(\d+\)$", "", small.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=name).first).to_be_visible()
