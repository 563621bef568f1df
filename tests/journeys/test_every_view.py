"""Every page as every role sees it, at a desk and on a phone, with payloads in every field that anybody fills.

No script runs, nothing is asked for elsewhere, no policy is broken, no link or picture is made of people's words, each
payload is shown as it was typed, and axe finds nothing serious.
"""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.domain.person import Role
from assistant.ui.ways import PAGES
from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.hostile_world import DRAFT, HOSTILE, NAMED, SUBMITTED, World, world
from tests.journeys.payloads import PAYLOADS, Eyes
from tests.journeys.quiet import quiet, turn_to
from tests.llm.chat_server import ChatServer, serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

Hostile = tuple[World, Server]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
DESK, PHONE, ZOOMED = (
    {"width": 1280, "height": 1000},
    {"width": 390, "height": 844},
    {"width": 640, "height": 500},
)
"""ZOOMED is a window of 1280 by 1000 at 200 %."""
ROLES = {
    "sample-kim": Role.AUTHOR,
    "sample-han": Role.REVIEWER,
    "sample-oh": Role.ORGANISER,
    "sample-seo": Role.OFFICER,
}
OPEN_EVERYTHING = """() => {
  const closed = [...document.querySelectorAll("[data-testid=stExpander] details:not([open]) > summary")];
  closed.forEach((each) => each.click());
  return closed.length;
}"""
INSIDE = {
    "write": [f"write?draft={DRAFT}", "write?draft=H1"],
    "review": ["review?proposal=H1", "review?print=1"],
    "convene": ["convene?proposal=H1"],
    "browse": ["browse?cluster=G1"],
    "compare": [f"compare?texts=p:{SUBMITTED[0]},p:{SUBMITTED[1]},a:HA-1"],
}
"""What lies behind a page."""


@dataclass
class Walk:
    """What was found, by kind."""

    eyes: Eyes
    axe: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str) -> None:
        """One view at a desk, at 200 % and on a phone."""
        if "draft=" in page.url:  # past ideas like it are searched for meanwhile, and then their evidence
            quiet(page, 1_200, 30_000)
        else:
            quiet(page)
        if page.evaluate(OPEN_EVERYTHING):
            quiet(page)
        self.views.append(name)
        self.eyes.look(page, may_be_stripped=DRAFT in page.url)  # advice quotes sentences without their tags
        self._axe(page, f"{name} (desk)")
        page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
        self._width(page, f"{name} (200 %)")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        quiet(page)
        self._width(page, f"{name} (phone)")
        self._axe(page, f"{name} (phone)")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def _axe(self, page: Page, where: str) -> None:
        if not page.evaluate("!!window.axe"):
            page.evaluate(AXE)
        found = page.evaluate(
            """async () => {
              const milder = axe._audit.rules.filter(({ impact }) => impact !== "serious" && impact !== "critical");
              const rules = Object.fromEntries(milder.map(({ id }) => [id, { enabled: false }]));
              const { violations } = await window.axe.run(document, { resultTypes: ["violations"], rules });
              return violations.filter(({ impact }) => impact === "serious" || impact === "critical")
                .map(({ id, nodes }) => [id, nodes.length, nodes.slice(0, 2).map((node) => node.html.slice(0, 160))]);
            }"""
        )
        self.axe += [f"{where}: {rule} x{count} {first}" for rule, count, first in found]

    def _width(self, page: Page, where: str) -> None:
        over = page.evaluate(
            """() => {
              const scrolls = [document.documentElement, ...document.querySelectorAll("[data-testid=stMain]")];
              return Math.max(...scrolls.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
            }"""
        )
        if over > 1:
            self.wide.append(f"{where}: {over} px too wide")


def _settle(page: Page) -> None:
    expect(page.get_by_role("heading").first).to_be_visible(timeout=WAIT_MS)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT_MS)


def _come_in(browser: Browser, server: Server, walk: Walk, person: str) -> tuple[BrowserContext, Page]:
    context = browser.new_context(locale="ko-KR", viewport=DESK)  # type: ignore[arg-type]
    context.set_default_timeout(WAIT_MS)
    walk.eyes.open_on(context)
    page = context.new_page()
    page.goto(f"{server.url}/demo/enter/{person}")
    _settle(page)
    return context, page


def _each(walk: Walk, page: Page, server: Server, names: list[str], who: str) -> None:
    for name in names:
        for address in [name, *INSIDE.get(name, [])]:
            if address in PAGES:
                turn_to(page, "" if address == "home" else address)
                _settle(page)
            else:  # as somebody comes who follows a link in a mail
                page.goto(f"{server.url}/{address}")
                _settle(page)
            tabs = page.get_by_role("tab").count()
            walk.look(page, f"{who} {address}")
            for place in range(1, tabs):
                page.get_by_role("tab").nth(place).click()
                walk.look(page, f"{who} {address} tab {place + 1}")


@pytest.fixture(scope="module")
def model() -> Iterator[ChatServer]:
    with serving() as served:
        served.script = [HOSTILE] * 200
        yield served


@pytest.fixture(scope="module")
def hostile(
    samples: Path, model: ChatServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Server]]:
    data_dir = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(samples, data_dir)
    made = world(data_dir)
    made.begin()
    server = Server(data_dir, OPENAI_BASE_URL=model.url, OPENAI_MODEL="<b>model</b> :smile:", OPENAI_API_KEY="none")
    server.start()
    yield made, server
    server.kill(signal.SIGTERM)
    made.database.close()


@pytest.fixture(scope="module")
def walk(browser: Browser, hostile: tuple[World, Server]) -> Walk:
    """Through everything, once: while the review is on, and after its end."""
    made, server = hostile
    found = Walk(Eyes((server.url, server.url.replace("http", "ws", 1))))
    for person, role in ROLES.items():
        context, page = _come_in(browser, server, found, person)
        _each(found, page, server, [name for name, (_, _, roles) in PAGES.items() if role in roles], role.value)
        if role is Role.AUTHOR:
            _advice(found, page, server)
        context.close()
    made.end()
    assert made.show is not None
    after = {
        "sample-kim": ["home", "mine", "news", "results", "follow_up"],
        "sample-oh": ["finalists", "host", "follow_up"],
        "sample-seo": ["finalists", "host"],
    }
    for person, names in after.items():
        context, page = _come_in(browser, server, found, person)
        _each(found, page, server, names, f"{ROLES[person].value}, after,")
        context.close()
    _outside(found, browser, server, made)
    return found


def _advice(found: Walk, page: Page, server: Server) -> None:
    page.goto(f"{server.url}/write?draft={DRAFT}")
    page.get_by_role("button", name="도움말 받기").click()
    expect(page.get_by_role("heading", name="갖출 내용")).to_be_visible(timeout=WAIT_MS)
    blind = page.get_by_role("button", name="대시민 서비스 개선", exact=True)
    if page.get_by_text("먼저 직접 골라 주십시오").count():
        blind.click()
        _settle(page)
    found.look(page, "author advice")


def _outside(found: Walk, browser: Browser, server: Server, made: World) -> None:
    assert made.show is not None
    context = browser.new_context(locale="ko-KR", viewport=DESK)  # type: ignore[arg-type]
    found.eyes.open_on(context)
    page = context.new_page()
    card = made.show.card("S1")
    for address in ("", "record/advice", f"hall/{made.show.poll_id}", "nowhere", "vote"):
        page.goto(f"{server.url}/{address}")
        if not address:
            _settle(page)
        found.look(page, f"outside {address}")
    page.goto(f"{server.url}/vote/card/{made.show.poll_id}/S1/{card.code}")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("들어가기")).click()
    found.look(page, "ballot")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("제안 내용 보기")).first.click()
    found.look(page, "ballot, reading")
    context.close()


def test_every_page_was_looked_at(walk: Walk) -> None:
    seen = " ".join(walk.views)
    assert [name for name in PAGES if f" {name}" not in seen] == []
    assert walk.eyes.marks == {f"{n:02}" for n in range(len(PAYLOADS))}


def test_nothing_runs_leaves_or_is_made_of_peoples_words(walk: Walk) -> None:
    assert not walk.eyes.noticed, "\n".join(dict.fromkeys(walk.eyes.noticed))


def test_axe_finds_nothing_serious(walk: Walk) -> None:
    assert not walk.axe, "\n".join(dict.fromkeys(walk.axe))


def test_no_page_is_wider_than_its_window_at_200_percent_or_on_a_phone(walk: Walk) -> None:
    assert not walk.wide, "\n".join(dict.fromkeys(walk.wide))


def test_everybody_who_acts_has_a_hostile_name(hostile: tuple[World, Server]) -> None:
    assert all("¶" in person.name for person in hostile[0].people.values())
    assert set(ROLES) <= set(NAMED)
