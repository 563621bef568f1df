"""Colleagues write one draft together; who asks in and who ends it is checked here and not on the screen."""

from __future__ import annotations

import pytest

from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content, Proposal
from assistant.errors import EditConflict, NotAllowed, NotFound, StageForbids
from assistant.wiring import Application
from tests.conftest import KIM, LEE, PARK

CHOI = Person("choi", "이제안", "재무과", frozenset({Role.AUTHOR}))


@pytest.fixture
def shared(application: Application) -> Proposal:
    draft = application.drafting.start(KIM, Content(title="제목", problem="하나", idea="둘", effect="셋"))
    return application.sharing.ask_in(KIM, draft.id, LEE.id)


def test_a_colleague_who_was_asked_in_writes_like_the_author(application: Application, shared: Proposal) -> None:
    assert [each.id for each in application.sharing.authors(LEE, shared.id)] == [KIM.id, LEE.id]
    saved = application.drafting.save(LEE, shared.id, shared.content.changed(idea="둘째"), shared.version)
    assert application.drafting.open(KIM, shared.id).content.idea == "둘째"
    assert saved.version == shared.version + 1
    assert [each.id for each in application.drafting.mine(LEE)] == [shared.id]


def test_the_later_of_two_writers_overwrites_nothing(application: Application, shared: Proposal) -> None:
    application.drafting.save(KIM, shared.id, shared.content.changed(idea="김의 글"), shared.version)
    with pytest.raises(EditConflict):
        application.drafting.save(LEE, shared.id, shared.content.changed(idea="이의 글"), shared.version)
    assert application.drafting.open(LEE, shared.id).content.idea == "김의 글"


def test_only_the_author_asks_in_and_only_people_who_write(application: Application, shared: Proposal) -> None:
    with pytest.raises(NotAllowed):
        application.sharing.ask_in(LEE, shared.id, LEE.id)
    with pytest.raises(NotAllowed):
        application.sharing.ask_in(KIM, shared.id, PARK.id)
    with pytest.raises(NotFound):
        application.sharing.ask_in(KIM, shared.id, "nobody")
    with pytest.raises(NotFound):
        application.sharing.ask_in(PARK, shared.id, PARK.id)
    assert application.sharing.ask_in(KIM, shared.id, LEE.id).co_author_ids == (LEE.id,)


def test_a_colleague_is_found_by_the_whole_name_only(application: Application) -> None:
    with application.database.write() as records:
        records.people.put(CHOI)
    found = application.sharing.named
    assert {each.id for each in found(KIM, " 이제안 ")} == {LEE.id, CHOI.id}
    assert [each.id for each in found(KIM, "이제안", "재무과")] == [CHOI.id]
    assert found(KIM, "이제") == found(KIM, "") == found(KIM, PARK.name) == found(KIM, KIM.name) == []
    with pytest.raises(NotAllowed):
        found(PARK, LEE.name)


def test_the_author_or_the_colleague_ends_it_and_the_draft_is_gone_for_her(
    application: Application, shared: Proposal
) -> None:
    application.sharing.ask_in(KIM, shared.id, _choi(application))
    with pytest.raises(NotAllowed):
        application.sharing.end(LEE, shared.id, CHOI.id)
    application.sharing.end(LEE, shared.id, LEE.id)
    application.sharing.end(KIM, shared.id, CHOI.id)
    with pytest.raises(NotFound):
        application.drafting.open(LEE, shared.id)
    with pytest.raises(NotFound):
        application.sharing.end(KIM, shared.id, KIM.id)


def _choi(application: Application) -> str:
    with application.database.write() as records:
        records.people.put(CHOI)
    return CHOI.id


def test_what_is_submitted_keeps_its_authors(application: Application, shared: Proposal) -> None:
    with application.database.write() as records:
        records.proposals.submit(shared.id, "2026-0001", shared.saved_at)
    with pytest.raises(StageForbids):
        application.sharing.ask_in(KIM, shared.id, CHOI.id)
    with pytest.raises(StageForbids):
        application.sharing.end(KIM, shared.id, LEE.id)
