from __future__ import annotations

import pytest

from assistant.domain.archive import ArchiveItem
from assistant.storage.database import Database
from assistant.storage.outbox import OutboxRow
from assistant.storage.records import Records

from .samples import CARE, KIM, NINE, after


def test_every_change_of_a_text_is_noted_with_the_change(database: Database) -> None:
    with database.write() as records:
        records.archive.put_many([ArchiveItem("x", CARE), ArchiveItem("y", CARE)])
        records.proposals.add("p", KIM.id, CARE, NINE)
    with database.read() as records:
        assert records.outbox.pending(9) == [
            OutboxRow(1, "archive", "x", "upsert"),
            OutboxRow(2, "archive", "y", "upsert"),
            OutboxRow(3, "proposal", "p", "upsert"),
        ]
        assert records.outbox.pending(2)[-1].seq == 2
        assert records.outbox.last() == 3


def test_a_transaction_that_fails_leaves_neither_the_change_nor_the_note(database: Database) -> None:
    def change_and_fail(records: Records) -> None:
        records.archive.put_many([ArchiveItem("x", CARE)])
        records.proposals.add("p", KIM.id, CARE, NINE)
        assert records.outbox.last() == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write() as records:
        change_and_fail(records)
    with database.read() as records:
        assert records.archive.count() == 0
        assert records.proposals.of_person(KIM.id) == []
        assert records.outbox.pending(9) == []
        assert records.outbox.last() == 0


def test_many_saves_of_one_proposal_are_one_thing_to_do(database: Database) -> None:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        records.archive.put_many([ArchiveItem("p", CARE)])
        for number in range(1, 6):
            text = CARE.changed(title=str(number))
            records.proposals.save("p", text, expected_version=number, by=KIM.id, at=after(number))
    with database.read() as records:
        assert records.outbox.pending(9) == [
            OutboxRow(2, "archive", "p", "upsert"),
            OutboxRow(7, "proposal", "p", "upsert"),
        ]


def test_marking_an_older_change_done_does_not_hide_a_newer_one(database: Database) -> None:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
    with database.read() as records:
        taken = [row.seq for row in records.outbox.pending(9)]
    with database.write() as records:
        records.proposals.save("p", CARE.changed(title="둘"), expected_version=1, by=KIM.id, at=after(1))
    with database.write() as records:
        records.outbox.done(taken)
        assert records.outbox.pending(9) == [OutboxRow(2, "proposal", "p", "upsert")]


def test_numbers_go_on_after_everything_is_done(database: Database) -> None:
    with database.write() as records:
        records.archive.put_many([ArchiveItem("x", CARE)])
        records.outbox.done([1, 99])
        assert records.outbox.pending(9) == []
        assert records.outbox.last() == 1
        records.archive.put_many([ArchiveItem("x", CARE.changed(title="둘"))])
        assert records.outbox.pending(9) == [OutboxRow(2, "archive", "x", "upsert")]


def test_each_kind_has_a_change_counter_of_its_own(database: Database) -> None:
    with database.write() as records:
        records.archive.put_many([ArchiveItem("x", CARE), ArchiveItem("y", CARE)])
    with database.write() as records:
        assert (records.outbox.last("archive"), records.outbox.last("proposal")) == (2, 0)
        records.proposals.add("p", KIM.id, CARE, NINE)
        assert (records.outbox.last("archive"), records.outbox.last("proposal"), records.outbox.last()) == (2, 3, 3)
