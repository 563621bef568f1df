"""A draft that is thrown away can be taken back for thirty days; then nothing of it is left but the acts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from assistant.domain.attachment import Attachment, AttachmentKind
from assistant.domain.proposal import Stage
from assistant.errors import NotAllowed, NotFound, StageForbids
from assistant.services.trashing import Trashing
from assistant.storage.database import Database
from assistant.storage.vault import Vault
from tests.services.conftest import Clock
from tests.storage.samples import CARE, KIM, LEE, NINE


@pytest.fixture
def trashing(tmp_path: Path, bare: Database, clock: Clock) -> Trashing:
    with bare.write() as records:
        for person in (KIM, LEE):
            records.people.put(person)
        records.proposals.add("p", KIM.id, CARE, NINE)
        records.proposals.set_co_authors("p", [LEE.id])
        records.outbox.done([row.seq for row in records.outbox.pending(10)])
    woken: list[int] = []
    return Trashing(bare, clock, lambda: woken.append(1), Vault(tmp_path / "attachments"))


def test_it_comes_back_as_it_was(trashing: Trashing) -> None:
    with trashing.database.read() as records:
        before = records.proposals.get("p")
    assert trashing.throw_away(KIM, "p").stage is Stage.TRASHED
    assert [proposal.id for proposal in trashing.mine(KIM)] == ["p"]
    assert trashing.take_back(KIM, "p") == before
    assert trashing.mine(KIM) == []


def test_the_index_drops_it_and_takes_it_up_again(trashing: Trashing) -> None:
    trashing.throw_away(KIM, "p")
    with trashing.database.read() as records:
        assert [(row.item_id, row.op) for row in records.outbox.pending(10)] == [("p", "delete")]
    trashing.take_back(KIM, "p")
    with trashing.database.read() as records:
        assert [(row.item_id, row.op) for row in records.outbox.pending(10)] == [("p", "upsert")]


def test_only_its_first_author_throws_it_away_or_sees_it_there(trashing: Trashing) -> None:
    with pytest.raises(NotAllowed):
        trashing.throw_away(LEE, "p")
    trashing.throw_away(KIM, "p")
    assert trashing.mine(LEE) == []
    with pytest.raises(NotAllowed):
        trashing.take_back(LEE, "p")


def test_what_was_submitted_is_withdrawn_and_not_thrown_away(trashing: Trashing) -> None:
    with trashing.database.write() as records:
        records.proposals.submit("p", "2026-0001", NINE)
    with pytest.raises(StageForbids):
        trashing.throw_away(KIM, "p")
    with pytest.raises(StageForbids):
        trashing.take_back(KIM, "p")


def test_after_thirty_days_it_is_gone_with_everything_made_of_it(trashing: Trashing, clock: Clock) -> None:
    key = trashing.vault.put(b"picture")
    with trashing.database.write() as records:
        for name in ("one", "two"):
            records.proposals.add(name, KIM.id, CARE, NINE)
        told = {"kind": AttachmentKind.PNG, "name": "a.png", "size": 7, "sha256": key, "address": ""}
        records.attachments.add(Attachment(id="x", proposal_id="p", added_by=KIM.id, added_at=NINE, **told))
        records.advice.put_own_track("p", "citizen_service", KIM.id, NINE)
    trashing.throw_away(KIM, "p")
    clock.at = NINE + timedelta(days=29, hours=23, minutes=59)
    assert (trashing.empty(), len(trashing.mine(KIM))) == (0, 1)
    clock.at = NINE + timedelta(days=30)
    assert trashing.mine(KIM) == []
    with pytest.raises(NotFound):
        trashing.take_back(KIM, "p")
    assert trashing.empty() == 1
    assert not trashing.vault.place(key).exists()
    with trashing.database.snapshot() as seen:
        left = {
            shape.name
            for shape in seen.shapes()
            for row in seen.rows(shape.name)
            if "p" in (row.get("proposal_id"), row.get("id"))
        }
        acts = [entry.act for entry in seen.records.journal.of("p")]
    assert left == set()
    assert acts == ["throw_away", "erase"]
    with trashing.database.read() as records:
        assert [proposal.id for proposal in records.proposals.of_person(KIM.id)] == ["two", "one"]


def test_a_file_that_another_proposal_shows_stays(trashing: Trashing, clock: Clock) -> None:
    key = trashing.vault.put(b"picture")
    with trashing.database.write() as records:
        records.proposals.add("other", KIM.id, CARE, NINE)
        told = {"kind": AttachmentKind.PNG, "name": "a.png", "size": 7, "sha256": key, "address": ""}
        for number, of in enumerate(("p", "other")):
            records.attachments.add(Attachment(id=str(number), proposal_id=of, added_by=KIM.id, added_at=NINE, **told))
    trashing.throw_away(KIM, "p")
    clock.at = NINE + timedelta(days=31)
    trashing.empty()
    assert trashing.vault.get(key) == b"picture"
