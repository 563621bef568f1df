"""Bringing a database to the tables this program needs, with Alembic, from inside the package.

Law: all steps are one writing transaction, so that a second process waits and then finds nothing to do.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, Connection, Engine

from assistant.errors import ConfigurationError, StorageUnavailable
from assistant.storage.engine import for_writing


def make_room(url: URL) -> None:
    """Make the folder and the file of an SQLite database, for their owner only; leaves what exists alone."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    path = Path(url.database)
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as exc:
        raise StorageUnavailable(f"{path}: {exc.strerror}") from exc


def migrate(engine: Engine, *, until: float) -> None:
    """Upgrade to the newest tables. Raises StorageUnavailable for a database made by a newer program."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "assistant.storage:migrations")
    config.set_main_option("path_separator", "os")
    with for_writing(engine, until).begin() as connection:
        _refuse_other_encodings(connection)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as exc:
            raise StorageUnavailable(f"the database was made by a newer version of this program ({exc})") from exc


def _refuse_other_encodings(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise ConfigurationError(f"the PostgreSQL database is encoded in {encoding}; it has to be UTF8")
