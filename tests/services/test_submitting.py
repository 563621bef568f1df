"""Handing a proposal in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.domain.proposal import Stage
from assistant.errors import DeadlinePassed, EditConflict, Incomplete, NotFound, StageForbids
from assistant.wiring import Application
from tests.conftest import KIM, LEE, SAME_IN_OTHER_WORDS


def test_a_receipt_carries_number_and_time_and_the_journal_the_act(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    done = application.submitting.submit(KIM, draft.id, draft.version)
    assert done.stage is Stage.SUBMITTED
    assert done.submitted_at is not None
    assert done.receipt is not None
    assert done.receipt.endswith("-0001")
    with application.database.read() as records:
        assert [entry.act for entry in records.journal.of(draft.id)] == ["start", "submit"]


def test_a_second_tap_gets_the_same_receipt(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    first = application.submitting.submit(KIM, draft.id, draft.version)
    assert application.submitting.submit(KIM, draft.id, draft.version).receipt == first.receipt


def test_missing_fields_are_named_and_nothing_is_used_up(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS.changed(effect="  "))
    with pytest.raises(Incomplete) as refusal:
        application.submitting.submit(KIM, draft.id, draft.version)
    assert refusal.value.fields == ("effect",)
    other = application.drafting.start(LEE, SAME_IN_OTHER_WORDS)
    receipt = application.submitting.submit(LEE, other.id, other.version).receipt
    assert receipt is not None
    assert receipt.endswith("-0001")


def test_after_the_deadline_nothing_is_taken(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    late = application.programme.closes_at + timedelta(seconds=1)
    with pytest.raises(DeadlinePassed):
        replace(application.submitting, now=lambda: late).submit(KIM, draft.id, draft.version)
    assert application.drafting.open(KIM, draft.id).stage is Stage.DRAFT


def test_a_text_she_has_not_seen_is_not_submitted(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    application.drafting.save(KIM, draft.id, SAME_IN_OTHER_WORDS.changed(title="다른 창에서 고침"), draft.version)
    with pytest.raises(EditConflict):
        application.submitting.submit(KIM, draft.id, draft.version)


def test_nobody_submits_or_withdraws_for_another(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    with pytest.raises(NotFound):
        application.submitting.submit(LEE, draft.id, draft.version)
    application.submitting.submit(KIM, draft.id, draft.version)
    with pytest.raises(NotFound):
        application.submitting.withdraw(LEE, draft.id)


def test_a_withdrawn_proposal_keeps_text_and_receipt(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    receipt = application.submitting.submit(KIM, draft.id, draft.version).receipt
    gone = application.submitting.withdraw(KIM, draft.id)
    assert (gone.stage, gone.receipt, gone.content) == (Stage.WITHDRAWN, receipt, draft.content)
    with pytest.raises(StageForbids):
        application.submitting.withdraw(KIM, draft.id)
