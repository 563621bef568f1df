"""Signs of life for monitors, figures for the machine itself, and nothing for the curious."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from assistant import pulse
from assistant.services.observing import LEAST_FREE, Observing
from assistant.storage.database import Database
from tests.evening import HOST, evening
from tests.storage.samples import CARE, KIM, NINE


def client(observing: Observing, listed: tuple[str, ...] = (), frm: str = "127.0.0.1") -> TestClient:
    shown = pulse.routes(observing.ready, observing.figures, listed)
    app = Starlette(routes=shown, middleware=[Middleware(pulse.Pulse)])
    return TestClient(app, client=(frm, 50_000))


def stored(text: str) -> dict[str, float]:
    """The figures that come from the database, not from this process or its disk."""
    named = ("assistant_polls", "assistant_ballots", "assistant_outbox", "assistant_proposals", "assistant_advice")
    return {name: value for name, value in figures(text).items() if name.startswith(named)}


@pytest.fixture
def observing(tmp_path: Path) -> Observing:
    database = Database(f"sqlite:///{tmp_path}/db")
    database.migrate()
    return Observing(database, tmp_path, "1.2.3", lambda: NINE)


def figures(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"^([a-z].*) (\S+)$", text, re.MULTILINE)}


def test_it_lives_and_is_ready(observing: Observing) -> None:
    assert client(observing).get("/healthz").text == "ok\n"
    answer = client(observing).get("/readyz")
    assert (answer.status_code, answer.json()["database"], answer.json()["disk"]) == (200, "ok", "ok")
    assert len(answer.headers["x-request-id"]) == 16


def test_a_stranger_learns_only_whether_it_is_ready(observing: Observing) -> None:
    assert client(observing, frm="10.0.0.9").get("/readyz").json() == {"ready": True}


@pytest.mark.parametrize(
    ("listed", "frm", "headers", "status"),
    [
        ((), "127.0.0.1", {}, 200),
        ((), "::1", {}, 200),
        ((), "10.0.0.9", {}, 404),
        (("10.0.0.0/24",), "10.0.0.9", {}, 200),
        (("10.0.0.0/24",), "10.0.1.9", {}, 404),
        ((), "127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 404),
        ((), "127.0.0.1", {"Forwarded": "for=203.0.113.7"}, 404),
        ((), "not an address", {}, 404),
    ],
)
def test_figures_are_for_this_machine_and_listed_ones(
    observing: Observing, listed: tuple[str, ...], frm: str, headers: dict[str, str], status: int
) -> None:
    assert client(observing, listed, frm).get("/metrics", headers=headers).status_code == status


def test_figures_count_what_is_stored(observing: Observing) -> None:
    with observing.database.write() as records:
        records.people.put(KIM)
        records.proposals.add("p", KIM.id, CARE, NINE)
    found = figures(client(observing).get("/metrics").text)
    assert found['assistant_proposals{stage="draft"}'] == 1
    assert found["assistant_outbox_backlog"] == 1
    assert found['assistant_build_info{version="1.2.3"}'] == 1


def test_turnout_is_shown_only_once_the_poll_is_closed(observing: Observing) -> None:
    poll = evening(observing.database)
    poll.open_all()
    before = stored(client(observing).get("/metrics").text)
    poll.everybody_but("S1")
    assert before['assistant_polls{state="open"}'] == 1
    assert stored(client(observing).get("/metrics").text) == before
    poll.services.closing.close(HOST, poll.poll_id)
    found = figures(client(observing).get("/metrics").text)
    assert found[f'assistant_ballots{{panel="staff",poll="{poll.poll_id}",what="cast"}}'] == 3
    assert found[f'assistant_ballots{{panel="staff",poll="{poll.poll_id}",what="entitled"}}'] == 4


def _drop(database: Database, folder: Path) -> None:
    (folder / "db").unlink()


def _read_only(database: Database, _: Path) -> None:
    database.trouble = "read_only"


@pytest.mark.parametrize(("harm", "part"), [(_drop, "database"), (_read_only, "database")])
def test_it_is_not_ready_where_the_database_is_not(
    observing: Observing, tmp_path: Path, harm: Callable[[Database, Path], None], part: str
) -> None:
    observing.database.close()
    harm(observing.database, tmp_path)
    answer = client(observing).get("/readyz")
    assert answer.status_code == 503
    assert answer.json()[part] != "ok"
    assert client(observing).get("/metrics").status_code == 200
    assert client(observing).get("/healthz").status_code == 200


def test_it_is_not_ready_where_the_disk_is_full(observing: Observing, monkeypatch: pytest.MonkeyPatch) -> None:
    free = type("Usage", (), {"free": LEAST_FREE - 1})
    monkeypatch.setattr("assistant.services.observing.shutil.disk_usage", lambda _: free)
    assert client(observing).get("/readyz").json()["disk"] == "full"
