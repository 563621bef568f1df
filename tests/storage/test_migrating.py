from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from assistant.errors import ConfigurationError, StorageUnavailable
from assistant.storage.database import Database
from assistant.storage.engine import open_engine, parse
from assistant.storage.migrating import rebuilding
from assistant.storage.tables import metadata

from . import postgres
from .processes import Process
from .samples import CARE, KIM, NINE

pytestmark = pytest.mark.usefixtures("every_step")


@pytest.fixture
def engine(database: Database, url: str) -> Engine:
    return open_engine(parse(url), 5)


def test_the_steps_lead_to_the_very_tables_the_program_knows(engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        migrated = _shape(connection)
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert migrated == _shape(connection)


def _shape(connection: Connection) -> dict[str, list[object]]:
    """What the database says of every table: types with their collation, keys, indexes."""
    found = inspect(connection)
    return {
        name: [
            sorted((c["name"], c["type"].compile(connection.dialect), c["nullable"]) for c in found.get_columns(name)),
            found.get_pk_constraint(name),
            *(
                sorted(map(repr, listed(name)))
                for listed in (found.get_foreign_keys, found.get_unique_constraints, found.get_indexes)
            ),
        ]
        for name in metadata.tables
    }


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.write() as records:
        records.facts.put("kept", "yes")
    database.migrate()
    with database.read() as records:
        assert records.facts.get("kept") == "yes"


def test_three_processes_that_migrate_at_once_all_succeed(url: str) -> None:
    with ExitStack() as stack:
        processes = [stack.enter_context(Process("migrate", url)) for _ in range(3)]
        for process in processes:
            process.go()
        assert [process.finish() for process in processes] == ["done"] * 3
    database = Database(url)
    with database.write() as records:
        records.people.put(KIM)
    database.close()


def test_a_database_of_a_newer_program_is_left_alone(database: Database, engine: Engine) -> None:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageUnavailable, match="newer version"):
        database.migrate()


def test_a_step_that_fails_leaves_no_half(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(url)
    with monkeypatch.context() as broken:
        broken.setattr("alembic.op.create_index", _fail)
        with pytest.raises(ZeroDivisionError):
            database.migrate()
    engine = open_engine(parse(url), 5)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata)[0][0] == "add_table"
        assert not engine.dialect.has_table(connection, "people")
    database.migrate()
    engine.dispose()
    database.close()


def _fail(*_: object, **__: object) -> None:
    raise ZeroDivisionError


def test_a_table_with_rows_pointing_at_it_can_be_made_anew(sqlite_path: Path) -> None:
    database, engine = _with_a_proposal(sqlite_path)
    with rebuilding(engine, until=time.monotonic() + 5) as connection:
        for statement in (
            "CREATE TABLE p AS SELECT * FROM people",
            "DROP TABLE people",
            "ALTER TABLE p RENAME TO people",
        ):
            connection.execute(text(statement))
        connection.execute(text("CREATE UNIQUE INDEX people_id ON people (id)"))
    with database.read() as records:
        assert records.people.all() == [KIM]
        assert records.proposals.get("p").author_id == KIM.id


def test_rows_left_pointing_at_nothing_undo_the_step(sqlite_path: Path) -> None:
    database, engine = _with_a_proposal(sqlite_path)
    until = time.monotonic() + 5
    refused = pytest.raises(StorageUnavailable, match="points at nothing in people")
    with refused, rebuilding(engine, until=until) as connection:
        connection.execute(text("DELETE FROM people"))
    with database.read() as records:
        assert records.people.all() == [KIM]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def _with_a_proposal(path: Path) -> tuple[Database, Engine]:
    database = Database(f"sqlite:///{path}")
    database.migrate()
    with database.write() as records:
        records.people.put(KIM)
        records.proposals.add("p", KIM.id, CARE, NINE)
    return database, open_engine(parse(f"sqlite:///{path}"), 5)


def test_a_server_database_that_cannot_hold_every_letter_is_refused(server: postgres.Server) -> None:
    database = Database(server.database("EUC_KR"))
    with pytest.raises(ConfigurationError, match="EUC_KR"):
        database.migrate()
    database.close()
