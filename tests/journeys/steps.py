"""What a writer does and sees, in words the journeys share."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import WAIT_MS

WRITER = "윤새내기(예시)"
WRITER_ID = "sample-yoon"

expect.set_options(timeout=WAIT_MS)


def enter(page: Page, url: str, name: str = WRITER) -> None:
    """Sign in on the first page as one of the sample people."""
    page.goto(url)
    page.get_by_role("link", name=f"들어가기: {name}").click()
    expect(page.get_by_role("heading", name="오늘 할 일").first).to_be_visible()


def begin(page: Page) -> None:
    """A new, empty draft."""
    page.get_by_role("link", name="제안 쓰기").click()
    new = page.get_by_role("button", name=re.compile("새 제안|제안 시작하기"))
    new.first.click()
    expect(box(page, "제목")).to_have_value("")


def box(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def write(page: Page, label: str, text: str, *, delay: float = 5) -> None:
    """Type at the end of a box, key by key."""
    box(page, label).click()
    box(page, label).press("Control+End")
    box(page, label).press_sequentially(text, delay=delay)


def saved(page: Page) -> None:
    """Wait until everything typed is on the server."""
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^저장됨 ")).first).to_be_visible()


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name).first).to_be_visible()


def stored(data_dir: Path, person: str = WRITER_ID) -> list[dict[str, str]]:
    """The texts of a person's proposals as the database holds them, newest first."""
    with sqlite3.connect(f"file:{data_dir / 'assistant.sqlite3'}?mode=ro", uri=True) as database:
        database.row_factory = sqlite3.Row
        rows = database.execute(
            "select * from proposals where author_id = ? order by created_at desc", (person,)
        ).fetchall()
    return [dict(row) for row in rows]


def answer_blind(page: Page) -> None:
    """Once advice has come: one draft in five is asked for the author's own track first."""
    expect(page.get_by_role("heading", name="갖출 내용").first).to_be_visible()
    if page.get_by_text("먼저 직접 골라 주십시오").count():
        page.get_by_role("button", name="대시민 서비스 개선", exact=True).click()
