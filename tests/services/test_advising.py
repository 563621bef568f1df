"""Advice is asked for, answered, and decided on by a person."""

from __future__ import annotations

import pytest

from assistant.domain.advice import AdviceKind, AdvisorKind, Verdict
from assistant.domain.proposal import Content
from assistant.errors import EditConflict, NotFound, StageForbids
from assistant.wiring import Application
from tests.conftest import KIM, LEE, SAME_IN_OTHER_WORDS


def test_advice_changes_nothing_by_itself(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    advice = application.advising.ask(KIM, draft.id)
    assert advice.suggestion.provenance.kind is AdvisorKind.OFFLINE
    assert advice.suggestion.fell_back_because == ""
    assert set(advice.suggestion.origins) == set(AdviceKind)
    assert len(advice.suggestion.track.examples) == 2
    assert application.drafting.open(KIM, draft.id) == draft
    assert application.advising.latest(KIM, draft.id) == advice


def test_an_edited_pitch_enters_the_draft_and_is_remembered_as_edited(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    advice = application.advising.ask(KIM, draft.id)
    mine = advice.suggestion.pitch.pitch + " 끝."
    saved = application.advising.decide(KIM, advice.id, AdviceKind.PITCH, Verdict.ACCEPTED, mine, draft.version)
    assert saved.content.pitch == mine
    (decision,) = application.advising.decisions(KIM, advice.id)
    assert (decision.verdict, decision.text, decision.edit_distance) == (Verdict.EDITED, mine, 3)


def test_an_accepted_track_enters_the_draft(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    advice = application.advising.ask(KIM, draft.id)
    track = advice.suggestion.track.track
    assert track == "citizen_service"
    saved = application.advising.decide(KIM, advice.id, AdviceKind.TRACK, Verdict.ACCEPTED, track, draft.version)
    assert saved.content.track == track
    assert application.advising.decisions(KIM, advice.id)[0].verdict is Verdict.ACCEPTED


def test_a_dismissal_leaves_the_draft_as_it_is(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    advice = application.advising.ask(KIM, draft.id)
    kept = application.advising.decide(KIM, advice.id, AdviceKind.PITCH, Verdict.DISMISSED, "버릴 글", draft.version)
    assert kept == draft
    assert application.advising.decisions(KIM, advice.id)[0].text == ""


def test_a_track_that_does_not_exist_is_refused(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    advice = application.advising.ask(KIM, draft.id)
    with pytest.raises(NotFound):
        application.advising.decide(KIM, advice.id, AdviceKind.TRACK, Verdict.ACCEPTED, "grand_prize", draft.version)
    assert application.advising.decisions(KIM, advice.id) == []


def test_a_decision_on_an_older_text_overwrites_nothing_and_is_not_written_down(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    advice = application.advising.ask(KIM, draft.id)
    application.drafting.save(KIM, draft.id, SAME_IN_OTHER_WORDS.changed(idea="그 사이에 고친 글"), draft.version)
    with pytest.raises(EditConflict):
        application.advising.decide(KIM, advice.id, AdviceKind.PITCH, Verdict.ACCEPTED, "소개", draft.version)
    assert application.advising.decisions(KIM, advice.id) == []


def test_advice_on_a_colleagues_draft_is_out_of_reach(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    advice = application.advising.ask(KIM, draft.id)
    with pytest.raises(NotFound):
        application.advising.ask(LEE, draft.id)
    with pytest.raises(NotFound):
        application.advising.decisions(LEE, advice.id)
    with pytest.raises(NotFound):
        application.advising.decide(LEE, advice.id, AdviceKind.PITCH, Verdict.ACCEPTED, "소개", draft.version)


def test_a_submitted_proposal_gets_no_advice(application: Application) -> None:
    draft = application.drafting.start(KIM, SAME_IN_OTHER_WORDS)
    application.submitting.submit(KIM, draft.id, draft.version)
    with pytest.raises(StageForbids):
        application.advising.ask(KIM, draft.id)


def test_an_empty_draft_gets_an_honest_answer(application: Application) -> None:
    draft = application.drafting.start(KIM, Content())
    suggestion = application.advising.ask(KIM, draft.id).suggestion
    assert (suggestion.track.track, suggestion.pitch.pitch) == ("undecided", "")
