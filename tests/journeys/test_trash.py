"""A draft goes into the trash with one click and comes back with one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.steps import begin, box, enter, go, saved, write

pytestmark = pytest.mark.browser


def test_a_draft_is_thrown_away_and_taken_back(page: Page, server: Server) -> None:
    enter(page, server.url)
    begin(page)
    write(page, "제목", "버렸다가 되살릴 제안")
    saved(page)
    go(page, "내 제안")
    page.get_by_role("button", name="휴지통에 넣기: 버렸다가 되살릴 제안").click()
    expect(page.get_by_role("heading", name="휴지통: 초안 1건").first).to_be_visible()
    expect(page.get_by_text("30일 안에는 아래에서 되살릴 수 있습니다").first).to_be_visible()
    expect(page.get_by_role("button", name="계속 쓰기: 버렸다가 되살릴 제안")).to_have_count(0)
    go(page, "오늘 할 일")
    expect(page.get_by_text("버렸다가 되살릴 제안")).to_have_count(0)
    go(page, "내 제안")
    page.get_by_role("button", name="되살리기: 버렸다가 되살릴 제안").click()
    page.get_by_role("button", name="계속 쓰기: 버렸다가 되살릴 제안").click()
    expect(box(page, "제목")).to_have_value("버렸다가 되살릴 제안")
