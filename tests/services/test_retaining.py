"""What is past its time goes by rule, with counts; chains still hold, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from assistant.config import PROJECT
from assistant.documents.retention_file import read_retention
from assistant.domain.notice import Notice
from assistant.domain.outgoing import EMBEDDING, Errand, Outgoing, Returned
from assistant.domain.proposal import Content, Stage
from assistant.domain.visit import Visit
from assistant.domain.voter import Voter
from assistant.errors import BadFile, NotFound
from assistant.services.retaining import Retaining
from assistant.services.rolling import seats
from assistant.services.verifying import Verifying
from assistant.storage.database import Database
from assistant.storage.vault import Vault
from tests.evening import AT, HOST, evening
from tests.services.conftest import Clock
from tests.storage.samples import CARE, KIM, LEE, NINE

RULES = PROJECT / "data" / "retention.toml"


@pytest.fixture
def retaining(tmp_path: Path, bare: Database, clock: Clock) -> Retaining:
    with bare.write() as records:
        records.people.put(KIM)
        records.people.put(LEE)
    return Retaining(bare, lambda: read_retention(RULES), Vault(tmp_path / "files"), clock, lambda: None)


def fill(retaining: Retaining) -> None:
    """One record under every rule, and one beside it that is to stay."""
    with retaining.database.write() as records:
        for key, content in (("old", CARE), ("thrown", CARE.changed(title="버린 것")), ("handed-in", CARE)):
            records.proposals.add(key, KIM.id, content, NINE)
        records.proposals.submit("handed-in", "2026-0001", NINE)
        records.proposals.trash("thrown", NINE)
        texts = {CARE.hash(): np.ones(3, np.float32), Content(title="없어진 글").hash(): np.ones(3, np.float32)}
        records.vectors.put_many(texts, "model")
        records.outgoing.add(Outgoing("o", Errand("", "old", KIM.id), "http://10.0.0.1", "m", "p", "보낸 글", NINE))
        records.outgoing.answer("o", Returned("200", "m", "받은 답", 7, 3, 0.5), 11)
        records.outgoing.add(Outgoing("v", Errand("", "old", KIM.id), "http://10.0.0.1", "m", EMBEDDING, "글", NINE))
        records.outgoing.remember("key", "m", "답")
        records.facts.put("answers_emptied", NINE.isoformat())
        records.notices.add([Notice("n", KIM.id, NINE, "kind", "handed-in", {})])
        records.visits.put(Visit("v", KIM.id, NINE, NINE))


def counts(retaining: Retaining) -> dict[str, int]:
    return {due.what: due.count for due in retaining.rehearse()}


def test_nothing_is_due_on_the_first_day(retaining: Retaining) -> None:
    fill(retaining)
    assert {what: count for what, count in counts(retaining).items() if count} == {"vectors": 1}


def test_everything_goes_in_its_time_and_the_rehearsal_says_so_before(retaining: Retaining, clock: Clock) -> None:
    fill(retaining)
    clock.at = NINE + timedelta(days=731)
    due = counts(retaining)
    assert due == {
        **dict.fromkeys(("trash", "drafts", "answers", "notices", "visits"), 1),
        "ledger": 2,
        "roll": 0,
        "vectors": 1,
    }
    assert counts(retaining) == due, "a rehearsal changes nothing"
    assert {done.what: done.count for done in retaining.carry_out()} == due
    with retaining.database.read() as records:
        assert [p.id for p in records.proposals.in_stage(*Stage)] == ["old", "handed-in"]
        assert records.proposals.get("old").stage is Stage.TRASHED
        assert records.proposals.get("handed-in").content == CARE
        (entry,) = records.outgoing.of_proposal("old")
        assert (entry.sent.body, entry.sent.endpoint, entry.cost_micro) == ("", "http://10.0.0.1", 11)
        assert records.outgoing.embedded_of("old", offset=0, limit=1)[0][0].sent.body == ""
        assert records.outgoing.recall("key") is None
        assert records.notices.of(KIM.id) == []
        assert records.visits.get("v") is None
        assert list(records.vectors.get_many([CARE.hash()], "model")) == [CARE.hash()]
        (kept,) = [entry for entry in records.journal.of("retention")]
    assert kept.facts == {what: str(count) for what, count in due.items() if count}
    clock.at += timedelta(days=30)
    assert [done.what for done in retaining.carry_out() if done.count] == ["trash"]


def test_names_of_secret_voters_go_and_every_chain_holds(retaining: Retaining, clock: Clock) -> None:
    roll = [Voter(id="", seat="E1", panel="experts", name="위원"), *seats("staff", 2, "S")]
    roll[1] = replace(roll[1], name="홍길동", person_id="hong", department="총무과")
    contest = evening(retaining.database, roll=roll)
    contest.open_all()
    contest.everybody_casts()
    contest.services.closing.close(HOST, contest.poll_id)
    contest.services.closing.publish(HOST, contest.poll_id)
    with retaining.database.read() as records:
        published = records.journal.of(contest.poll_id)[-1].at
    clock.at = published + timedelta(days=29)
    assert counts(retaining)["roll"] == 0
    clock.at = published + timedelta(days=31)
    retaining.carry_out()
    with retaining.database.read() as records:
        names = {(voter.name, voter.person_id, voter.department) for voter in records.roll.all(contest.poll_id)}
        assert names == {("", "", "")}
        assert records.roll.turnout(contest.poll_id)["staff"] == (2, 2)
    assert Verifying(retaining.database, contest.services.closing).chains().faults() == []
    assert published > AT


def test_a_forgotten_person_leaves_only_an_id(retaining: Retaining) -> None:
    fill(retaining)
    retaining.forget(KIM.id)
    with retaining.database.read() as records:
        person = records.people.get(KIM.id)
        assert (person.name, person.department, person.roles) == ("(지워진 사람)", "", frozenset())
        assert records.visits.get("v") is None
        assert records.proposals.get("handed-in").author_id == KIM.id
    with retaining.database.snapshot() as seen:
        left = [row for shape in seen.shapes() for row in seen.rows(shape.name) if KIM.name in str(row)]
    assert left == []
    with pytest.raises(NotFound):
        retaining.forget("nobody")


@pytest.mark.parametrize("harm", ["days = 0", "days = -1", 'days = "30"', "weeks = 1"])
def test_a_rule_that_is_no_number_of_days_is_refused(tmp_path: Path, harm: str) -> None:
    file = tmp_path / "retention.toml"
    file.write_text(RULES.read_text("utf-8").replace("days = 730", harm), "utf-8")
    with pytest.raises(BadFile, match="drafts"):
        read_retention(file)
