"""A language model that fails or hangs: the built-in advisor answers and says so, and typing never stops."""

from __future__ import annotations

import re
import shutil
import signal
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server
from tests.journeys.steps import answer_blind, begin, box, enter, saved, stored, write

pytestmark = pytest.mark.browser


class Endpoint(ThreadingHTTPServer):
    """Answers 500 at once, or only when `answering` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answering = Event()
        self.answering.set()
        self.asked = Event()


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        self.server.asked.set()
        self.server.answering.wait(60)
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as opened:
        Thread(target=opened.serve_forever, daemon=True).start()
        yield opened
        opened.answering.set()
        opened.shutdown()


@pytest.fixture
def server(endpoint: Endpoint, samples: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of its own, with this endpoint as its language model."""
    shutil.copytree(samples, tmp_path / "data")
    address = f"http://127.0.0.1:{endpoint.server_port}/v1"
    running = Server(tmp_path / "data", OPENAI_BASE_URL=address, OPENAI_MODEL="broken", OPENAI_API_KEY="none")
    running.start()
    yield running
    running.kill(signal.SIGTERM)


def test_typing_goes_on_while_a_model_hangs_and_the_built_in_advisor_answers_at_last(
    page: Page, server: Server, endpoint: Endpoint
) -> None:
    endpoint.answering.clear()
    enter(page, server.url)
    begin(page)
    write(page, "개선방안", "밤에 걸려 오는 전화를 인공지능이 먼저 받습니다.")
    saved(page)
    page.get_by_role("button", name="도움말 받기").click()
    expect(page.get_by_role("button", name="도움말을 준비하는 중…")).to_be_disabled()
    assert endpoint.asked.wait(60)
    write(page, "개선방안", " 급하면 바로 잇습니다.")
    saved(page)
    assert stored(server.data_dir)[0]["idea"].endswith(" 급하면 바로 잇습니다.")
    expect(page.get_by_role("button", name="도움말을 준비하는 중…").first).to_be_visible()

    endpoint.answering.set()
    answer_blind(page)
    expect(page.get_by_text(re.compile("^언어 모델.*그래서 기본 도움말이 대신 답했습니다.$")).first).to_be_visible()
    expect(page.get_by_text("핵심 문장 발췌 · AI 생성 아님").first).to_be_visible()
    expect(box(page, "개선방안")).to_have_value("밤에 걸려 오는 전화를 인공지능이 먼저 받습니다. 급하면 바로 잇습니다.")
