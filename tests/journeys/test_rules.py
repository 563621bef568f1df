"""The organiser's rules and the rehearsal, in a real browser."""

from __future__ import annotations

from hashlib import sha256

import pytest
from playwright.sync_api import Page, expect

from assistant.config import PROJECT
from tests.contest import FINALISTS, csv_text
from tests.journeys.conftest import Server

pytestmark = pytest.mark.browser

TEXT = (PROJECT / "data" / "rules.toml").read_text("utf-8")


def at(page: Page, server: Server, where: str, heading: str) -> None:
    page.goto(f"{server.url}/demo/enter/sample-oh?to={where}")
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()


def change(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="규칙 파일(TOML)")
    box.fill(text)
    box.press("Control+Enter")


def test_rules_are_mended_where_the_page_says_saved_and_rehearsed_on_past_ballots(page: Page, server: Server) -> None:
    at(page, server, "rules", "대회 규칙")
    change(page, TEXT.replace('weight = "3/10"', 'weight = "4/10"'))
    expect(page.get_by_text("모든 평가단의 weight를 더하면 1이어야 합니다.").first).to_be_visible()
    page.get_by_role("button", name="확인하고 저장하기").click()
    page.wait_for_timeout(1000)
    expect(page.get_by_role("heading", name="해시와 이력")).not_to_be_visible()
    change(page, TEXT)
    expect(page.get_by_text("전문가 평가단 70% (비밀), 직원 평가단 30% (비밀)").first).to_be_visible()
    page.get_by_role("button", name="확인하고 저장하기").click()
    expect(page.get_by_text(sha256(TEXT.encode()).hexdigest(), exact=True).first).to_be_visible()

    page.get_by_role("button", name="예행연습으로 가기").click()
    page.get_by_role("tab", name="지난 대회 투표지").click()
    ballots = [
        (panel, voter, name, 60 + (7 * voter + 3 * order) % 30)
        for panel, size in (("experts", 3), ("staff", 5))
        for voter in range(size)
        for order, (name, _) in enumerate(FINALISTS)
    ]
    files = page.locator("input[type=file]")
    for at_, (header, rows) in enumerate(
        [(("finalist", "track"), FINALISTS), (("panel", "voter", "finalist", "score"), ballots)]
    ):
        content = csv_text(header, rows).encode()
        files.nth(at_).set_input_files({"name": f"{at_}.csv", "mimeType": "text/csv", "buffer": content})
        page.wait_for_timeout(1000)
    page.get_by_role("button", name="다른 방식으로 집계하기").click()
    expect(page.get_by_role("heading", name="투표한 그대로").first).to_be_visible()
    expect(page.get_by_role("row", name="정해 둔 규칙 그대로 0 / 1 0 / 1 0 / 1").first).to_be_visible()
