from __future__ import annotations

import pytest

from assistant.domain.proposal import Content, Proposal, Stage
from assistant.errors import EditConflict, NotFound
from assistant.storage.database import Database
from assistant.storage.outbox import OutboxRow

from .samples import CARE, KIM, LEE, NINE, after


def test_a_new_proposal_is_a_draft_at_version_1(database: Database) -> None:
    with database.write() as records:
        added = records.proposals.add("p", KIM.id, CARE, NINE)
    assert added == Proposal("p", KIM.id, Stage.DRAFT, CARE, 1, created_at=NINE, saved_at=NINE)
    with database.read() as records:
        assert records.proposals.get("p") == added


def test_a_taken_id_is_a_conflict_and_changes_nothing(database: Database) -> None:
    with database.write() as records:
        first = records.proposals.add("p", KIM.id, CARE, NINE)
        with pytest.raises(EditConflict) as refused:
            records.proposals.add("p", LEE.id, Content(title="다른 제안"), after(5))
        assert (refused.value.expected, refused.value.found) == (0, 1)
    with database.read() as records:
        assert records.proposals.get("p") == first


def test_an_unknown_author_is_not_found_and_the_transaction_goes_on(database: Database) -> None:
    with database.write() as records:
        with pytest.raises(NotFound) as refused:
            records.proposals.add("p", "nobody", CARE, NINE)
        assert (refused.value.kind, refused.value.key) == ("person", "nobody")
        records.proposals.add("q", KIM.id, CARE, NINE)
    with database.read() as records:
        assert [found.id for found in records.proposals.in_stage(Stage.DRAFT)] == ["q"]


def test_an_unknown_proposal_is_not_found_by_any_door(database: Database) -> None:
    with database.write() as records:
        doors = (
            lambda: records.proposals.get("?"),
            lambda: records.proposals.save("?", CARE, expected_version=1, by=KIM.id, at=NINE),
            lambda: records.proposals.submit("?", "1", NINE),
            lambda: records.proposals.withdraw("?", NINE),
            lambda: records.proposals.set_co_authors("?", [KIM.id]),
        )
        for door in doors:
            with pytest.raises(NotFound):
                door()


def test_a_save_stores_the_text_and_counts_a_version(database: Database) -> None:
    newer = CARE.changed(title="AI 안부 전화")
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        saved = records.proposals.save("p", newer, expected_version=1, by=KIM.id, at=after(7))
    assert saved == Proposal("p", KIM.id, Stage.DRAFT, newer, 2, created_at=NINE, saved_at=after(7))
    with database.read() as records:
        assert records.proposals.get("p") == saved
        assert records.proposals.entries(Stage.DRAFT) == [("p", newer.hash())]


def test_a_save_that_does_not_know_the_newest_version_is_a_conflict(database: Database) -> None:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        records.proposals.save("p", CARE.changed(title="둘"), expected_version=1, by=KIM.id, at=after(1))
    with pytest.raises(EditConflict) as refused, database.write() as records:
        records.proposals.save("p", CARE.changed(title="셋"), expected_version=1, by=KIM.id, at=after(2))
    assert (refused.value.expected, refused.value.found) == (1, 2)
    with database.read() as records:
        assert records.proposals.get("p").content.title == "둘"


def test_a_save_sent_twice_changes_nothing_the_second_time(database: Database) -> None:
    newer = CARE.changed(title="둘")
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        first = records.proposals.save("p", newer, expected_version=1, by=KIM.id, at=after(1))
        before = records.outbox.last()
    with database.write() as records:
        assert records.proposals.save("p", newer, expected_version=1, by=KIM.id, at=after(90)) == first
        assert records.outbox.last() == before
        assert len(records.proposals.versions("p")) == 1


def test_a_save_by_an_unknown_person_is_refused_whole(database: Database) -> None:
    with database.write() as records:
        first = records.proposals.add("p", KIM.id, CARE, NINE)
        with pytest.raises(NotFound):
            records.proposals.save("p", CARE.changed(title="둘"), expected_version=1, by="nobody", at=after(1))
    with database.read() as records:
        assert records.proposals.get("p") == first
        assert len(records.proposals.versions("p")) == 1


def test_submitting_gives_a_receipt_and_a_moment(database: Database) -> None:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        submitted = records.proposals.submit("p", "2026-0001", after(60))
    expected = Proposal("p", KIM.id, Stage.SUBMITTED, CARE, 1, NINE, NINE, submitted_at=after(60), receipt="2026-0001")
    assert submitted == expected
    with database.read() as records:
        assert records.proposals.in_stage(Stage.SUBMITTED) == [expected]
        assert records.proposals.in_stage(Stage.DRAFT, Stage.WITHDRAWN) == []


def test_withdrawing_keeps_the_receipt_and_takes_it_out_of_the_index(database: Database) -> None:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        records.proposals.submit("p", "2026-0001", after(60))
        withdrawn = records.proposals.withdraw("p", after(90))
        assert (withdrawn.stage, withdrawn.receipt, withdrawn.submitted_at) == (
            Stage.WITHDRAWN,
            "2026-0001",
            after(60),
        )
        assert records.outbox.pending(9) == [OutboxRow(3, "proposal", "p", "delete")]


def test_co_authors_keep_their_order_and_see_the_proposal_among_theirs(database: Database) -> None:
    with database.write() as records:
        records.people.put(type(KIM)("park", "박세나", "총무과"))
        records.proposals.add("mine", LEE.id, CARE, NINE)
        records.proposals.add("shared", KIM.id, CARE, after(1))
        records.proposals.add("hers", KIM.id, CARE, after(2))
        records.proposals.set_co_authors("shared", ["park", LEE.id, "park"])
    with database.read() as records:
        assert records.proposals.get("shared").co_author_ids == ("park", LEE.id)
        assert [found.id for found in records.proposals.of_person(LEE.id)] == ["shared", "mine"]
        assert [found.id for found in records.proposals.of_person(KIM.id)] == ["hers", "shared"]
        assert records.proposals.of_person("nobody") == []


def test_co_authors_are_replaced_and_an_unknown_one_is_named(database: Database) -> None:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        records.proposals.set_co_authors("p", [LEE.id])
        assert records.proposals.set_co_authors("p", []).co_author_ids == ()
    with pytest.raises(NotFound) as refused, database.write() as records:
        records.proposals.set_co_authors("p", [LEE.id, "nobody"])
    assert refused.value.key == "nobody"
    with database.read() as records:
        assert records.proposals.get("p").co_author_ids == ()


def test_entries_follow_the_stage(database: Database) -> None:
    with database.write() as records:
        for proposal_id in ("b", "a", "c"):
            records.proposals.add(proposal_id, KIM.id, CARE.changed(title=proposal_id), NINE)
        records.proposals.submit("c", "1", after(1))
    with database.read() as records:
        a, b, c = ((name, CARE.changed(title=name).hash()) for name in "abc")
        assert records.proposals.entries(Stage.DRAFT) == [a, b]
        assert records.proposals.entries(Stage.DRAFT, Stage.SUBMITTED) == [a, b, c]
        assert records.proposals.entries() == []


def test_receipt_numbers_have_no_gap_after_a_failure_and_begin_anew_each_year(database: Database) -> None:
    with database.write() as records:
        assert records.proposals.next_receipt_number(2026) == 1
    with pytest.raises(NotFound), database.write() as records:
        records.proposals.submit("?", f"2026-{records.proposals.next_receipt_number(2026)}", NINE)
    with database.write() as records:
        assert [records.proposals.next_receipt_number(year) for year in (2026, 2027, 2026)] == [2, 1, 3]
