"""SQL is the truth, the vector index is derived from it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from assistant.config import Settings
from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.proposal import Content
from assistant.errors import IndexBusy
from assistant.index.vectors import erase
from assistant.services.indexing import ARCHIVE, PROPOSAL
from assistant.wiring import Application, build
from tests.conftest import KIM, PAST, SAME_IN_OTHER_WORDS


def test_every_past_idea_and_draft_is_in_the_index(application: Application) -> None:
    application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    application.indexing.catch_up()
    assert application.indexing.counts() == {ARCHIVE: (3, 3), PROPOSAL: (1, 1)}


def test_a_withdrawn_proposal_leaves_the_index(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    application.submitting.submit(KIM, draft.id, draft.version)
    application.indexing.catch_up()
    application.submitting.withdraw(KIM, draft.id)
    application.indexing.catch_up()
    assert application.indexing.counts()[PROPOSAL] == (0, 0)


def test_a_changed_item_is_found_by_its_new_text_only(application: Application) -> None:
    changed = replace(PAST[2], content=Content(title="따릉이 반납 자리 안내", idea="빈 거치대를 지도에 보여 줍니다."))
    with application.database.write() as records:
        records.archive.put_many([changed])
    application.indexing.catch_up()
    application.finding.refresh()
    found = application.drafting.find_similar(KIM, Content(title="자전거 거치대 빈 자리를 지도로 안내"))
    assert found.ideas[0].item.id == "A-TREE"


def test_a_deleted_index_is_rebuilt_without_embedding_anything(settings: Settings, application: Application) -> None:
    application.close()
    erase(settings.chroma_dir)
    shutil.rmtree(settings.chroma_dir, ignore_errors=True)
    again = build(settings)
    try:
        embedded: list[int] = []
        assert again.indexing.rebuild(lambda done, _of: embedded.append(done)) == 3
        assert embedded == []
        assert again.indexing.counts()[ARCHIVE] == (3, 3)
    finally:
        again.close()


def test_without_the_index_stored_vectors_are_scanned_with_the_same_first(
    settings: Settings, application: Application
) -> None:
    by_index = application.drafting.find_similar(KIM, SAME_IN_OTHER_WORDS)
    beside = build(settings, own_index=False)
    try:
        by_scan = beside.drafting.find_similar(KIM, SAME_IN_OTHER_WORDS)
    finally:
        beside.close()
    assert (by_index.is_scan, by_scan.is_scan) == (False, True)
    assert [idea.item.id for idea in by_scan.ideas] == [idea.item.id for idea in by_index.ideas]


def test_a_second_owner_of_the_index_is_refused(settings: Settings, application: Application) -> None:
    with pytest.raises(IndexBusy):
        build(settings)


def test_an_item_without_a_vector_is_counted_and_found_by_its_words(application: Application) -> None:
    new = ArchiveItem("A-NEW", Content(title="드론으로 교량 균열 점검"), Outcome.UNKNOWN)
    with application.database.write() as records:
        records.archive.put_many([new])
    application.finding.refresh()
    found = application.drafting.find_similar(KIM, Content(title="드론으로 교량 균열 점검"))
    assert found.unindexed == 1
    assert found.ideas[0].item.id == "A-NEW"


def test_blank_items_are_kept_out_and_do_not_count_as_waiting(application: Application) -> None:
    with application.database.write() as records:
        records.archive.put_many([ArchiveItem("A-BLANK", Content(title="…"))])
    application.indexing.catch_up()
    application.finding.refresh()
    assert application.finding.past().unindexed == 0
    assert application.indexing.counts()[ARCHIVE] == (3, 3)
