"""A full disk and a database that can only be read: what she sees, what is kept, what the log says of it."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.steps import WRITER, begin, box, enter, go, saved, stored, write

pytestmark = pytest.mark.browser
FULL = "디스크가 가득 차서 지금은 저장할 수 없습니다"
READ_ONLY = "지금은 자료를 읽을 수만 있고 저장할 수 없습니다"
MARKED = ("가나다표식라마바", "둘째표식사아자")


@pytest.fixture
def own(samples: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, not started yet."""
    shutil.copytree(samples, tmp_path / "data")
    server = Server(tmp_path / "data")
    yield server
    if server.process is not None and server.process.poll() is None:
        server.kill()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="ko-KR", timezone_id="Asia/Seoul")
    opened.set_default_timeout(WAIT_MS)
    yield opened.new_page()
    opened.close()


def test_nothing_is_lost_on_a_full_disk_or_a_database_that_can_only_be_read(own: Server, page: Page) -> None:
    own.start()
    assert own.process is not None
    enter(page, own.url)
    begin(page)
    write(page, "제목", MARKED[0])
    saved(page)

    before = resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    write(page, "제목", MARKED[1])
    expect(page.get_by_text(FULL).first).to_be_visible()
    expect(box(page, "제목")).to_have_value("".join(MARKED))
    go(page, "내 제안")
    expect(page.get_by_role("heading", name="내 제안").first).to_be_visible()
    page.wait_for_timeout(3_000)  # whatever else the server writes or tries to write
    expect(page.get_by_role("alert").filter(has_text=FULL).first).to_be_visible()
    page.screenshot(path="/tmp/keeping-full-1280.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(800)
    page.screenshot(path="/tmp/keeping-full-390.png")
    page.set_viewport_size({"width": 1280, "height": 1000})
    assert stored(own.data_dir)[0]["title"] == MARKED[0]
    resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE, before)
    page.get_by_role("link", name="제안 쓰기").click()
    expect(box(page, "제목")).to_have_value("".join(MARKED))
    write(page, "제목", "!")
    saved(page)
    assert stored(own.data_dir)[0]["title"] == "".join(MARKED) + "!"
    page.reload()
    expect(page.get_by_text(FULL)).to_have_count(0)
    own.kill(signal.SIGTERM)
    _log_says_nothing_of_texts(own.data_dir / "server.log")

    (own.data_dir / "assistant.sqlite3").chmod(0o444)
    own.wrap = [] if os.geteuid() else ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
    own.start()
    page.goto(own.url)
    expect(page.get_by_role("alert").filter(has_text=READ_ONLY).first).to_be_visible()
    page.get_by_role("link", name="제안 쓰기").click()
    expect(box(page, "제목")).to_have_value("".join(MARKED) + "!")
    write(page, "제목", "?")
    expect(page.get_by_text(READ_ONLY).nth(1)).to_be_visible()
    expect(box(page, "제목")).to_have_value("".join(MARKED) + "!?")


def _log_says_nothing_of_texts(log: Path) -> None:
    said = log.read_bytes()
    told = said + said.decode("unicode_escape", "ignore").encode("utf-8", "ignore")
    assert [word for word in (*MARKED, WRITER, WRITER.partition("(")[0]) if word.encode() in told] == []
    lines = [json.loads(line) for line in said.decode().splitlines() if line.startswith("{")]
    assert any(line["event"] == "request" and "person" not in line for line in lines)
    assert any(line["event"] == "page" and len(line.get("person", "")) == 12 for line in lines)
    strange = [line for line in said.decode().splitlines() if line.strip() and not line.startswith(("{", "  "))]
    assert strange == [], sys.stderr.write("\n".join(strange))
