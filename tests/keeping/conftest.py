"""Installations to be copied: on SQLite and on PostgreSQL, with something in every part of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.storage.database import Database
from tests.keeping.furnishing import furnish, keeping, lay_files
from tests.storage.conftest import server, url

__all__ = ["server", "url"]

Home = tuple[str, Path]
"""An installation: its database's address and its data directory."""


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished data directory on SQLite; to be copied, not used."""
    folder = tmp_path_factory.mktemp("furnished") / "home"
    database = Database(f"sqlite:///{folder}/assistant.sqlite3")
    database.migrate()
    furnish(database)
    database.close()
    lay_files(folder)
    return folder


@pytest.fixture
def home(furnished: Path, tmp_path: Path) -> Home:
    """An installation of the test's own on SQLite."""
    folder = tmp_path / "home"
    shutil.copytree(furnished, folder)
    return f"sqlite:///{folder}/assistant.sqlite3", folder


@pytest.fixture
def native(url: str, tmp_path: Path) -> Home:
    """An installation whose database was written where it lies, on either kind."""
    database = Database(url)
    database.migrate()
    furnish(database)
    database.close()
    lay_files(tmp_path / "home")
    return url, tmp_path / "home"


@pytest.fixture(scope="session")
def copy(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the furnished installation; not to be written to."""
    path = tmp_path_factory.mktemp("copy") / "copy.zip"
    with keeping(f"sqlite:///{furnished}/assistant.sqlite3", furnished) as services:
        services.backing_up.make(path)
    return path
