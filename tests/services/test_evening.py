"""The whole evening through the services, on SQLite and PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.services.recounting import recount
from assistant.storage.database import Database
from tests.evening import HOST, Evening, evening
from tests.storage.conftest import server, url  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hall(url: str) -> Evening:  # noqa: F811
    database = Database(url)
    database.migrate()
    yield evening(database)  # type: ignore[misc]
    database.close()


def test_from_codes_to_a_result_a_stranger_recounts(hall: Evening, tmp_path: Path) -> None:
    hall.open_all()
    hall.everybody_casts()
    closed = hall.services.closing.close(HOST, hall.poll_id)
    hall.services.closing.publish(HOST, hall.poll_id)
    path = tmp_path / "contest.zip"
    path.write_bytes(hall.services.closing.export(HOST, hall.poll_id))
    found = recount(path, closed.poll.closing.split()[-1])
    assert (found.breaks, found.differences) == ((), ())
    assert len(found.standings) == 10
    program = [sys.executable, str(ROOT / "docs" / "recount" / "recount.py"), str(path)]
    other = subprocess.run(program, capture_output=True, text=True, check=False)
    assert other.stdout.endswith("recount agrees\n"), other.stdout
