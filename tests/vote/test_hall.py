"""The big screen: what everybody in the hall may know, and not a bit more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.storage.database import Database
from assistant.vote.hall import STYLE, hall_routes
from tests.contest import rules_toml
from tests.evening import HOST, Evening, evening, finalists, sealed

MARKUP = '<img src=x onerror="alert(1)">'


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Evening]:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b.sqlite3'}")
    database.migrate()
    first, *others = finalists()
    yield evening(database, of=[replace(first, title=MARKUP), *others])
    database.close()


@pytest.fixture
def client(hall: Evening) -> TestClient:
    return TestClient(Starlette(routes=hall_routes(lambda: hall.services.staging, "", {"internal_process": "내부"})))


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are kept for less than a second for a whole hall; these tests look faster."""
    monkeypatch.setattr("assistant.vote.hall.AGAIN_S", -1.0)


def shown(client: TestClient, hall: Evening) -> str:
    answer = client.get(f"/hall/{hall.poll_id}")
    assert answer.status_code == 200
    assert len(answer.content) < 30_000
    return answer.text


def test_before_the_vote_it_shows_the_programme_and_where_to_go(client: TestClient, hall: Evening) -> None:
    page = shown(client, hall)
    assert "곧 시작합니다" in page
    assert "testserver/vote" in page
    assert "<svg" in page


def test_a_title_made_of_markup_stays_a_title(client: TestClient, hall: Evening) -> None:
    page = shown(client, hall)
    assert "<img" not in page
    assert "&lt;img" in page
    assert "default-src 'none'" in client.get(f"/hall/{hall.poll_id}").headers["content-security-policy"]


def test_while_open_it_shows_who_presents_and_how_many_have_voted(client: TestClient, hall: Evening) -> None:
    hall.services.polling.open(HOST, hall.poll_id, ["F2"])
    hall.cast(hall.enter("E1"), {"F2": 90})
    page = shown(client, hall)
    assert "제안 2: 시민이 기다리지 않는 창구" in page
    assert "제안 3" not in page
    assert "<b>1</b> / 2명" in page
    assert "<b>0</b> / 4명" in page


@pytest.mark.browser
def test_ten_titles_of_any_length_fit_on_a_screen_that_nobody_scrolls(
    client: TestClient, hall: Evening, browser: Browser
) -> None:
    long = [replace(each, title="담당 부서를 한 번에 찾아 주는 창구 " * 9) for each in finalists()]
    package = sealed(rules_toml().encode(), long)
    poll_id = hall.services.polling.create(HOST, rules_toml().encode(), package).poll.id
    html = client.get(f"/hall/{poll_id}").text.replace("</head>", f"<style>{STYLE.decode()}</style></head>")
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_content(html)
    assert page.locator(".programme li").last.bounding_box()["y"] < 1000  # type: ignore[index]
    page.close()


def test_while_open_two_evenings_with_other_scores_show_the_same_page(tmp_path: Path) -> None:
    pages = []
    for score in (1, 99):
        database = Database(f"sqlite:///{tmp_path / str(score) / 'b.sqlite3'}")
        database.migrate()
        made = evening(database)
        client = TestClient(Starlette(routes=hall_routes(lambda of=made: of.services.staging, "", {})))
        made.services.polling.open(HOST, made.poll_id, ["F1", "F2"])
        for card in made.cards:
            made.cast(made.enter(card.seat), {"F1": score, "F2": 100 - score})
        pages.append(shown(client, made))
        database.close()
    assert pages[0] == pages[1]


def test_the_clock_runs_while_open_and_only_then(client: TestClient, hall: Evening) -> None:
    hall.services.polling.open(HOST, hall.poll_id, ["F1"])
    hall.services.staging.start_timer(HOST, hall.poll_id, 90)
    assert 'role="timer"' in shown(client, hall)
    hall.services.staging.start_timer(HOST, hall.poll_id, 0)
    assert 'role="timer"' not in shown(client, hall)


def test_a_clock_that_ran_out_goes_away_by_itself(
    client: TestClient, hall: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.services.polling.open(HOST, hall.poll_id, ["F1"])
    hall.services.staging.start_timer(HOST, hall.poll_id, 60)
    monkeypatch.setattr("assistant.vote.hall.OVER_S", -61)  # as if it had run out long ago
    assert 'role="timer"' not in shown(client, hall)


def test_after_closing_the_link_is_shown_and_then_one_award_after_the_other(client: TestClient, hall: Evening) -> None:
    hall.open_all()
    hall.everybody_casts()
    closed = hall.services.closing.close(HOST, hall.poll_id)
    page = shown(client, hall)
    assert closed.poll.closing.split()[-1][:8] in page
    assert "상</h2>" not in page
    assert "제안" not in page.split("<main>")[1]
    hall.services.staging.reveal(HOST, hall.poll_id, 0)
    page = shown(client, hall)
    assert "장려상" in page
    assert "우수상" not in page
    assert "대상" not in page


def test_a_screen_of_no_poll_is_not_found(client: TestClient) -> None:
    assert client.get("/hall/nothing").status_code == 404
    assert client.get("/hall/hall.js").headers["content-type"].startswith("text/javascript")


def test_a_hall_that_looks_at_once_costs_one_count(
    client: TestClient, hall: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.vote.hall.AGAIN_S", 60.0)
    before = shown(client, hall)
    hall.services.polling.open(HOST, hall.poll_id, ["F1"])
    assert shown(client, hall) == before
