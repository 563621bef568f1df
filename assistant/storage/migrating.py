"""Bringing a database to the tables this program needs, with Alembic, from inside the package.

Law: all steps are one writing transaction, so that a second process waits and then finds nothing to do.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, text

from assistant.errors import ConfigurationError, StorageUnavailable
from assistant.storage.engine import for_reading, for_writing

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory


def make_room(url: URL) -> None:
    """Make the folder and the file of an SQLite database, for their owner only; leaves what exists alone."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    path = Path(url.database)
    if path.exists():
        return
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as exc:
        kind = {errno.EROFS: "read_only", errno.ENOSPC: "full", errno.EDQUOT: "full"}.get(exc.errno or 0, "gone")
        raise StorageUnavailable(f"{path}: {exc.strerror}", kind) from exc


def migrate(engine: Engine, *, until: float, to: str = "head") -> None:
    """Upgrade to the newest tables, or to the revision `to`; a database that is there already is only read.

    Raises StorageUnavailable for a database made by a newer program.
    """
    if revision(engine) == (newest() if to == "head" else to):
        return
    with rebuilding(engine, until=until) as connection:
        upgrade(connection, to)


def upgrade(connection: Connection, to: str = "head") -> None:
    """The same within a transaction that `rebuilding` has begun."""
    from alembic import command
    from alembic.util import CommandError

    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as exc:
        raise StorageUnavailable(f"the database was made by a newer version of this program ({exc})") from exc


def revision(of: Engine | Connection) -> str | None:
    """The revision of a database's tables, None where there are none yet."""
    if isinstance(of, Engine):
        with for_reading(of).connect() as connection:
            return revision(connection)
    if not of.dialect.has_table(of, "alembic_version"):
        return None
    found: str | None = of.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


@cache
def newest() -> str:
    """The revision this program needs."""
    found = _scripts().get_current_head()
    assert found is not None
    return found


def known_revisions() -> set[str]:
    """Every revision this program can start from."""
    return {script.revision for script in _scripts().walk_revisions()}


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "assistant.storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


@contextmanager
def rebuilding(engine: Engine, *, until: float) -> Iterator[Connection]:
    """A writing transaction in which tables may be made anew under the rows that point at them.

    SQLite changes most things about a table only by dropping it, which its foreign keys forbid; so they sleep here and
    are all checked before the end. Raises StorageUnavailable when one points at nothing then.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with for_writing(engine, until).connect() as connection:
        if is_sqlite:
            _set_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                if is_sqlite:
                    yield connection
                    _refuse_dangling(connection)
                else:
                    _refuse_other_encodings(connection)
                    yield connection
        finally:
            if is_sqlite:
                _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, state: str) -> None:
    """SQLite listens to this outside a transaction only, so it goes past the engine, which would begin one."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={state}")
    cursor.close()


def _refuse_dangling(connection: Connection) -> None:
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if dangling is not None:
        raise StorageUnavailable(f"a row of {dangling[0]} points at nothing in {dangling[2]}; nothing was changed")


def _refuse_other_encodings(connection: Connection) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise ConfigurationError(f"the PostgreSQL database is encoded in {encoding}; it has to be UTF8")
