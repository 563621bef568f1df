"""From the rule's list to a result that a stranger recounts, in real browsers and without a file from elsewhere.

The ballot is of the `choices` form and the experts vote by name; phones are Chromium without JavaScript and clients
over HTTP that follow the same forms.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Download, Page, expect

from assistant.config import PROJECT
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Stage
from assistant.domain.review import Phase
from assistant.storage.database import Database
from tests.contest import rules_toml
from tests.journeys.conftest import WAIT_MS, Server
from tests.review import OH, Desk
from tests.vote.phone import Phone

pytestmark = pytest.mark.browser

LONG = ("여러 부서를 거치지 않고 한 번에 안내받는 민원 창구를 만들자는 제안 " * 6)[:199]
RULES = rules_toml(
    tracks={"internal_process": 3, "citizen_service": 3},
    ballot='form = "choices"\nmost = 2',
    panel_score="sum",
    per_track='[["최우수상", 1], ["우수상", 1]]',
).replace('weight = "7/10"', 'weight = "7/10"\nnamed = true')
ROLL = (
    "panel,seat,name,department\nexperts,E1,김전문,한국대학교\nexperts,E2,이전문,서울연구원\n"
    "staff,S1,,\nstaff,S2,,\nstaff,S3,,\n"
)
Desks = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def reviewed(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a closed review of six proposals, one with the longest title there is."""
    data_dir = tmp_path_factory.mktemp("contest") / "data"
    shutil.copytree(samples, data_dir)
    database = Database(f"sqlite:///{data_dir / 'assistant.sqlite3'}")
    database.migrate()
    desk = Desk(database, datetime.now(UTC))
    reviewers = [Person(f"r{n}", f"심사{n}", f"심사과{n}", frozenset({Role.REVIEWER})) for n in range(3)]
    with database.write() as records:
        for person in (OH, *reviewers):
            records.people.put(person)
        for key, name in (("sample-seo", "서입회(예시)"), ("sample-moon", "문확인(예시)")):
            records.people.put(Person(key, name, "감사담당관", frozenset({Role.OFFICER})))
        kim = records.people.get("sample-kim")
    for number, title in enumerate((LONG, "회의록 자동 정리", "공문서 쉬운 말 바꾸기")):
        desk.hand_in(f"own-{number}", kim, title=title, track="internal_process")
    desk.begin()
    with database.read() as records:
        keys = [each.id for each in records.proposals.in_stage(Stage.SUBMITTED)]
    for place, key in enumerate(keys):
        for reviewer in reviewers:
            if key in {item.shown.id for item in desk.reviewing.mine(reviewer)}:
                desk.score(reviewer, key, 9 - place)
    desk.convening.go_on(OH, Phase.CLOSED)
    database.close()
    server = Server(data_dir)
    server.start()
    yield server
    server.kill(signal.SIGTERM)


@pytest.fixture(scope="module")
def desks(browser: Browser, reviewed: Server) -> Callable[[str, str], Page]:
    """Somebody's own browser, opened on a page."""

    def opened(person: str, page: str, width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 1400}, locale="ko-KR", accept_downloads=True)
        context.set_default_timeout(WAIT_MS)
        shown = context.new_page()
        shown.goto(f"{reviewed.url}/demo/enter/{person}?to={page}")
        return shown

    return opened


def test_from_the_shortlist_to_a_recount(browser: Browser, reviewed: Server, desks: Desks, tmp_path: Path) -> None:
    host = desks("sample-oh", "rules")
    save_rules(host)
    go(host, f"{reviewed.url}/finalists", "본선")
    change_and_undo(host)
    host.get_by_role("button", name="모든 제안자에게 결과 알리기").click()
    host.get_by_role("button", name="지금 알리기").click()
    expect(host.get_by_text("모든 제안자에게 결과를 알렸습니다.").first).to_be_visible()
    object_and_answer(desks("sample-kim", "news"), host)
    seal_by_two(host, desks("sample-seo", "finalists"), desks("sample-moon", "finalists"))
    go(host, f"{reviewed.url}/host", "투표 진행")
    codes, poll_id = prepare(host)
    vote(browser, reviewed, codes, poll_id)
    closing = close_and_publish(host)
    go(host, f"{reviewed.url}/results", "대회 결과")
    expect(host.get_by_text(closing, exact=True).first).to_be_visible()
    with host.expect_download() as download:
        host.get_by_role("button", name="대회 전체(ZIP)").click()
    recount(download.value, closing, tmp_path)


def go(page: Page, address: str, heading: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name=heading, exact=True).first).to_be_visible()


def save_rules(host: Page) -> None:
    """The rules that this contest is counted by, and what they mean in words."""
    text = host.get_by_role("textbox", name="규칙 파일(TOML)")
    text.fill(RULES)
    text.press("Control+Enter")
    expect(host.get_by_text("투표인마다 분야별로 2편까지 고릅니다.").first).to_be_visible()
    host.get_by_role("button", name="확인하고 저장하기").click()
    expect(host.get_by_text(re.compile("^저장했습니다.")).first).to_be_visible()


def change_and_undo(host: Page) -> None:
    """A finalist is taken off with a reason, and the change is taken back."""
    off = host.get_by_role("button", name=re.compile("^본선에서 빼기"))
    expect(off.first).to_be_visible()
    before = off.count()
    off.first.click()
    give_a_reason(host, "제안자가 발표할 수 없다고 알려 왔습니다.")
    expect(host.get_by_role("heading", name="사람이 바꾼 내용").first).to_be_visible()
    expect(off).to_have_count(before - 1)
    host.get_by_role("button", name="되돌리기").click()
    give_a_reason(host, "발표할 수 있게 되었습니다.")
    expect(off).to_have_count(before)


def give_a_reason(page: Page, reason: str) -> None:
    page.get_by_role("dialog").get_by_role("textbox").fill(reason)
    page.get_by_role("dialog").get_by_role("button").last.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def object_and_answer(author: Page, host: Page) -> None:
    """An author objects, the organiser answers, the author reads it."""
    author.get_by_role("button", name=re.compile("결과에 이의신청$")).first.click()
    give_a_reason(author, "점수를 다시 보아 주십시오.")
    expect(author.get_by_text("운영자의 답변을 기다리고 있습니다.").first).to_be_visible()
    host.reload()
    host.get_by_role("textbox", name="사유를 갖춘 답변").fill("점수를 다시 확인했고 바뀌지 않습니다.")
    host.get_by_text("기각", exact=True).click()
    host.get_by_role("button", name="답변 보내기").click()
    expect(host.get_by_text("기각: 점수를 다시 확인했고").first).to_be_visible()
    author.reload()
    expect(author.get_by_text("점수를 다시 확인했고 바뀌지 않습니다.").first).to_be_visible()


def seal_by_two(host: Page, first: Page, second: Page) -> None:
    """The order is drawn, two officers sign what they read, and it cannot be changed any more."""
    host.get_by_role("textbox", name="공개한 추첨 시드").fill("11월 23일 17 4 42")
    host.get_by_role("button", name="발표 순서 추첨").click()
    expect(host.get_by_text(re.compile("발표 순서를 추첨했습니다.")).first).to_be_visible()
    for officer, said in ((first, "서명했습니다."), (second, "봉인했습니다.")):
        officer.reload()
        officer.get_by_text("투표인이 읽을 글").first.click()
        expect(officer.get_by_text("개선방안").first).to_be_visible()
        officer.get_by_role("button", name="본선 자료에 서명").click()
        expect(officer.get_by_text(said).first).to_be_visible()
    host.reload()
    expect(host.get_by_text("봉인했습니다.").first).to_be_visible()
    expect(host.get_by_role("button", name=re.compile("본선에서 빼기|결과 알리기|진출작 없음"))).to_have_count(0)


def prepare(host: Page) -> tuple[dict[str, str], str]:
    """Poll, roll, codes, opening; the codes by seat and the poll."""
    host.get_by_role("button", name="투표 만들기").click()
    expect(host.get_by_role("heading", name="1. 본선 진출작과 순서").first).to_be_visible()
    given = {"name": "roll.csv", "mimeType": "text/csv", "buffer": ROLL.encode()}
    host.locator("input[type=file]").set_input_files(given)
    host.wait_for_timeout(1500)
    host.get_by_role("button", name="명부에 올리기").click()
    expect(host.get_by_text(re.compile("투표인 5명을 명부에 올렸")).first).to_be_visible()
    host.get_by_role("button", name="모두에게 코드 발급하기").click()
    with host.expect_download() as download:
        host.get_by_role("button", name="인쇄할 카드(5장)").click()
    cards = Path(download.value.path()).read_text("utf-8")
    found = re.findall(r'class="seat">자리 번호 (\w+)</p>.*?class="code"[^>]*>(\w{4}) (\w{4})<', cards, re.DOTALL)
    assert len(found) == 5
    host.get_by_text("명부와 카드가 모두 준비되었습니다.").click()
    host.get_by_role("button", name="투표 시작하기").click()
    host.get_by_role("button", name="모든 작품").click()
    expect(host.get_by_text("투표 중").first).to_be_visible()
    address = host.get_by_role("link", name="큰 화면 열기").get_attribute("href") or ""
    return {seat: first + last for seat, first, last in found}, address.rpartition("/")[2]


def vote(browser: Browser, server: Server, codes: dict[str, str], poll_id: str) -> None:
    """An expert and one of staff on phones without JavaScript, the others over HTTP."""
    for seat in ("E1", "S1"):
        context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
        phone = context.new_page()
        phone.goto(f"{server.url}/vote/card/{poll_id}/{seat}/{codes[seat]}")
        phone.get_by_role("button").first.click()
        expect(phone.get_by_text("2편까지 고르십시오").first).to_be_visible()
        wide = phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, "a long title makes the ballot wider than the phone"
        boxes = phone.get_by_role("group").first.get_by_role("checkbox")
        for place in range(3):
            boxes.nth(place).check()
        phone.get_by_role("button", name="확인하기").click()
        expect(phone.get_by_role("alert")).to_contain_text("너무 많이 고르셨습니다")
        phone.get_by_role("group").first.get_by_role("checkbox").nth(2).uncheck()
        phone.get_by_role("button", name="확인하기").click()
        phone.get_by_role("button", name="투표함에 넣기").click()
        expect(phone.get_by_text("투표함에 들어갔습니다").first).to_be_visible()
        context.close()
    for seat in ("E2", "S2", "S3"):
        with httpx.Client(base_url=server.url, timeout=20, trust_env=False) as client:
            phone = Phone(client)
            assert phone.enter(poll_id, seat, codes[seat]).status_code == 303
            named = re.findall(r'type="checkbox" name="s\.([^"]+)"', phone.get()[0].text)
            assert len(phone.cast(**{named[0]: "1", named[-1]: "1"})) > 4


def close_and_publish(host: Page) -> str:
    """The closing link as it was read out."""
    host.get_by_text("마감하면 되돌릴 수 없음을 확인했습니다.").click()
    host.get_by_role("button", name="투표 마감하기").click()
    expect(host.get_by_text(re.compile("^마감했습니다.")).first).to_be_visible()
    closing = host.get_by_test_id("stCode").first.inner_text().strip()
    reveal = host.get_by_role("button", name="다음 상 발표하기")
    expect(reveal).to_be_enabled()
    reveal.click()
    expect(host.get_by_text(re.compile("가운데 1개를 발표했습니다")).first).to_be_visible()
    host.get_by_text("발표를 마쳤습니다.").click()
    host.get_by_role("button", name="결과 공개하기").click()
    expect(host.get_by_text("공개했습니다.").first).to_be_visible()
    return closing


def recount(download: Download, closing: str, folder: Path) -> None:
    """A stranger's program, and what the file says of who voted."""
    kept = folder / "contest.zip"
    download.save_as(kept)
    command = [sys.executable, str(PROJECT / "docs" / "recount" / "recount.py"), str(kept), closing]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout
    assert "recount agrees" in told.stdout
    with zipfile.ZipFile(kept) as inside:
        rows = list(csv.DictReader(io.StringIO(inside.read("ballots.csv").decode("utf-8-sig"))))
    experts = {row["voter"] for row in rows if row["panel"] == "experts"}
    staff = {row["voter"] for row in rows if row["panel"] == "staff"}
    assert any("김전문" in voter for voter in experts)
    assert (len(experts), len(staff)) == (2, 3)
    assert not any(seat in voter for voter in staff for seat in ("S1", "S2", "S3"))
