"""Agreement is counted blind and after seeing, apart; a note on a near-duplicate is asked for and never required."""

from __future__ import annotations

import pytest

from assistant.domain.advice import AdviceKind, Verdict, Wish
from assistant.domain.difference_note import LONGEST
from assistant.domain.proposal import Content
from assistant.domain.share import Share
from assistant.errors import NotAllowed, NotFound, Refused, StageForbids, TooLong
from assistant.services.measuring import is_blind
from assistant.wiring import Application
from tests.conftest import KIM, LEE, PARK, PAST, SAME_IN_OTHER_WORDS
from tests.services.test_spending import YOON


def _draft(application: Application, *, blind: bool) -> str:
    while True:
        draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
        if is_blind(draft.id) is blind:
            return draft.id


def test_about_a_fifth_is_asked_blind_and_always_the_same() -> None:
    ids = [f"proposal-{number}" for number in range(4_000)]
    blind = [is_blind(key) for key in ids]
    assert 0.17 < sum(blind) / len(blind) < 0.23
    assert blind == [is_blind(key) for key in ids]


def test_an_own_track_named_first_counts_as_blind_agreement(application: Application) -> None:
    key = _draft(application, blind=True)
    assert application.advising.wants_own_track(KIM, key)
    advice = application.advising.ask(KIM, key)
    application.advising.name_own_track(KIM, key, "internal_process")
    application.advising.name_own_track(KIM, key, "citizen_service")  # too late: the first answer stays
    assert not application.advising.wants_own_track(KIM, key)
    version = application.drafting.open(KIM, key).version
    application.advising.decide(KIM, advice.id, AdviceKind.TRACK, Verdict.ACCEPTED, "citizen_service", version)
    found = application.measuring.figures()
    assert (found.blind, found.after_seeing) == (Share(0, 1), Share(0, 0))
    with pytest.raises(NotFound):
        application.advising.name_own_track(KIM, key, "best_idea")
    with pytest.raises(NotFound):
        application.advising.wants_own_track(LEE, key)


def test_after_seeing_and_fates_are_counted_by_model_and_prompt(application: Application) -> None:
    key = _draft(application, blind=False)
    assert not application.advising.wants_own_track(KIM, key)
    advice = application.advising.ask(KIM, key)
    application.advising.decide(KIM, advice.id, AdviceKind.TRACK, Verdict.ACCEPTED, "citizen_service", 1)
    pitch = advice.suggestion.pitch.pitch + " 끝."
    application.advising.decide(KIM, advice.id, AdviceKind.PITCH, Verdict.ACCEPTED, pitch, 2)
    application.advising.decide(KIM, advice.id, AdviceKind.CONTENTS, Verdict.DISMISSED, "", 3)
    found = application.measuring.figures()
    assert found.after_seeing == Share(1, 1)
    fates = {fate.kind: fate for fate in found.fates}
    assert (fates["track"].accepted, fates["pitch"].edited, fates["pitch"].mean_edit) == (1, 1, 3.0)
    assert (fates["track"].is_text, fates["pitch"].is_text) == (False, True)
    assert (fates["contents"].dismissed, fates["contents"].n) == (1, 1)
    assert fates["track"].prompt.startswith("prototypes+extract@v")


def test_no_verdict_under_thirty_and_wilson_above() -> None:
    assert not Share(29, 29).is_enough
    low, high = Share(27, 30).interval
    assert (round(low, 3), round(high, 3)) == (0.744, 0.965)  # R: binom::binom.wilson(27, 30)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_only_organisers_see_the_evaluation(application: Application) -> None:
    with application.database.write() as records:
        records.people.put(YOON)
    assert application.measuring.evaluation(YOON).fates == ()
    for person in (KIM, PARK):
        with pytest.raises(NotAllowed):
            application.measuring.evaluation(person)


def test_a_note_is_kept_and_marked_where_it_repeats(application: Application) -> None:
    key = _draft(application, blind=False)
    application.noting.write(KIM, key, "A-CALL", PAST[0].content.idea)
    (note,) = application.noting.of(KIM, key)
    assert note.only_repeats
    application.noting.write(KIM, key, "A-CALL", "응답이 없을 때 이웃 상점에 먼저 알리는 점이 새롭습니다.")
    (note,) = application.noting.of(KIM, key)
    assert (note.item_id, note.only_repeats) == ("A-CALL", False)
    for other in (LEE, PARK):
        with pytest.raises(NotFound):
            application.noting.of(other, key)
    with pytest.raises(NotFound):
        application.noting.write(KIM, key, "A-NOWHERE", "글")
    with pytest.raises(TooLong):
        application.noting.write(KIM, key, "A-CALL", "가" * (LONGEST + 1))
    application.noting.write(KIM, key, "A-CALL", " ")
    assert application.noting.of(KIM, key) == []


def test_a_missing_note_stops_no_submission_and_a_late_one_is_refused(application: Application) -> None:
    key = _draft(application, blind=False)
    application.submitting.submit(KIM, key, 1)
    with pytest.raises(StageForbids):
        application.noting.write(KIM, key, "A-CALL", "뒤늦은 글")


def test_a_pitch_is_written_anew_a_few_times_only(application: Application) -> None:
    long = Content(
        title="야간 상담",
        problem="치매 어르신을 모시는 가족은 밤이 가장 힘듭니다. 물어볼 곳이 없어 어르신 곁에서 뜬눈으로 새웁니다.",
        idea="간호사들이 쌓은 상담 기록을 바탕으로 보호자에게 할 수 있는 말과 행동을 알려 주는 야간 창구를 엽니다.",
        effect="보호자의 고립과 탈진이 줄고 어르신이 살던 집에서 더 오래 지낼 수 있습니다.",
    )
    draft = application.drafting.start(KIM, long)
    advice = application.advising.ask(KIM, draft.id)
    shorter = application.advising.rewrite_pitch(KIM, advice.id, Wish(length=-1))
    assert 80 <= len(shorter.suggestion.pitch.pitch) <= 130
    longer = application.advising.rewrite_pitch(KIM, advice.id, Wish(length=1))
    assert 130 <= len(longer.suggestion.pitch.pitch) <= 200
    assert longer.suggestion.track == advice.suggestion.track
    for _ in range(2):
        application.advising.rewrite_pitch(KIM, advice.id, Wish())
    with pytest.raises(Refused):
        application.advising.rewrite_pitch(KIM, advice.id, Wish())
    with pytest.raises(NotFound):
        application.advising.rewrite_pitch(LEE, advice.id, Wish())
