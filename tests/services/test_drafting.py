"""Writing a proposal."""

from __future__ import annotations

import pytest

from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.proposal import Content
from assistant.domain.similarity import Kind
from assistant.errors import EditConflict, NotAllowed, NotFound, StageForbids, TooLong
from assistant.wiring import Application
from tests.conftest import KIM, LEE, PARK, SAME_IN_OTHER_WORDS


def test_a_new_draft_knows_its_author_and_department(application: Application) -> None:
    draft = application.drafting.start(KIM)
    assert (draft.author_id, draft.content.department) == ("kim", "디지털정책과")
    assert application.drafting.mine(KIM) == [draft]
    assert application.drafting.mine(LEE) == []


def test_only_authors_start_drafts(application: Application) -> None:
    with pytest.raises(NotAllowed):
        application.drafting.start(PARK)


def test_a_colleague_cannot_even_learn_that_a_draft_exists(application: Application) -> None:
    draft = application.drafting.start(KIM)
    for act in (
        lambda: application.drafting.open(LEE, draft.id),
        lambda: application.drafting.save(LEE, draft.id, Content(title="훔친 제목"), 1),
        lambda: application.drafting.versions(PARK, draft.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert application.drafting.open(KIM, draft.id) == draft


def test_a_save_that_did_not_know_the_newer_text_overwrites_nothing(application: Application) -> None:
    draft = application.drafting.start(KIM)
    newer = application.drafting.save(KIM, draft.id, Content(title="첫째 창"), draft.version)
    with pytest.raises(EditConflict) as refusal:
        application.drafting.save(KIM, draft.id, Content(title="둘째 창"), draft.version)
    assert (refusal.value.expected, refusal.value.found) == (draft.version, newer.version)
    assert application.drafting.open(KIM, draft.id).content.title == "첫째 창"


def test_a_text_over_the_limit_is_refused_with_the_limit(application: Application) -> None:
    draft = application.drafting.start(KIM)
    with pytest.raises(TooLong) as refusal:
        application.drafting.save(KIM, draft.id, Content(idea="가" * 10_001), draft.version)
    assert refusal.value.fields == {"idea": 10_000}


def test_nul_and_lone_surrogates_do_not_keep_a_text_from_being_stored(application: Application) -> None:
    draft = application.drafting.start(KIM)
    saved = application.drafting.save(KIM, draft.id, Content(title="제\0목\ud800 😀\r\n둘째 줄"), draft.version)
    assert saved.content.title == "제목 😀\n둘째 줄"


def test_what_is_submitted_is_not_changed_any_more(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    application.submitting.submit(KIM, draft.id, draft.version)
    with pytest.raises(StageForbids):
        application.drafting.save(KIM, draft.id, Content(title="나중에 고침"), draft.version)


def test_the_past_idea_in_other_words_comes_first_with_sentences_of_both(application: Application) -> None:
    found = application.drafting.find_similar(KIM, SAME_IN_OTHER_WORDS)
    first = found.ideas[0]
    assert first.item.id == "A-CALL"
    assert first.kind in {Kind.NEAR_DUPLICATE, Kind.RELATED}
    assert first.evidence
    for pair in first.evidence:
        assert pair.a in SAME_IN_OTHER_WORDS.prose()
        assert pair.b in first.item.content.prose()
    assert (found.searched, found.is_scan, found.unindexed) == (3, False, 0)


def test_what_was_adopted_keeps_its_place_however_many_others_are_nearer(application: Application) -> None:
    """Ten unadopted copies of the draft itself are nearer; the adopted idea is what it will be measured against."""
    copies = [ArchiveItem(f"B-{n}", SAME_IN_OTHER_WORDS, Outcome.NOT_ADOPTED, 2020) for n in range(10)]
    with application.database.write() as records:
        records.archive.put_many(copies)
    application.indexing.catch_up()
    application.finding.refresh()
    found = application.drafting.list_similar(KIM, SAME_IN_OTHER_WORDS, limit=5)
    assert [idea.item.stands for idea in found.ideas].count(True) == 1
    assert (len(found.ideas), found.ideas[-1].item.id) == (5, "A-CALL")
    likeness = [idea.similarity for idea in found.ideas]
    assert likeness == sorted(likeness, reverse=True)


def test_an_empty_draft_finds_nothing_and_says_among_how_many(application: Application) -> None:
    found = application.drafting.find_similar(KIM, Content(department="디지털정책과"))
    assert (found.ideas, found.searched) == ((), 3)


@pytest.mark.parametrize(
    "text", ["<b>굵게</b>", "\u202e거꾸로", "😀👨‍👩‍👧", "가" * 10_000, "\0", "ㅋ" * 3_000, "ﷺ" * 500]
)
def test_odd_texts_are_searched_like_any_other(application: Application, text: str) -> None:
    assert application.drafting.find_similar(KIM, Content(title="안부 전화", idea=text)).searched == 3
