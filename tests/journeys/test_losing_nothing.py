"""Beside the scenes of `scenes`: the way back, joining fields, input methods, texts over the limit."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Server
from tests.journeys.steps import begin, box, enter, go, saved, stored, write

pytestmark = pytest.mark.browser

FIELD = "현황 및 문제점"
BEFORE = "야간에는 민원 전화를 받을 사람이 모자랍니다."
AFTER = " 그래서 급한 전화를 놓치고"


@pytest.fixture
def draft(page: Page, server: Server) -> Page:
    """A draft with a saved sentence in it."""
    enter(page, server.url)
    begin(page)
    write(page, FIELD, BEFORE)
    saved(page)
    return page


def comes_to_hold(server: Server, text: str, page: Page) -> None:
    """Wait until the newest draft's text on the server is `text`."""
    for _ in range(240):
        if stored(server.data_dir)[0]["problem"] == text:
            return
        page.wait_for_timeout(250)
    assert stored(server.data_dir)[0]["problem"] == text


def test_text_the_server_never_got_is_put_back_with_its_time(draft: Page, server: Server) -> None:
    server.kill()
    write(draft, FIELD, AFTER)
    draft.close()
    server.start()
    page = draft.context.new_page()
    page.goto(f"{server.url}/write")
    expect(
        page.get_by_role("alert").filter(has_text=re.compile(r"\d+:\d+:\d+의 글을 되살렸습니다")).first
    ).to_be_visible()
    expect(box(page, FIELD)).to_have_value(BEFORE + AFTER)
    comes_to_hold(server, BEFORE + AFTER, page)
    page.get_by_role("button", name="저장된 글로 되돌리기").click()
    expect(box(page, FIELD)).to_have_value(BEFORE)
    comes_to_hold(server, BEFORE, page)


def test_a_killed_and_restarted_server_gets_what_was_typed_meanwhile(draft: Page, server: Server) -> None:
    server.kill()
    write(draft, FIELD, AFTER)
    expect(draft.get_by_text("서버와 연결이 끊겼습니다.").first).to_be_visible()
    server.start()
    comes_to_hold(server, BEFORE + AFTER, draft)
    expect(box(draft, FIELD)).to_have_value(BEFORE + AFTER)
    saved(draft)


def test_leaving_the_page_in_mid_word_hands_the_text_in_from_the_next_page(draft: Page, server: Server) -> None:
    write(draft, FIELD, AFTER, delay=0)
    go(draft, "내 제안")
    comes_to_hold(server, BEFORE + AFTER, draft)
    go(draft, "제안 쓰기")
    expect(box(draft, FIELD)).to_have_value(BEFORE + AFTER)


def test_two_tabs_on_two_fields_join_both(draft: Page, context: BrowserContext, server: Server) -> None:
    other = context.new_page()
    other.goto(draft.url)
    expect(box(other, FIELD)).to_have_value(BEFORE)
    write(other, "제목", "다른 창의 제목")
    saved(other)
    write(draft, FIELD, AFTER)
    expect(box(draft, "제목")).to_have_value("다른 창의 제목")
    comes_to_hold(server, BEFORE + AFTER, draft)
    assert stored(server.data_dir)[0]["title"] == "다른 창의 제목"


def test_a_syllable_still_being_composed_is_neither_sent_early_nor_disturbed(draft: Page, server: Server) -> None:
    box(draft, FIELD).click()
    box(draft, FIELD).press("Control+End")
    keyboard = draft.context.new_cdp_session(draft)
    for shown in ("ㅎ", "하", "한"):
        keyboard.send("Input.imeSetComposition", {"text": shown, "selectionStart": 1, "selectionEnd": 1})
    assert stored(server.data_dir)[0]["problem"] == BEFORE
    comes_to_hold(server, BEFORE + "한", draft)  # the method holds the syllable, yet it is saved after a pause
    keyboard.send("Input.insertText", {"text": "한"})
    write(draft, FIELD, "글")
    comes_to_hold(server, BEFORE + "한글", draft)
    expect(box(draft, FIELD)).to_have_value(BEFORE + "한글")


def test_a_text_over_the_limit_is_kept_and_the_rest_is_saved(draft: Page, server: Server) -> None:
    box(draft, "제목").fill("가" * 201)
    expect(draft.get_by_text("너무 깁니다. 이 브라우저에 보관되어 있고, 줄이시면 저장됩니다.").first).to_be_visible()
    write(draft, FIELD, AFTER)
    comes_to_hold(server, BEFORE + AFTER, draft)
    draft.reload()
    expect(box(draft, "제목")).to_have_value("가" * 201)
    box(draft, "제목").fill("가" * 200)
    saved(draft)
    assert stored(server.data_dir)[0]["title"] == "가" * 200
