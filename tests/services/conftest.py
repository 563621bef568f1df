"""What several services' tests begin with: an empty database with its tables, and a clock that is set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.storage.database import Database
from tests.storage.samples import NINE


class Clock:
    """Stands at nine in the morning until it is moved."""

    at = NINE

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Database]:
    """A database that holds nothing yet."""
    opened = Database(f"sqlite:///{tmp_path / 'bare.sqlite3'}")
    opened.migrate()
    yield opened
    opened.close()
