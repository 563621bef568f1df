"""A copy made on one machine and put back on another, on this or the other kind of database."""

from __future__ import annotations

import stat
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from assistant.domain.archive import ArchiveItem
from assistant.domain.journal import Entry
from assistant.domain.journal import walk as walk_journal
from assistant.domain.proposal import Content
from assistant.errors_keeping import BackupRefused, InstallationNotEmpty
from assistant.storage import migrating
from assistant.storage.copying import snapshot
from assistant.storage.database import Database
from assistant.storage.engine import open_engine, parse
from tests.keeping.conftest import Home
from tests.keeping.furnishing import hashes, keeping, said
from tests.storage import postgres
from tests.storage.samples import KIM, NINE, after


@pytest.fixture(params=["to sqlite", "to postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database somewhere else."""
    if request.param == "to sqlite":
        return f"sqlite:///{tmp_path}/elsewhere/assistant.sqlite3"
    server: postgres.Server = request.getfixturevalue("server")
    return server.schema()


def make(url: str, folder: Path, name: str = "copy.zip") -> Path:
    with keeping(url, folder) as services:
        made = services.backing_up.make(folder.parent / name)
        assert made.faults == ()
    return made.path


def test_everything_is_the_same_elsewhere(native: Home, elsewhere: str, tmp_path: Path) -> None:
    copy = make(*native)
    with keeping(elsewhere, tmp_path / "elsewhere") as services:
        restored = services.restoring.restore(copy)
    again = make(elsewhere, tmp_path / "elsewhere", "again.zip")
    assert hashes(again) == hashes(copy)
    assert {name for name in hashes(copy) if name.startswith("files/")} == {
        "files/profiles/model-2.json",
        "files/attachments/ab/abcdef",
        "files/attachments/cd/cdefab",
    }
    assert restored.rows["papers"] == 6 + 5
    assert (said(copy)["journal"], said(copy)["boxes"]) == (said(again)["journal"], said(again)["boxes"])


def test_a_restored_installation_guards_its_journal_and_goes_on(copy: Path, elsewhere: str, tmp_path: Path) -> None:
    with keeping(elsewhere, tmp_path / "elsewhere") as services:
        services.restoring.restore(copy)
        engine = create_engine(parse(elsewhere))
        for statement, refusal in (
            ("UPDATE journal SET act = ''", "append only"),
            ("DELETE FROM papers", "append only"),
            ("INSERT INTO papers SELECT poll, id || 'x', panel, voter, token || 'x', number, key || 'x',"
             " receipt || 'x', content, position + 100, link FROM papers", "not open|end of the chain"),
        ):  # fmt: skip
            with pytest.raises(DBAPIError, match=refusal), engine.begin() as connection:
                connection.execute(text(statement))
        engine.dispose()
        with services.database.write() as records:
            records.journal.add(Entry(after(900), KIM.id, "go on", "p1", {}))
            assert records.proposals.next_receipt_number(2026) == 2
            records.archive.put_many([ArchiveItem("new", Content(title="새것"))])
        assert services.verifying.chains().faults() == []


def test_sessions_stay_where_they_are(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.storage.shapes.EMPTIED", ("facts",))
    copy = make(*home)
    tables = {str(part["name"]): part["rows"] for part in said(copy)["tables"]}  # type: ignore[attr-defined]
    assert (tables["facts"], tables["people"]) == (0, 5)


def test_a_copy_made_while_others_write_is_one_state(native: Home, tmp_path: Path) -> None:
    url, folder = native
    stop = threading.Event()
    written = [0]

    def write(who: int) -> None:
        database = Database(url)
        number = 0
        while not stop.is_set():
            with database.write() as records:
                records.archive.put_many([ArchiveItem(f"w{who}-{number}", Content(title=f"{who} {number}"))])
                records.journal.add(Entry(NINE, f"writer-{who}", "put", f"w{who}-{number}", {}))
            number += 1
            written[0] += 1
        database.close()

    threads = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    copies = []
    try:
        until = time.monotonic() + 60
        for round_ in range(3):
            before = written[0]
            while written[0] < before + 20 and time.monotonic() < until:
                time.sleep(0.01)
            copies.append((make(url, folder, f"during-{round_}.zip"), before))
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert len({hashes(copy)["tables/archive.jsonl"] for copy, _ in copies}) == 3
    for number, (copy, _) in enumerate(copies):
        there = f"sqlite:///{tmp_path}/there{number}/assistant.sqlite3"
        with keeping(there, tmp_path / f"there{number}") as services:
            services.restoring.restore(copy)
            with services.database.read() as records:
                put = {item.id for item in records.archive.all() if item.id.startswith("w")}
                noted = {entry.subject for entry, _ in records.journal.chained() if entry.act == "put"}
            assert put == noted
            assert put
        assert hashes(make(there, tmp_path / f"there{number}", f"again{number}.zip")) == hashes(copy)


def test_an_installation_with_anything_in_it_is_left_alone(home: Home, copy: Path) -> None:
    url, folder = home
    before = hashes(make(url, folder, "before.zip"))
    with keeping(url, folder) as services, pytest.raises(InstallationNotEmpty):
        services.restoring.restore(copy)
    assert hashes(make(url, folder, "after.zip")) == before


def test_tables_that_are_empty_are_filled(copy: Path, elsewhere: str, tmp_path: Path) -> None:
    database = Database(elsewhere)
    database.migrate()
    database.close()
    with keeping(elsewhere, tmp_path / "elsewhere") as services:
        services.restoring.restore(copy)
    assert hashes(make(elsewhere, tmp_path / "elsewhere", "again.zip")) == hashes(copy)


def test_a_copy_from_before_the_newest_tables_is_brought_up_to_them(url: str, elsewhere: str, tmp_path: Path) -> None:
    engine = open_engine(parse(url), 5)
    migrating.make_room(parse(url))
    migrating.migrate(engine, until=time.monotonic() + 30, to="0015")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("INSERT INTO people (id, name, department, roles) VALUES ('kim', '김', '', '[]')"))
        said_at = "'2026-06-01 00:00:00'" if "sqlite" in url else "'2026-06-01 00:00:00+00'"
        row = f"INSERT INTO journal (at, person_id, act, subject, facts) VALUES ({said_at}, 'kim', 'a', 'b', '{{}}')"
        connection.execute(text(row))
    with engine.connect() as connection:
        old = snapshot(connection)
        shapes = {shape.name: (shape, list(old.rows(shape.name))) for shape in old.shapes()}
    engine.dispose()
    there = Database(elsewhere)
    there.migrate()
    with there.filling("0015") as filling:
        for shape, rows in shapes.values():
            filling.put(shape, rows)
        filling.finish()
    with there.read() as records:
        assert [person.id for person in records.people.all()] == ["kim"]
        end = walk_journal(records.journal.chained())
        assert (end.entries, end.broken_at) == (1, None)
    assert there.is_newest()
    there.close()


def test_a_broken_journal_is_told_and_its_copy_not_taken(home: Home, tmp_path: Path) -> None:
    url, folder = home
    engine = create_engine(parse(url))
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER journal_is_never_changed"))
        connection.execute(text("UPDATE journal SET act = 'other' WHERE seq = 3"))
    engine.dispose()
    with keeping(url, folder) as services:
        made = services.backing_up.make(tmp_path / "copy.zip")
    assert made.faults == ("journal entry 3",)
    assert made.is_during_poll
    with keeping(f"sqlite:///{tmp_path}/there/db", tmp_path / "there") as services:
        with pytest.raises(BackupRefused, match="chain"):
            services.restoring.restore(tmp_path / "copy.zip")
        with pytest.raises(BackupRefused, match="other"):
            services.restoring.restore(tmp_path / "copy.zip", fingerprint="0" * 64)
    assert not (tmp_path / "there" / "profiles").exists()


def test_a_copy_is_its_owners_alone_and_remembered(home: Home) -> None:
    copy = make(*home)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert str(copy) in (home[1] / "last-backup.json").read_text("utf-8")


def test_vectors_can_be_left_out(home: Home, tmp_path: Path) -> None:
    url, folder = home
    with keeping(url, folder) as services:
        made = services.backing_up.make(tmp_path / "small.zip", vectors=False)
    assert made.rows["vectors"] == 0
    with keeping(f"sqlite:///{tmp_path}/there/db", tmp_path / "there") as services:
        assert services.restoring.restore(made.path).manifest.has_vectors is False
