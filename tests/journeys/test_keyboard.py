"""Writing, reviewing and voting with the keyboard alone; whatever has the focus shows it."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.domain.person import Person, Role
from assistant.domain.review import Phase
from assistant.storage.database import Database
from tests.contest import rules_toml
from tests.evening import Evening, evening
from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.steps import WRITER, saved
from tests.review import Desk

pytestmark = pytest.mark.browser
FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const ids = at.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const labelled = ids.map((id) => at.getRootNode().getElementById(id)?.innerText).join(" ");
  const name = at.getAttribute("aria-label") || labelled || at.labels?.[0]?.innerText || at.innerText || at.value;
  const marked = (node) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(node);
    const outlined = outlineStyle !== "none" && outlineWidth !== "0px";
    return outlined || boxShadow !== "none" || borderColor === "rgb(11, 92, 138)";
  };
  let shown = false;
  for (let node = at, up = 0; node && up < 5; node = node.parentElement, up += 1) shown ||= marked(node);
  return { name: (name ?? "").trim(), shown, role: at.getAttribute("role") ?? at.tagName.toLowerCase() };
}"""
MOST_STEPS = 150


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press `key` until something of that name has the focus; it has to show that it has."""
    wanted = re.compile(name)
    met: list[str] = []
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        found = page.evaluate(FOCUS)
        if found and wanted.search(found["name"]):
            assert found["shown"], f"the focus on {found} cannot be seen"
            return
        met.append(found["name"][:20] if found else "")
    raise AssertionError(f"no way with {key} to {name}: {met}")


@pytest.fixture(scope="module")
def prepared(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Evening]]:
    """A blind review that has begun and a vote that is open."""
    data_dir = tmp_path_factory.mktemp("keys") / "data"
    shutil.copytree(samples, data_dir)
    database = Database(f"sqlite:///{data_dir / 'assistant.sqlite3'}")
    database.migrate()
    desk = Desk(database, datetime.now(UTC))
    organiser = Person("sample-oh", "오운영(예시)", "", frozenset({Role.ORGANISER}))
    desk.convening.share_out(organiser)
    desk.convening.go_on(organiser, Phase.BLIND)
    show = evening(database, rules_toml())
    show.open_all()
    server = Server(data_dir)
    server.start()
    yield server, show
    server.kill(signal.SIGTERM)
    database.close()


@pytest.fixture
def keys(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR")
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


def test_a_proposal_is_written_and_submitted_with_the_keyboard(keys: Page, prepared: tuple[Server, Evening]) -> None:
    keys.goto(prepared[0].url)
    expect(keys.get_by_role("link", name=f"들어가기: {WRITER}").first).to_be_visible()
    tab_to(keys, re.escape(f"들어가기: {WRITER}"))
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("heading", name="오늘 할 일").first).to_be_visible()
    tab_to(keys, "제안 쓰기$")
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("button", name=re.compile("새 제안|제안 시작하기")).first).to_be_visible()
    tab_to(keys, "(새 제안|제안 시작하기)$")
    keys.keyboard.press("Enter")
    expect(keys.get_by_label("제목", exact=True)).to_have_value("")
    for name in ("제목", "현황 및 문제점", "개선방안", "기대효과"):
        tab_to(keys, f"^{name}")
        keys.keyboard.type(f"{name}에 쓴 글입니다.")
        expect(keys.get_by_label(name, exact=True)).to_have_value(f"{name}에 쓴 글입니다.")
    saved(keys)
    tab_to(keys, "제출하기$")
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("button", name="지금 제출").first).to_be_visible()
    tab_to(keys, "지금 제출$")
    keys.keyboard.press("Enter")
    expect(keys.get_by_text(re.compile(r"접수번호 2\d{3}-\d{4}")).first).to_be_visible()


def test_a_proposal_is_scored_with_the_keyboard(keys: Page, prepared: tuple[Server, Evening]) -> None:
    keys.goto(f"{prepared[0].url}/demo/enter/sample-han?to=review")
    expect(keys.get_by_role("button", name="다음 제안 심사").first).to_be_visible()
    tab_to(keys, "다음 제안 심사$")
    keys.keyboard.press("Enter")
    expect(keys.get_by_text("내 점수를 저장하면 다른 심사위원의 점수가 보입니다.").first).to_be_visible()
    first = keys.locator(".st-key-item-head").inner_text()
    for _ in range(5):
        tab_to(keys, "^0$")
        tab_to(keys, "^7$", "ArrowRight")  # a row of scores is one stop, as a group of radio buttons is
        keys.keyboard.press("Space")
    tab_to(keys, "저장하고 다음$")
    keys.keyboard.press("Enter")
    expect(keys.get_by_text("저장했습니다.").first).to_be_visible()
    expect(keys.locator(".st-key-item-head")).not_to_have_text(first)


def test_a_ballot_is_cast_with_the_keyboard(keys: Page, prepared: tuple[Server, Evening]) -> None:
    server, show = prepared
    keys.goto(f"{server.url}/vote")
    for name, typed in (("자리 번호", "S1"), ("코드", show.card("S1").code)):
        tab_to(keys, f"^{name}")
        keys.keyboard.type(typed)
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("button", name=re.compile("확인하기")).first).to_be_visible()
    tab_to(keys, "점수|Score|제안 1")
    keys.keyboard.type("88")
    tab_to(keys, "확인하기")
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("button", name=re.compile("투표함에 넣기")).first).to_be_visible()
    tab_to(keys, "투표함에 넣기")
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("heading", name=re.compile("투표함에 들어갔습니다")).first).to_be_visible()
