"""The whole evening in real browsers: 13 experts and 100 staff, from the rules to a result two programs recount.

    python -m benchmarks.evening SAMPLES OUT [--cut 60]

SAMPLES is a data directory with the samples in it (`assistant demo --load-only`); it is copied. OUT takes screenshots
and the files. Host and two officers sit at consoles, five voters have phones in Chromium at 390 pixels, the rest are
phones over HTTP that follow the same forms. In it: an expert recused by declaration, five of staff recused by
department, a phone that dies, two paper ballots (once read differently), an uplink cut, a tie for third. Everything is
checked as it goes; the first thing that is not as it should be ends it.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assistant.config import PROJECT
from assistant.documents.package_file import package_bytes
from assistant.domain.package import Package, PackagedFinalist, Pitch
from assistant.services.recounting import recount
from tests.chromium import CHROMIUM, FLAGS
from tests.journeys.conftest import Server
from tests.vote.phone import Phone

FINALISTS = (
    ("internal_process", "회의록 자동 정리 도우미", "디지털정책과", "sample-kim", 84),
    ("internal_process", "예산 집행 이상 징후 알림", "예산과", "sample-jung", 80),
    ("internal_process", "신규 직원 업무 인수인계 챗봇", "인사과", "", 77),
    ("internal_process", "공문서 쉬운 말 바꾸기", "총무과", "", 73),
    ("internal_process", "도로 보수 사진 자동 분류", "도로관리과", "sample-park", 70),
    ("citizen_service", "민원 신청서 미리 채우기", "민원총괄과", "sample-lee", 88),
    ("citizen_service", "혼자 사는 어르신 안부 전화", "돌봄복지과", "sample-choi", 82),
    ("citizen_service", "공공시설 예약 통합 안내", "문화정책과", "sample-yoon", 76),
    ("citizen_service", "외국인 주민 다국어 안내", "다문화담당관", "", 76),
    ("citizen_service", "골목 불법주차 예측 순찰", "교통지도과", "", 66),
)
"""Track, title, department, author and about how good it is. The eighth and ninth get equal scores of everybody."""
TIED = ("F08", "F09")
IDS = tuple(f"F{number:02d}" for number in range(1, len(FINALISTS) + 1))
ROLL = (
    "panel,seat,name,department,person_id,recused\n"
    + f"experts,E1,전문가1,한국대학교,,{FINALISTS[0][1]}\n"
    + "".join(f"experts,E{n},전문가{n},한국대학교 {n},,\n" for n in range(2, 14))
    + "".join(f"staff,D{n},직원{n},민원총괄과,,\n" for n in range(1, 6))
)
PHONES = ("E1", "D1", "S1", "S2", "S3")
PAPER = ("S94", "S95")


def sealed(rules: bytes) -> bytes:
    """The package as its file, signed by the two sample officers."""
    finalists = tuple(
        PackagedFinalist(
            id=key,
            track=track,
            title=title,
            department=department,
            order=order,
            author_ids=(author,) if author else (),
            problem="지금은 담당자가 하나하나 손으로 처리합니다.",
            idea="AI가 초안을 만들고 담당자가 확인합니다.",
            effect="처리 시간이 줄어 주민을 더 만날 수 있습니다.",
            pitch=Pitch("담당자의 시간을 아껴 주민에게 돌려드립니다.", "한심사"),
        )
        for order, (key, (track, title, department, author, _)) in enumerate(zip(IDS, FINALISTS, strict=True), start=1)
    )
    at = datetime(2026, 11, 20, tzinfo=UTC)
    package = Package("창의행정, AI로 제안하는 아이디어톤", sha256(rules).hexdigest(), finalists)
    return package_bytes(
        package.signed_by("sample-seo", "서입회(예시)", at).signed_by("sample-moon", "문확인(예시)", at)
    )


def scores(seat: str) -> dict[str, str]:
    """What a seat gives everybody; the tied two get the same."""
    chance = random.Random(f"evening {seat}")
    given = {key: max(0, min(100, round(chance.gauss(row[4], 9)))) for key, row in zip(IDS, FINALISTS, strict=True)}
    given[TIED[1]] = given[TIED[0]]
    return {key: str(score) for key, score in given.items()}


class Hall:
    """Server, browser and everybody in it."""

    def __init__(self, browser: Browser, samples: Path, out: Path, cut_s: float) -> None:
        self.browser, self.out, self.cut_s = browser, out, cut_s
        self.data = out / "data"
        shutil.copytree(samples, self.data)
        self.server = Server(self.data)
        self.codes: dict[str, str] = {}
        self.poll_id = ""
        self._began = time.monotonic()

    def say(self, what: str) -> None:
        print(f"{time.monotonic() - self._began:6.1f} s  {what}", flush=True)

    def context(self, width: int = 1280, height: int = 1000) -> BrowserContext:
        made = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="ko-KR", timezone_id="Asia/Seoul", accept_downloads=True
        )
        made.set_default_timeout(60_000)
        return made

    def desk(self, person: str, page: str) -> Page:
        opened = self.context().new_page()
        opened.goto(f"{self.server.url}/demo/enter/{person}?to={page}")
        return opened

    def shot(self, page: Page, name: str, height: int = 0) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 1280
        before = page.viewport_size
        if height:
            page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(900)
        page.screenshot(path=self.out / f"{name}.png")
        if height and before:
            page.set_viewport_size(before)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(f"file:{self.data / 'assistant.sqlite3'}?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.server.url, timeout=20, trust_env=False)


def prepare(hall: Hall, host: Page) -> None:
    """Rules, finalists, roll, codes; the vote is open at the end."""
    expect(host.get_by_role("heading", name="대회 규칙")).to_be_visible()
    host.get_by_role("button", name="확인하고 저장하기").click()
    expect(host.get_by_text("저장했습니다.")).to_be_visible()
    rules = (PROJECT / "data" / "rules.toml").read_bytes()
    expect(host.get_by_text(sha256(rules).hexdigest(), exact=True)).to_be_visible()
    hall.shot(host, "rules", 1400)
    go(host, "투표 진행")
    host.locator("input[type=file]").set_input_files(
        {"name": "finalists.json", "mimeType": "application/json", "buffer": sealed(rules)}
    )
    host.get_by_role("button", name="투표 만들기").click()
    expect(host.get_by_role("heading", name="1. 본선 진출작과 순서")).to_be_visible()
    host.get_by_role("textbox", name="추첨 시드").fill("17 4 42")
    host.get_by_role("button", name="발표 순서 추첨").click()
    host.wait_for_timeout(2500)
    host.locator("input[type=file]").set_input_files(
        {"name": "roll.csv", "mimeType": "text/csv", "buffer": ROLL.encode()}
    )
    host.wait_for_timeout(1500)
    host.get_by_role("spinbutton", name="자리 수").fill("95")
    host.get_by_role("spinbutton", name="자리 수").press("Tab")
    host.wait_for_timeout(500)
    host.get_by_role("button", name="명부에 올리기").click()
    expect(host.get_by_text("투표인 113명을 명부에 올렸고 회피 6건을 찾았습니다.")).to_be_visible()
    host.get_by_role("button", name="모두에게 코드 발급하기").click()
    with host.expect_download() as download:
        host.get_by_role("button", name="인쇄할 카드(113장)").click()
    download.value.save_as(hall.out / "cards.html")
    cards = (hall.out / "cards.html").read_text("utf-8")
    found = re.findall(r'class="seat">자리 번호 (\w+)</p>.*?class="code"[^>]*>(\w{4}) (\w{4})<', cards, re.DOTALL)
    hall.codes = {seat: first + last for seat, first, last in found}
    assert len(hall.codes) == 113
    hall.shot(host, "console-prepare", 1700)
    hall.poll_id = str(hall.rows("select id from polls")[0][0])
    host.get_by_text("명부와 카드가 모두 준비되었습니다.").click()
    host.get_by_role("button", name="투표 시작하기").click()
    expect(host.get_by_text("투표를 시작했습니다.")).to_be_visible()
    hall.say("113 cards printed, the vote is open")


def go(page: Page, name: str) -> None:
    """Another page by the menu."""
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", name=name).first).to_be_visible()


def enter(hall: Hall, seat: str) -> Page:
    """A phone in Chromium that came in by its card's QR."""
    phone = hall.context(390, 844).new_page()
    phone.goto(f"{hall.server.url}/vote/card/{hall.poll_id}/{seat}/{hall.codes[seat]}")
    phone.get_by_role("button").first.click()
    phone.wait_for_url("**/vote")
    return phone


def fill(phone: Page, seat: str) -> None:
    """Fill in what is on the ballot and come to the review."""
    given = scores(seat)
    for box in phone.locator("input[type=number]").all():
        name = box.get_attribute("name") or ""
        box.fill(given[name.removeprefix("s.")])
    phone.get_by_role("button", name="확인하기").click()
    expect(phone.get_by_role("heading", name="이대로 투표하시겠습니까?").first).to_be_visible()


def send(phone: Page) -> None:
    """Cast, and wait for the receipt."""
    phone.locator("form[data-cast] button").first.click()
    phone.wait_for_url("**/vote/receipt**")


def clients_vote(hall: Hall, seats: list[str], phones: dict[str, Phone]) -> None:
    """Phones over HTTP cast everything that is open to them, eight at a time."""

    def one(seat: str) -> None:
        if seat not in phones:
            phones[seat] = Phone(hall.client())
            assert phones[seat].enter(hall.poll_id, seat, hall.codes[seat]).status_code == 303
        _, page = phones[seat].get()
        wanted = [name.removeprefix("s.") for name, _ in page.forms[0].fields if name.startswith("s.")]
        given = scores(seat)
        phones[seat].cast(**{name: given[name] for name in wanted})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, seats))


def trouble(hall: Hall, first: Page, second: Page, seat: str, act: str) -> str:
    """One officer asks, another confirms; the new code where there is one."""
    for page in (first, second):
        page.get_by_role("tab", name="문제 해결").click()
    choose(first, "자리", seat)
    choose(first, "필요한 일", act)
    first.get_by_role("button", name="요청하기").click()
    waiting = second.locator("[data-testid=stVerticalBlock]").get_by_role("button", name="확인", exact=True).last
    expect(waiting).to_be_enabled()
    hall.shot(second, f"trouble-{seat}")
    waiting.click()
    if "코드" not in act or "무효" in act:
        expect(second.get_by_text("기다리는 일이 없습니다.")).to_be_visible()
        return ""
    expect(second.get_by_text(f"자리 {seat}의 새 코드입니다.")).to_be_visible()
    return second.locator("[data-testid=stCode]:visible").first.inner_text().strip()


def choose(page: Page, label: str, option: str) -> None:
    """Pick from one of Streamlit's lists by typing."""
    box = page.get_by_role("combobox", name=label).locator("visible=true").first
    box.click()
    box.fill(option)
    page.wait_for_timeout(300)
    page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}(\s|$|\()")).first.click()


def read_sheet(page: Page, number: str, given: dict[str, str]) -> None:
    """One officer types a paper ballot in."""
    page.get_by_role("tab", name="종이 투표지").click()
    page.get_by_text("직원 평가단", exact=True).locator("visible=true").first.click()
    page.wait_for_timeout(1200)
    page.get_by_role("textbox", name="투표지 번호").fill(number)
    titles = {title: given[key] for key, (_, title, *_) in zip(IDS, FINALISTS, strict=True)}
    for title, score in titles.items():
        page.get_by_role("textbox", name=title).locator("visible=true").first.fill(score)
    page.get_by_role("button", name="읽은 대로 넣기").click()


def voting(hall: Hall, host: Page, screen: Page) -> None:
    """Track by track, with everything that goes wrong on an evening."""
    seo, moon = hall.desk("sample-seo", "host"), hall.desk("sample-moon", "host")
    host.get_by_role("button", name="이 작품만 열기").first.click()
    phones = {seat: enter(hall, seat) for seat in PHONES}
    hall.shot(phones["S1"], "ballot-phone")
    host.get_by_role("button", name="시계 시작").click()
    host.wait_for_timeout(2500)
    hall.shot(screen, "screen-presenting")
    others = [seat for seat in hall.codes if seat not in (*PHONES, *PAPER)]
    over_http: dict[str, Phone] = {}

    host.get_by_role("button", name="내부 프로세스 개선만").click()
    host.wait_for_timeout(1500)
    for seat in ("E1", "D1", "S1"):
        phones[seat].goto(f"{hall.server.url}/vote")
        if seat == "E1":
            expect(phones[seat].get_by_text("이해충돌로 투표하지 않는 제안입니다.").first).to_be_visible()
            hall.shot(phones[seat], "ballot-recused", 1500)
        fill(phones[seat], seat)
        hall.shot(phones[seat], f"review-{seat}")
        send(phones[seat])
    hall.shot(phones["S1"], "receipt-phone")
    clients_vote(hall, others, over_http)
    hall.say("the first track is cast")

    phones.pop("S2").context.close()
    hall.codes["S2"] = trouble(hall, seo, moon, "S2", "새 코드").replace(" ", "")
    phones["S2"] = enter(hall, "S2")
    hall.say("a dead phone has a new code")
    for seat in PAPER:
        trouble(hall, seo, moon, seat, "종이 투표지 내주기")
    wrong = scores("S94") | {"F01": "1"}
    read_sheet(seo, "P-1", scores("S94"))
    expect(seo.get_by_text("P-1: 두 번째 입력을 기다림")).to_be_visible()
    read_sheet(moon, "P-1", wrong)
    expect(moon.get_by_text("P-1: 두 사람의 입력이 다름").first).to_be_visible()
    hall.shot(moon, "paper", 1700)
    read_sheet(moon, "P-1", scores("S94"))
    expect(moon.get_by_text("P-1: 투표함에 넣음").first).to_be_visible()
    for page in (moon, seo):
        read_sheet(page, "P-2", scores("S95"))
    expect(seo.get_by_text("P-2: 투표함에 넣음").first).to_be_visible()
    hall.say("two paper ballots are in the box")

    for seat in ("S2", "S3"):
        phones[seat].goto(f"{hall.server.url}/vote")
        fill(phones[seat], seat)
        send(phones[seat])
    host.get_by_role("button", name="대시민 서비스 개선만").click()
    host.wait_for_timeout(1500)
    uplink_cut(hall, phones["S1"], others[:10], over_http)
    for seat in ("E1", "D1", "S2", "S3"):
        phones[seat].goto(f"{hall.server.url}/vote")
        fill(phones[seat], seat)
        send(phones[seat])
    clients_vote(hall, others[10:], over_http)
    host.wait_for_timeout(3000)
    hall.shot(host, "console-open", 1500)
    hall.shot(screen, "screen-open")
    host.get_by_role("tab", name="투표인 현황").click()
    host.wait_for_timeout(3500)
    hall.shot(host, "console-hall", 1100)
    host.get_by_role("tab", name="투표", exact=True).click()
    hall.say("everybody has voted")


def uplink_cut(hall: Hall, phone: Page, seats: list[str], over_http: dict[str, Phone]) -> None:
    """The network is gone for a while: a phone says so and sends by itself, ten clients try until it is back."""
    phone.goto(f"{hall.server.url}/vote")
    fill(phone, "S1")
    ready = {}
    for seat in seats:
        _, page = over_http[seat].get()
        names = [name.removeprefix("s.") for name, _ in page.forms[0].fields if name.startswith("s.")]
        ready[seat] = over_http[seat].ready(**{name: scores(seat)[name] for name in names})
    papers = hall.rows("select count(*) from papers")[0][0]
    phone.context.set_offline(True)
    assert hall.server.process
    hall.server.process.send_signal(signal.SIGSTOP)
    over = threading.Timer(hall.cut_s, lambda: hall.server.process.send_signal(signal.SIGCONT))  # type: ignore[union-attr]
    over.start()
    phone.locator("form[data-cast] button").first.click()
    expect(phone.get_by_text("아직 전송되지 않았습니다.").first).to_be_visible()
    hall.shot(phone, "not-sent-phone")

    def until_receipt(seat: str) -> int:
        for tries in range(1, 1000):
            try:
                with hall.client() as client:
                    client.timeout = httpx.Timeout(3)
                    client.cookies = over_http[seat].client.cookies
                    if Phone(client).post("/vote/cast", ready[seat]).status_code == 303:
                        return tries
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        raise AssertionError(seat)

    with ThreadPoolExecutor(10) as pool:
        tries = list(pool.map(until_receipt, seats))
    over.join()
    phone.context.set_offline(False)
    phone.wait_for_url("**/vote/receipt**")
    assert hall.rows("select count(*) from papers")[0][0] == int(str(papers)) + len(seats) + 1
    hall.say(
        f"uplink cut for {hall.cut_s:.0f} s: 11 papers in the box once each after {sum(tries)} tries of ten clients"
    )


def ending(hall: Hall, host: Page, screen: Page) -> None:
    """Close, reveal, publish, read, recount."""
    host.get_by_text("마감하면 되돌릴 수 없음을 확인했습니다.").click()
    host.get_by_role("button", name="투표 마감하기").click()
    expect(host.get_by_text("투표함이 마감할 때 그대로입니다.")).to_be_visible()
    link = str(hall.rows("select closing from polls")[0][0]).split()[-1]
    screen.wait_for_timeout(3000)
    hall.shot(screen, "screen-closed")
    hall.shot(host, "console-closed", 1400)
    steps = int(re.findall(r"상 (\d+)개 가운데", host.get_by_text("개 가운데").inner_text())[0])
    for step in range(1, steps + 1):
        host.get_by_role("button", name="다음 상 발표하기").click()
        expect(host.get_by_text(f"상 {steps}개 가운데 {step}개를 발표했습니다.")).to_be_visible()
        if step in (2, steps):
            screen.wait_for_timeout(3000)
            hall.shot(screen, f"screen-reveal-{'last' if step == steps else step}")
    host.get_by_text("발표를 마쳤습니다.").click()
    host.get_by_role("button", name="결과 공개하기").click()
    expect(host.get_by_text("공개했습니다.").first).to_be_visible()
    go(host, "대회 결과")
    with host.expect_download() as download:
        host.get_by_role("button", name="대회 전체(ZIP)").click()
    download.value.save_as(hall.out / "contest.zip")
    hall.shot(host, "results", 1900)
    reader = hall.context(390, 844).new_page()
    reader.goto(f"{hall.server.url}/demo/enter/sample-kim?to=results")
    expect(reader.get_by_role("heading", name="직접 다시 집계하기")).to_be_visible()
    hall.shot(reader, "results-phone", 2600)
    go(host, "실시 현황")
    hall.shot(host, "follow-up", 1400)
    found = recount(hall.out / "contest.zip", link)
    assert found.agrees, (found.breaks, found.differences)
    program = [sys.executable, str(PROJECT / "docs" / "recount" / "recount.py"), str(hall.out / "contest.zip"), link]
    assert subprocess.run(program, check=True, capture_output=True, text=True).stdout.endswith("recount agrees\n")
    tied = [each for each in found.standings if each.finalist in TIED]
    assert [(each.place, each.shared, each.award) for each in tied] == [(3, True, "장려상")] * 2
    by_name = {each.finalist: each for each in found.standings}
    assert (by_name["F01"].panels["experts"].ballots, by_name["F06"].panels["staff"].ballots) == (12, 95)
    told = hall.rows("select kind, count(*) from notices where subject like 'F%' group by kind order by kind")
    hall.say(f"published; both recounts agree with the closing link; notices: {told}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("samples", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cut", type=float, default=60)
    given = parser.parse_args()
    expect.set_options(timeout=60_000)
    given.out.mkdir(parents=True, exist_ok=False)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        hall = Hall(browser, given.samples, given.out, given.cut)
        hall.server.start()
        try:
            host = hall.desk("sample-oh", "rules")
            prepare(hall, host)
            screen = hall.context(1920, 1080).new_page()
            screen.goto(f"{hall.server.url}/hall/{hall.poll_id}")
            voting(hall, host, screen)
            ending(hall, host, screen)
        finally:
            if hall.server.process:
                hall.server.process.send_signal(signal.SIGCONT)
            hall.server.kill(signal.SIGTERM)


if __name__ == "__main__":
    main()
