from __future__ import annotations

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.domain.archive import ArchiveItem
from assistant.domain.journal import Entry
from assistant.domain.proposal import Content
from assistant.errors import NotFound, StorageUnavailable
from assistant.storage.database import Database
from assistant.storage.records import Records

from . import postgres
from .other_process import put_pair
from .processes import Process
from .samples import CARE, KIM, NINE, after

ITEM = ArchiveItem("x", CARE)


def names(database: Database) -> set[str]:
    """What is in the archive, each with its journal entry or an AssertionError."""
    with database.read() as records:
        found = {item.id for item in records.archive.all()}
        assert all(len(records.journal.of(name)) == 1 for name in found)
        return found


def test_what_write_was_left_with_is_there_for_another_database_value(database: Database, url: str) -> None:
    with database.write() as records:
        records.archive.put_many([ITEM])
    other = Database(url)
    with other.read() as records:
        assert records.archive.all() == [ITEM]
    other.close()


class Interrupted(BaseException):
    """Not an Exception, as when Streamlit stops a script in the middle."""


@pytest.mark.parametrize("error", [ValueError, NotFound("person", "?"), Interrupted, KeyboardInterrupt])
def test_any_error_undoes_the_whole_transaction_and_comes_through_unchanged(
    database: Database, error: type[BaseException] | BaseException
) -> None:
    def change_and_fail(records: Records) -> None:
        records.archive.put_many([ITEM])
        raise error

    with pytest.raises(error if isinstance(error, type) else type(error)), database.write() as records:
        change_and_fail(records)
    with database.write() as records:
        assert records.archive.count() == 0


def test_a_reader_sees_one_unchanging_state_while_others_write(database: Database) -> None:
    with database.read() as reader:
        assert reader.archive.count() == 0
        with database.write() as records:
            records.archive.put_many([ITEM])
            assert reader.archive.count() == 0
        assert reader.archive.count() == 0
        assert reader.outbox.last() == 0
    with database.read() as reader:
        assert reader.archive.count() == 1


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StorageUnavailable, match=r"read-?only"), database.read() as records:
        records.archive.put_many([ITEM])
    with database.write() as records:
        records.archive.put_many([ITEM])


def test_a_write_inside_a_write_is_a_mistake_told_at_once(database: Database) -> None:
    with database.write() as records:
        records.archive.put_many([ITEM])
        with pytest.raises(RuntimeError, match="inside another"), database.write():
            pass
    assert_writable(database)


def assert_writable(database: Database) -> None:
    with database.write() as records:
        records.facts.put("writable", "yes")


def test_113_threads_and_3_processes_write_at_once_and_all_succeed(database: Database, url: str) -> None:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
    start = threading.Barrier(113)

    def write(number: int) -> int:
        start.wait()
        with database.write() as records:
            put_pair(records, f"thread {number}")
            version = records.proposals.get("p").version
            text = CARE.changed(title=f"{number}")
            records.proposals.save("p", text, expected_version=version, by=KIM.id, at=after(number))
            return records.proposals.next_receipt_number(2026)

    with ExitStack() as stack, ThreadPoolExecutor(113) as threads:
        processes = [stack.enter_context(Process("write", url, f"process {n}")) for n in range(3)]
        for process in processes:
            process.go()
        receipts = list(threads.map(write, range(113)))
        assert [process.finish() for process in processes] == ["done"] * 3

    assert sorted(receipts) == list(range(1, 114))
    expected = {f"thread {n}" for n in range(113)} | {f"process {p} {n}" for p in range(3) for n in range(20)}
    assert names(database) == expected
    with database.read() as records:
        assert records.proposals.get("p").version == 114
        seqs = [row.seq for row in records.outbox.pending(999)]
        assert len(seqs) == len(expected) + 1
        assert records.outbox.last() == seqs[-1] == 1 + 113 * 2 + 60


def test_113_threads_read_while_others_write(database: Database) -> None:
    start = threading.Barrier(113)

    def read_or_write(number: int) -> None:
        start.wait()
        if number % 4:
            with database.read() as records:
                assert records.archive.count() == records.outbox.last()
        else:
            with database.write() as records:
                records.archive.put_many([ArchiveItem(str(number), CARE)])

    with ThreadPoolExecutor(113) as threads:
        list(threads.map(read_or_write, range(113)))
    with database.read() as records:
        assert records.archive.count() == 29


def test_a_killed_writer_leaves_no_half(database: Database, url: str) -> None:
    with database.write() as records:
        put_pair(records, "committed")
    with Process("stop_in_the_middle", url) as process:
        assert process.line() == "in the middle"
        process.kill()
    assert names(database) == {"committed"}
    with database.write() as records:
        put_pair(records, "next")
        assert records.journal.of("half 0") == []
        assert records.outbox.last() == 2


@pytest.mark.parametrize("told", [1, 7, 30])
def test_a_writer_killed_at_any_moment_has_lost_nothing_it_called_committed(
    database: Database, url: str, told: int
) -> None:
    with Process("write_on", url, "number") as process:
        assert [process.line() for _ in range(told)] == [str(number) for number in range(told)]
        process.kill()
    found = names(database)
    assert len(found) >= told
    assert found == {f"number {number}" for number in range(len(found))}


def test_an_sqlite_file_is_sound_after_its_writer_was_killed(sqlite_path: Path) -> None:
    url = f"sqlite:///{sqlite_path}"
    Database(url).migrate()
    with Process("stop_in_the_middle", url) as process:
        assert process.line() == "in the middle"
        process.kill()
    with sqlite3.connect(sqlite_path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_another_process_that_keeps_on_writing_is_waited_for_and_then_told_of(database: Database, url: str) -> None:
    impatient = Database(url, patience_s=0.2)
    with Process("hold", url) as process:
        assert process.line() == "holding"
        with pytest.raises(StorageUnavailable, match="lock"), impatient.write():
            pass
        with impatient.read() as records:
            assert records.archive.count() == 0
        process.finish()
    assert_writable(impatient)
    impatient.close()


def test_a_thread_that_keeps_on_writing_is_waited_for_and_then_told_of(database: Database, url: str) -> None:
    impatient = Database(url, patience_s=0.2)
    told: list[str] = []

    def write() -> None:
        try:
            with impatient.write():
                told.append("written")
        except StorageUnavailable as exc:
            told.append(str(exc))

    with database.write():
        thread = threading.Thread(target=write, daemon=True)
        thread.start()
        thread.join(30)
        assert told == ["other writers of this process kept the database busy"]
    assert_writable(impatient)
    impatient.close()


def test_a_full_disk_is_told_and_leaves_the_file_as_it_was(sqlite_path: Path) -> None:
    url = f"sqlite:///{sqlite_path}"
    database = Database(url)
    database.migrate()
    with Process("fill", url) as process:
        assert process.finish().startswith("refused: ")
    assert names(database) == {"before", "after"}


def test_a_file_that_is_no_database_is_told(sqlite_path: Path) -> None:
    sqlite_path.parent.mkdir()
    sqlite_path.write_bytes(b"PK\x03\x04 not a database " * 1_000)
    with pytest.raises(StorageUnavailable, match="not a database"):
        Database(f"sqlite:///{sqlite_path}").migrate()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageUnavailable, match="file"):
        Database(f"sqlite:///{tmp_path}/file/var/db.sqlite").migrate()


def test_a_missing_file_is_told_and_not_made_by_reading(sqlite_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="unable to open"), Database(f"sqlite:///{sqlite_path}").read():
        pass
    assert not sqlite_path.exists()


def test_a_database_without_tables_is_told(url: str, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with pytest.raises(StorageUnavailable, match=r"no such table|does not exist"), Database(url).read() as records:
        records.archive.count()


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    nowhere = Database("postgresql://someone:very-secret@127.0.0.1:1/db", patience_s=2)
    with pytest.raises(StorageUnavailable) as refused, nowhere.read():
        pass
    assert "very-secret" not in str(refused.value)


def test_a_lost_connection_to_the_server_is_replaced(server: postgres.Server) -> None:
    database = Database(server.schema())
    database.migrate()
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query <> ''"
    )
    assert_writable(database)
    database.close()


def test_no_text_of_a_person_stands_in_an_error(database: Database) -> None:
    secret = "아무도 모르는 제안"
    with pytest.raises(StorageUnavailable) as refused, database.read() as records:
        records.archive.put_many([ArchiveItem("x", Content(title=secret))])
    chain: BaseException | None = refused.value
    while chain is not None:
        assert secret not in str(chain)
        chain = chain.__cause__


@pytest.mark.usefixtures("every_step")
def test_the_sqlite_file_is_its_owners_alone_and_safe_against_a_power_cut(sqlite_path: Path) -> None:
    database = Database(f"sqlite:///{sqlite_path}")
    database.migrate()
    assert stat.S_IMODE(sqlite_path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(sqlite_path.stat().st_mode) == 0o600
    with database._engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_a_journal_entry_and_the_act_it_tells_of_are_one(database: Database) -> None:
    def act_and_fail(records: Records) -> None:
        records.proposals.add("p", KIM.id, CARE, NINE)
        records.journal.add(Entry(NINE, KIM.id, "start", "p", {}))
        records.proposals.save("p", Content(), expected_version=9, by=KIM.id, at=NINE)

    with pytest.raises(Exception, match="version 9"), database.write() as records:
        act_and_fail(records)
    with database.read() as records:
        assert records.journal.of("p") == []
