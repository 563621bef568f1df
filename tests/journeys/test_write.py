"""The main job, as its writer lives it: begin, see what was there before, take advice, refine, submit, find again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.steps import answer_blind, begin, box, enter, go, saved, stored, write

pytestmark = pytest.mark.browser

ADOPTED = "당직 전화를 먼저 받아 주는 음성 응대"
"""An adopted sample of 2024; below is the same idea in other words."""
TITLE = "숙직자를 돕는 인공지능 전화 도우미"
PROBLEM = (
    "숙직 직원은 밤새 주차와 소음 신고 전화를 받느라 정작 급한 신고를 놓칠까 걱정합니다. "
    "통화 내용을 장부에 옮겨 적느라 한숨도 못 자고 다음 날 일에 지장이 있습니다."
)
IDEA = (
    "밤에 걸려 오는 전화에 말하는 인공지능이 먼저 응답하여 무슨 일이고 어디인지 묻습니다. "
    "사람이 다치거나 불이 났으면 곧바로 숙직자에게 돌리고, 나머지는 접수하여 현장 기동반에 보냅니다."
)
EFFECT = "숙직자는 위급한 일에 힘을 쏟고, 시민은 기다리지 않고 신고를 마칩니다."
PITCH = " 밤을 지키는 동료에게 잠깐의 여유를 돌려줍니다."


def test_an_idea_that_was_there_before_is_shown_refined_and_submitted(page: Page, server: Server) -> None:
    enter(page, server.url)
    begin(page)
    write(page, "제목", TITLE)
    write(page, "현황 및 문제점", PROBLEM)
    write(page, "개선방안", IDEA)

    expect(page.get_by_role("listitem").first).to_have_text("이미 채택되었거나 시행 중")
    first = page.get_by_role("listitem").nth(1)
    expect(first.get_by_role("heading", name=ADOPTED).first).to_be_visible()
    expect(first).to_contain_text("채택")
    expect(first).to_contain_text("2024년")
    expect(first).to_contain_text("내 글")
    expect(first).to_contain_text("말하는 인공지능이 먼저 응답하여 무슨 일이고 어디인지 묻습니다.")
    expect(first).to_contain_text("음성 인공지능이 먼저 받아 종류와 위치를 묻습니다.")
    expect(box(page, "개선방안")).to_have_value(IDEA)
    expect(box(page, "개선방안")).to_be_focused()

    write(page, "기대효과", EFFECT[:20])
    page.reload()  # in mid-sentence
    expect(box(page, "기대효과")).to_have_value(EFFECT[:20])
    write(page, "기대효과", EFFECT[20:])
    saved(page)

    page.get_by_role("button", name="도움말 받기").click()
    answer_blind(page)
    expect(page.get_by_text("핵심 문장 발췌 · AI 생성 아님").first).to_be_visible()
    assert stored(server.data_dir)[0]["pitch"] == ""
    page.get_by_role("button", name="고쳐서 반영").click()
    pitch = box(page, "고쳐 쓰는 한줄 소개")
    suggested = pitch.input_value()
    pitch.press("Control+End")
    pitch.press_sequentially(PITCH)
    page.get_by_role("button", name="반영", exact=True).last.click()
    expect(page.get_by_text(re.compile("^고쳐서 반영함")).first).to_be_visible()
    expect(box(page, "한줄 소개")).to_have_value(suggested + PITCH)
    page.get_by_role("button", name=re.compile("^반영$|정하기$")).first.click()
    expect(page.get_by_text(re.compile("^(고쳐서 )?반영함"))).to_have_count(2)
    assert stored(server.data_dir)[0]["track"] in {"internal_process", "citizen_service"}

    page.get_by_role("button", name="제출하기").click()
    page.get_by_role("button", name="지금 제출").click()
    receipt = page.get_by_text(re.compile(r"접수번호 2\d{3}-\d{4}"))
    expect(receipt.first).to_be_visible()
    number = re.search(r"2\d{3}-\d{4}", receipt.first.inner_text())
    assert number is not None

    go(page, "내 제안")
    mine = page.get_by_role("listitem").filter(has_text=TITLE)
    expect(mine).to_contain_text("제출함")
    expect(mine).to_contain_text(number.group())
    assert stored(server.data_dir)[0]["stage"] == "submitted"


def test_the_english_screen_shows_no_korean_of_its_own(page: Page, server: Server) -> None:
    enter(page, server.url)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="To do today").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Find past proposals").click()
    expect(page.get_by_role("heading", name="Find past proposals").first).to_be_visible()
    page.get_by_label("Words or a sentence").fill("당직 전화")
    expect(page.get_by_role("listitem").filter(has_text=ADOPTED)).to_contain_text("Adopted")
    page.get_by_role("link", name="한국어").click()
    expect(page.get_by_role("heading", name="지난 제안 찾기").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_what_people_write_is_shown_as_text_and_runs_nowhere(page: Page, server: Server) -> None:
    hostile = "<img src=x onerror=document.title='owned'> **굵게** ![](http://192.0.2.1/a.png) $x^2$ :material/home:"
    enter(page, server.url)
    begin(page)
    write(page, "제목", hostile, delay=0)
    write(page, "현황 및 문제점", hostile, delay=0)
    saved(page)
    go(page, "오늘 할 일")
    expect(page.get_by_role("listitem").filter(has_text=hostile).first).to_be_visible()
    expect(page.get_by_text(f"‘{hostile}’").first).to_be_visible()
    go(page, "내 제안")
    expect(page.get_by_role("listitem").filter(has_text=hostile).first).to_be_visible()
    assert page.title() != "owned"
