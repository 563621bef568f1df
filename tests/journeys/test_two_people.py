"""Two people at once, 200 acts in turn: nothing of the one's private words ever reaches the other's browser."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.payloads import LOOK
from tests.journeys.quiet import turn_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
ACTS = 200
FIELDS = ("제목", "현황 및 문제점", "개선방안", "기대효과", "한줄 소개")
PAGES = {
    "home": "오늘 할 일",
    "mine": "내 제안",
    "archive": "지난 제안 찾기",
    "news": "알림",
    "results": "대회 결과",
    "follow_up": "실시 현황",
    "accuracy": "얼마나 맞습니까?",
}


Act = Callable[["Writer"], None]


@dataclass
class Writer:
    """One person at her browser; `needle` stands in every text of hers, `heard` is all that her browser was sent."""

    id: str
    needle: str
    page: Page
    url: str
    draft: str = ""
    heard: list[bytes] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _moves: itertools.count[int] = field(default_factory=itertools.count)

    def words(self) -> str:
        return f"{self.needle} 비밀 {next(self._numbers)}번째 글입니다."

    def begin(self) -> None:
        self.page.goto(f"{self.url}/demo/enter/{self.id}?to=write")
        new = self.page.get_by_role("button", name="새 제안")
        expect(new).to_be_visible(timeout=WAIT_MS)
        new.click()
        expect(self.page.get_by_label("제목", exact=True)).to_have_value("", timeout=WAIT_MS)
        self.draft = self.page.url

    def _move(self, address: str) -> None:
        """Every third time with a new document and a new session, else within the one she has."""
        if next(self._moves) % 3:
            turn_to(self.page, address)
        else:
            self.page.goto(f"{self.url}/{address}")

    def write(self, name: str) -> None:
        if self.page.url != self.draft:
            self._move(self.draft.removeprefix(f"{self.url}/"))
        box = self.page.get_by_label(name, exact=True)
        box.fill(self.words())
        box.blur()

    def look(self, name: str) -> None:
        self._move("" if name == "home" else name)
        expect(self.page.get_by_role("heading", name=PAGES[name])).to_be_visible(timeout=WAIT_MS)

    def search(self) -> None:
        if not self.page.url.endswith("/archive"):
            self.look("archive")
        self.page.get_by_label("낱말이나 문장").fill(self.words())
        self.page.keyboard.press("Enter")

    def reload(self) -> None:
        self.page.reload()
        expect(self.page.get_by_role("heading").first).to_be_visible(timeout=WAIT_MS)

    def sees(self, needle: str) -> bool:
        return bool(self.page.evaluate(f"(needle) => ({LOOK})().text.includes(needle)", needle))


def _bytes(frame: object) -> bytes:
    return frame if isinstance(frame, bytes) else str(frame).encode()


def come_in(browser: Browser, server: Server, person: str, needle: str) -> tuple[BrowserContext, Writer]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR")
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    writer = Writer(person, needle, page, server.url)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: writer.heard.append(_bytes(frame))))
    writer.begin()
    return context, writer


def test_two_people_who_act_in_turn_see_nothing_of_each_others_words(browser: Browser, server: Server) -> None:
    opened = [
        come_in(browser, server, person, needle)
        for person, needle in (("sample-lee", "가람누리"), ("sample-park", "마루도담"))
    ]
    (one, other) = (writer for _, writer in opened)
    writes: list[Act] = [lambda w, name=name: w.write(name) for name in FIELDS]  # type: ignore[misc]
    looks: list[Act] = [lambda w, name=name: w.look(name) for name in PAGES]  # type: ignore[misc]
    acts = [act for look in looks for act in (*writes, look)] + [Writer.search, Writer.reload]
    leaked: list[str] = []
    for number in range(ACTS):
        mine, theirs = (one, other) if number % 2 == 0 else (other, one)
        acts[(number // 2) % len(acts)](mine)
        leaked += [f"act {number}: {theirs.needle} on {mine.page.url}"] if mine.sees(theirs.needle) else []
    for mine, theirs in ((one, other), (other, one)):
        whole = b"\0".join(mine.heard)
        assert mine.needle.encode() in whole, "the ear does not hear"
        leaked += [f"in a message to {mine.id}"] if theirs.needle.encode() in whole else []
    for context, _ in opened:
        context.close()
    assert leaked == []
