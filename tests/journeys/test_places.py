"""In every kind of place the screens have for people's text, each of the payloads is shown as it was typed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.config import PROJECT
from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.payloads import PAYLOADS, Eyes

pytestmark = pytest.mark.browser


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, "tests/journeys/places/app.py", PYTHONPATH=str(PROJECT))
    running.start()
    yield running
    running.kill(signal.SIGTERM)


def test_there_are_more_than_sixty_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) > 60


def test_no_place_takes_a_text_for_more_than_text(browser: Browser, places: Server) -> None:
    context = browser.new_context(locale="ko-KR")
    context.set_default_timeout(WAIT_MS)
    eyes = Eyes((places.url, places.url.replace("http", "ws", 1)))
    eyes.open_on(context)
    page = context.new_page()
    page.goto(places.url)
    expect(page.get_by_text("끝", exact=True)).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("listitem")).to_have_count(len(PAYLOADS), timeout=WAIT_MS)
    page.wait_for_timeout(1000)
    eyes.look(page)
    context.close()
    assert not eyes.noticed, "\n".join(eyes.noticed)
    assert len(eyes.marks) == len(PAYLOADS)
