"""While a vote is open no page, frame, download, log or command holds a bit of the tally, whoever looks.

Everybody gives a finalist the same nine-digit score, so the score, a panel's sum, its mean and the weighted total are
numbers that stand nowhere else; they are looked for in every byte the server sends, as text and as the binary numbers
of a frame. After publishing the same look finds them, so the look is known to see.
"""

from __future__ import annotations

import shutil
import signal
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.domain.person import Person, Role
from assistant.errors import NotAllowed
from assistant.errors_voting import PollForbids
from assistant.storage.database import Database
from assistant.ui.ways import PAGES
from tests.contest import rules_toml
from tests.evening import HOST, Evening, evening, finalists
from tests.journeys.conftest import WAIT_MS, Server
from tests.journeys.quiet import quiet

pytestmark = pytest.mark.browser

BALLOT = 'form = "scores"\nminimum = 0\nmaximum = 999999999'
SCORES = {f"F{n}": 731_934_567 + 1_010_101 * n for n in range(1, 11)}
CASTERS = 5
ROLES = {
    "organiser": "sample-oh",
    "officer": "sample-seo",
    "reviewer": "sample-han",
    "author": "sample-kim",
    "nobody": "",
}


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


NEEDLES = {
    spelled
    for score in SCORES.values()
    for number in (score, *(score * count for count in range(2, CASTERS + 2)))
    for spelled in (str(number).encode(), f"{number:,}".encode(), struct.pack("<d", number), _varint(number))
}


def found_in(heard: list[bytes]) -> set[bytes]:
    """Which needles stand in what was heard."""
    whole = b"\0".join(heard)
    return {needle for needle in NEEDLES if needle in whole}


@pytest.fixture(scope="module")
def hall(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Evening, Server]]:
    """A vote under way behind a real server; one of six voters has not voted yet."""
    data_dir = tmp_path_factory.mktemp("open") / "data"
    shutil.copytree(samples, data_dir)
    database = Database(f"sqlite:///{data_dir / 'assistant.sqlite3'}")
    database.migrate()
    with database.write() as records:
        records.people.put(Person("sample-seo", "서입회(예시)", "감사담당관", frozenset({Role.OFFICER})))
    authored = tuple(replace(each, author_ids=("sample-kim",)) if each.id == "F1" else each for each in finalists())
    made = evening(database, rules_toml(ballot=BALLOT), of=authored)
    made.open_all()
    for card in made.cards[:CASTERS]:
        made.cast(made.enter(card.seat), SCORES)
    server = Server(data_dir)
    server.start()
    yield made, server
    server.kill(signal.SIGTERM)
    database.close()


def visit(browser: Browser, server: Server, person: str, pages: list[str]) -> list[bytes]:
    """Everything the server sent while somebody went through pages."""
    heard: list[bytes] = []
    context = browser.new_context(locale="ko-KR")
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(_bytes(frame))))
    page.on("response", lambda answer: heard.append(_body(answer)))
    if person:
        page.goto(f"{server.url}/demo/enter/{person}")
    for name in pages:
        page.goto(f"{server.url}/{name}")
        if not name.startswith(("hall", "vote")):
            expect(page.get_by_role("heading").first).to_be_visible(timeout=WAIT_MS)
            _open_everything(page)
    page.wait_for_timeout(1500)
    context.close()
    return heard


def _open_everything(page: Page) -> None:
    quiet(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        quiet(page)
    for closed in page.locator("[data-testid=stExpander] summary").all():
        closed.click()
    quiet(page)


def _bytes(frame: object) -> bytes:
    return frame if isinstance(frame, bytes) else str(frame).encode()


def _body(answer: object) -> bytes:
    kind = answer.headers.get("content-type", "")  # type: ignore[attr-defined]
    if "javascript" in kind or "font" in kind or answer.status in range(300, 400):  # type: ignore[attr-defined]
        return b""
    try:
        return bytes(answer.body())  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - a body the browser has already let go of
        return b""


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_sent_a_bit_of_the_tally(browser: Browser, hall: tuple[Evening, Server], role: str) -> None:
    made, server = hall
    mine = Role(role) if role != "nobody" else None
    pages = [name for name, (_, _, roles) in PAGES.items() if mine in roles] if mine else [""]
    heard = visit(browser, server, ROLES[role], [*pages, f"hall/{made.poll_id}", "vote", f"vote/now/{made.poll_id}"])
    assert sum(map(len, heard)) > 5_000
    assert found_in(heard) == set()


def test_no_log_and_no_journal_holds_a_bit_of_the_tally(hall: tuple[Evening, Server]) -> None:
    made, server = hall
    with made.database.read() as records:
        journal = repr(records.journal.of(made.poll_id)).encode()
    assert found_in([(server.data_dir / "server.log").read_bytes(), journal]) == set()


@pytest.mark.parametrize("role", [*Role])
def test_no_service_counts_exports_or_reveals_for_anybody(hall: tuple[Evening, Server], role: Role) -> None:
    made, _ = hall
    person, services = Person("x", "아무나", "", frozenset({role})), made.services
    for act in (
        lambda: services.closing.count(person, made.poll_id),
        lambda: services.closing.export(person, made.poll_id),
        lambda: services.awarding.results(made.poll_id),
        lambda: services.awarding.certificates(person, made.poll_id, {}),
        lambda: services.staging.reveal(person, made.poll_id, 0),
        lambda: services.staging.rehearsed_steps(person, made.poll_id),
        lambda: services.closing.publish(person, made.poll_id),
    ):
        with pytest.raises((PollForbids, NotAllowed)):
            act()


def test_the_same_look_finds_the_tally_once_it_is_published(browser: Browser, hall: tuple[Evening, Server]) -> None:
    made, server = hall
    made.services.closing.close(HOST, made.poll_id)
    made.services.closing.publish(HOST, made.poll_id)
    assert found_in(visit(browser, server, ROLES["author"], ["results"])) != set()
