"""The ten ways in which a half-written draft could be lost, each played in a real browser.

A scene raises AssertionError where a text that is older than one second is lost. `test_scenes` plays all of them on
the application as it is; `benchmarks/unprotected.py` plays each on a copy of it that lacks the scene's protection.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.journeys.conftest import Server
from tests.journeys.steps import WRITER, answer_blind, begin, box, enter, go, saved, stored, write
from tests.journeys.wire import Wire

FIELD = "현황 및 문제점"
BEFORE = "야간에는 민원 전화를 받을 사람이 모자랍니다."
AFTER = " 그래서 급한 전화를 놓치고"
OTHERS = " 다른 곳에서 쓴 글"
BANNER = re.compile(r"\d+:\d+:\d+의 글을 되살렸습니다")
HELD_BACK = "아직 저장하지 않은 칸이 있습니다. 칸 아래 안내를 보아 주십시오."
SESSION_S = 5
"""How long the server of a scene keeps a cut-off session where `SETTINGS` say so; else it is 120."""
OUT_OF_REACH_S = SESSION_S + 7


@dataclass
class Stage:
    """A browser, a server, and the wire between them; `patience_s` is how long a text may take to arrive."""

    browser: Browser
    server: Server
    wire: Wire
    patience_s: float = 60.0
    sessions: list[str] = field(default_factory=list)
    """The id of Streamlit's session at every run of a script that a page of hers was told of."""

    def come_in(self, name: str = WRITER) -> Page:
        """Somebody's first page, in a browser profile of its own."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR")
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("websocket", lambda socket: socket.on("framereceived", self._hear))
        enter(page, self.wire.url, name)
        return page

    def _hear(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and (told := ForwardMsg.FromString(frame)).HasField("new_session"):
            self.sessions.append(told.new_session.initialize.session_id)

    def begin(self, name: str = WRITER) -> Page:
        """A draft with a saved sentence in it."""
        page = self.come_in(name)
        begin(page)
        write(page, FIELD, BEFORE)
        saved(page)
        return page

    def has_come(self, text: str, page: Page) -> None:
        """The newest draft comes to hold `text` on the server."""
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            if stored(self.server.data_dir)[0]["problem"] == text:
                return
            page.wait_for_timeout(250)
        assert stored(self.server.data_dir)[0]["problem"] == text

    def is_shown(self, text: str, page: Page) -> None:
        """It stands in the box."""
        expect(box(page, FIELD)).to_have_value(text, timeout=self.patience_s * 1000)

    def was_put_back(self, page: Page) -> None:
        """The banner says that a text was put back, and from when."""
        expect(page.get_by_role("alert").filter(has_text=BANNER)).to_be_visible(timeout=self.patience_s * 1000)


def _another_tab(page: Page, address: str) -> Page:
    tab = page.context.new_page()
    tab.goto(address)
    return tab


def _cut_for(stage: Stage, seconds: float) -> str:
    """Gives the session she had."""
    page = stage.begin()
    had = stage.sessions[-1]
    stage.wire.cut()
    write(page, FIELD, AFTER)
    expect(page.get_by_text("서버와 연결이 끊겼습니다.").first).to_be_visible()
    page.wait_for_timeout(seconds * 1000)
    stage.wire.mend()
    stage.has_come(BEFORE + AFTER, page)
    stage.is_shown(BEFORE + AFTER, page)
    return had


def cut_for_three_seconds(stage: Stage) -> None:
    """The network is away for a moment while she types."""
    _cut_for(stage, 3)


def cut_for_longer_than_a_session_lasts(stage: Stage) -> None:
    """It is away until the server has given her session up."""
    had = _cut_for(stage, OUT_OF_REACH_S)
    assert stage.sessions[-1] != had, "she came back to the session she had, which shows nothing"


def server_killed(stage: Stage) -> None:
    """kill -9; she goes on typing and closes the tab before it is up again."""
    page = stage.begin()
    address = page.url
    stage.server.kill()
    write(page, FIELD, AFTER)
    page.close()
    stage.server.start()
    again = _another_tab(page, address)
    stage.was_put_back(again)
    stage.is_shown(BEFORE + AFTER, again)
    stage.has_come(BEFORE + AFTER, again)


def reloaded(stage: Stage) -> None:
    """F5 in mid-sentence, before the server has got it."""
    page = stage.begin()
    stage.wire.cut()
    write(page, FIELD, AFTER)
    stage.wire.mend()
    page.reload()
    stage.was_put_back(page)
    stage.is_shown(BEFORE + AFTER, page)
    stage.has_come(BEFORE + AFTER, page)


def tab_closed(stage: Stage) -> None:
    """The tab is closed in mid-word and the page opened in another one."""
    page = stage.begin()
    address = page.url
    stage.wire.cut()
    write(page, FIELD, AFTER)
    page.close()
    stage.wire.mend()
    again = _another_tab(page, address)
    stage.was_put_back(again)
    stage.is_shown(BEFORE + AFTER, again)
    stage.has_come(BEFORE + AFTER, again)


def signed_out(stage: Stage) -> None:
    """Her time is up while she writes on without a connection: she comes back to the door, and then to her text."""
    page = stage.begin()
    address = page.url
    stage.wire.cut()
    write(page, FIELD, AFTER)
    with sqlite3.connect(stage.server.data_dir / "assistant.sqlite3", timeout=30) as database:
        database.execute("update visits set seen_at = :then, began_at = :then", {"then": "2000-01-01 00:00:00.000000"})
    stage.wire.mend()
    door = page.get_by_role("link", name=f"들어가기: {WRITER}")
    expect(door).to_be_visible()
    assert page.get_by_label(FIELD, exact=True).count() == 0
    door.click()
    expect(page.get_by_role("link", name="제안 쓰기").first).to_be_visible()
    page.goto(address)
    stage.is_shown(BEFORE + AFTER, page)
    stage.has_come(BEFORE + AFTER, page)


def page_changed(stage: Stage) -> None:
    """Another page right after a key, and back."""
    page = stage.begin()
    stage.wire.cut()
    write(page, FIELD, AFTER, delay=0)
    stage.wire.mend()
    page.goto(f"{stage.wire.url}/mine")
    expect(page.get_by_role("heading", name="내 제안").first).to_be_visible()
    stage.has_come(BEFORE + AFTER, page)  # handed in from the other page
    go(page, "제안 쓰기")
    stage.is_shown(BEFORE + AFTER, page)


def advice_taken_while_typing(stage: Stage) -> None:
    """She types into the pitch and takes a suggested one over before her words have been sent."""
    page = stage.begin()
    write(page, "개선방안", "밤에 걸려 오는 전화를 인공지능이 먼저 받아 급한 전화를 바로 잇습니다.")
    saved(page)
    page.get_by_role("button", name="도움말 받기").click()
    answer_blind(page)
    taken = page.get_by_role("button", name="반영", exact=True).last
    expect(taken).to_be_visible()
    taken.scroll_into_view_if_needed()
    mine = "내가 쓴 한줄 소개"
    page.evaluate(
        """([label, text]) => {
          const hosts = [...document.querySelectorAll('*')].map((each) => each.shadowRoot).filter(Boolean);
          const found = [document, ...hosts].map((root) => root.querySelector('[name=pitch]')).find(Boolean);
          found.value = text;
          found.dispatchEvent(new InputEvent('input', { bubbles: true }));
          const buttons = [...document.querySelectorAll('button')];
          buttons.filter((each) => each.innerText.trim() === label).at(-1).click();
        }""",
        ["반영", mine],
    )
    expect(page.get_by_text(re.compile("^반영함")).first).to_be_visible()
    page.wait_for_timeout(1500)
    expect(box(page, "한줄 소개")).to_have_value(mine)
    page.reload()
    expect(box(page, "한줄 소개")).to_have_value(mine)


def two_tabs(stage: Stage) -> None:
    """The same field in two tabs: both texts are there, and she decides."""
    page = stage.begin()
    other = _another_tab(page, page.url)
    stage.is_shown(BEFORE, other)
    write(other, FIELD, OTHERS)
    saved(other)
    write(page, FIELD, AFTER)
    expect(page.get_by_text("이 칸이 다른 곳에서도 바뀌었습니다.")).to_be_visible(timeout=stage.patience_s * 1000)
    expect(page.get_by_text(HELD_BACK)).to_be_visible()
    stage.is_shown(BEFORE + AFTER, page)
    stage.has_come(BEFORE + OTHERS, page)
    page.get_by_role("button", name="내 글로 두기").click()
    saved(page)
    stage.has_come(BEFORE + AFTER, page)


def two_authors(stage: Stage) -> None:
    """A colleague is asked in, both write the same field: the later one keeps hers, sees what differs, joins both."""
    page = stage.begin()
    page.get_by_text("함께 쓰기", exact=True).click()
    colleague_name = page.get_by_label("함께 쓸 동료의 이름(전체)")
    colleague_name.fill("김제안")
    page.get_by_role("button", name="이 동료와 함께 쓰기").click()
    expect(page.get_by_text("그 이름으로 제안을 쓸 수 있는 분이 없습니다.").first).to_be_visible()
    expect(colleague_name).to_have_value("김제안")  # what was refused can be mended
    colleague_name.fill("김제안(예시)")
    page.get_by_role("button", name="이 동료와 함께 쓰기").click()
    expect(page.get_by_text("함께 쓰는 중 (2명)").first).to_be_visible()
    colleague = stage.come_in("김제안(예시)")
    colleague.goto(page.url)
    stage.is_shown(BEFORE, colleague)
    write(colleague, FIELD, OTHERS)
    saved(colleague)
    write(page, FIELD, AFTER)
    expect(page.get_by_text("이 칸이 다른 곳에서도 바뀌었습니다.")).to_be_visible(timeout=stage.patience_s * 1000)
    stage.is_shown(BEFORE + AFTER, page)
    expect(page.locator("ins")).to_have_text(re.compile("다른 곳에서"))
    stage.has_come(BEFORE + OTHERS, page)
    page.get_by_role("button", name="두 글 합치기").click()
    stage.is_shown(BEFORE + AFTER + OTHERS, page)
    stage.has_come(BEFORE + AFTER + OTHERS, page)
    colleague.context.close()


Scene = Callable[[Stage], None]
SCENES: dict[str, Scene] = {
    each.__name__: each
    for each in (
        cut_for_three_seconds,
        cut_for_longer_than_a_session_lasts,
        server_killed,
        reloaded,
        tab_closed,
        signed_out,
        page_changed,
        advice_taken_while_typing,
        two_tabs,
        two_authors,
    )
}
SETTINGS = {
    cut_for_longer_than_a_session_lasts.__name__: {"STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": str(SESSION_S)},
}
"""What the server of a scene has to be started with."""


def play(scene: Scene, stage: Stage) -> None:
    """One scene; its browser profiles are closed whatever comes of it."""
    before: list[BrowserContext] = list(stage.browser.contexts)
    try:
        scene(stage)
    finally:
        stage.wire.mend()
        for context in stage.browser.contexts:
            if context not in before:
                context.close()
