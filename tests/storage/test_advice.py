from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.domain.advice import (
    Advice,
    AdviceDecision,
    AdviceKind,
    ContentsAdvice,
    Difference,
    DifferenceAdvice,
    PitchAdvice,
    Presence,
    Provenance,
    RequiredContent,
    Rest,
    Rung,
    Suggestion,
    TrackAdvice,
    Verdict,
)
from assistant.errors import NotFound
from assistant.storage.database import Database

from .samples import CARE, KIM, LEE, NINE, after

PROVENANCE = Provenance(Rung.REPAIRED, "some-model", "suggest@v1#abc", "f" * 64, 1.25, 812, 96, dropped=1)
OFFLINE = Provenance(Rung.OFFLINE, "e5", "prototypes+extract@v2#abc", "e" * 64, 0.2, 100, 20, "timeout")
SUGGESTION = Suggestion(
    TrackAdvice("citizen_service", 83, "시민이 직접 받는 서비스다.", ("홀로 사는 어르신", "시민의 안전")),
    PitchAdvice(
        (Rest("먼저 묻는 도시.", '전력과 통신 "기록"으로'), Rest("놓치지 않습니다.", "위급한 때를\n놓치지 않는다."))
    ),
    ContentsAdvice(
        (RequiredContent("방법", Presence.THIN, "전화한다."), RequiredContent("비용", Presence.MISSING, "")), "왜?"
    ),
    DifferenceAdvice((Difference("A-1", "안부 전화", "같음", "다름", "내 글", "그 글"),)),
    {kind: OFFLINE if kind is AdviceKind.DIFFERENCE else PROVENANCE for kind in AdviceKind},
)
ADVICE = Advice("a1", "p", 1, SUGGESTION, KIM.id, NINE)
TAKEN = AdviceDecision("a1", AdviceKind.TRACK, Verdict.ACCEPTED, "citizen_service", KIM.id, after(5))


@pytest.fixture
def advised(database: Database) -> Database:
    with database.write() as records:
        records.proposals.add("p", KIM.id, CARE, NINE)
        records.advice.add(ADVICE)
    return database


def test_advice_comes_back_as_added(advised: Database) -> None:
    with advised.read() as records:
        assert records.advice.get("a1") == ADVICE
        assert records.advice.latest("p") == ADVICE
        assert records.advice.latest("q") is None
        with pytest.raises(NotFound):
            records.advice.get("?")


def test_the_latest_is_the_one_added_last_even_in_the_same_moment(advised: Database) -> None:
    second = replace(ADVICE, id="a0", version=2)
    with advised.write() as records:
        records.advice.add(second)
    with advised.read() as records:
        assert records.advice.latest("p") == second


def test_advice_on_nothing_or_by_nobody_is_refused_by_name(advised: Database) -> None:
    with advised.write() as records:
        with pytest.raises(NotFound) as refused:
            records.advice.add(replace(ADVICE, id="a2", proposal_id="?"))
        assert (refused.value.kind, refused.value.key) == ("proposal", "?")
        with pytest.raises(NotFound) as refused:
            records.advice.add(replace(ADVICE, id="a2", asked_by="nobody"))
        assert (refused.value.kind, refused.value.key) == ("person", "nobody")


def test_decisions_come_back_in_the_order_they_were_made(advised: Database) -> None:
    pitch = AdviceDecision("a1", AdviceKind.PITCH, Verdict.EDITED, "먼저 묻는 서울.", LEE.id, after(5), 3)
    dropped = AdviceDecision("a1", AdviceKind.TRACK, Verdict.DISMISSED, "", KIM.id, after(5))
    with advised.write() as records:
        for decision in (TAKEN, pitch, dropped):
            records.advice.decide(decision)
    with advised.read() as records:
        assert records.advice.decisions("a1") == [TAKEN, pitch, dropped]
        assert records.advice.decisions("a2") == []


def test_a_decision_on_unknown_advice_or_by_nobody_is_refused_by_name(advised: Database) -> None:
    with advised.write() as records:
        with pytest.raises(NotFound) as refused:
            records.advice.decide(replace(TAKEN, advice_id="?"))
        assert (refused.value.kind, refused.value.key) == ("advice", "?")
        with pytest.raises(NotFound) as refused:
            records.advice.decide(replace(TAKEN, decided_by="nobody"))
        assert (refused.value.kind, refused.value.key) == ("person", "nobody")


def test_confirmed_tracks_hold_the_last_decision_of_each_proposal_and_its_text_of_today(advised: Database) -> None:
    newer = CARE.changed(title="AI 안부 전화")
    with advised.write() as records:
        for proposal_id in ("q", "r"):
            records.proposals.add(proposal_id, LEE.id, CARE.changed(title=proposal_id), NINE)
            records.advice.add(replace(ADVICE, id=f"on {proposal_id}", proposal_id=proposal_id))
        records.advice.add(replace(ADVICE, id="a2"))
        for decision in (
            replace(TAKEN, advice_id="a2", verdict=Verdict.EDITED, text="internal_process"),
            TAKEN,  # on the older advice, but decided later
            replace(TAKEN, advice_id="on r", text="internal_process", verdict=Verdict.EDITED),
            replace(TAKEN, advice_id="on r", kind=AdviceKind.PITCH, text="한 줄"),
            replace(TAKEN, advice_id="on q"),
            replace(TAKEN, advice_id="on q", text="", verdict=Verdict.DISMISSED),
        ):
            records.advice.decide(decision)
        records.proposals.save("p", newer, expected_version=1, by=KIM.id, at=after(9))
    with advised.read() as records:
        expected = [(newer.hash(), "citizen_service"), (CARE.changed(title="r").hash(), "internal_process")]
        assert records.advice.confirmed_tracks() == expected


def test_a_part_written_anew_takes_the_place_of_the_earlier_one(advised: Database) -> None:
    another = PitchAdvice((Rest("다시 쓴 소개.", "전력과"),))
    with advised.write() as records:
        records.advice.add_part("a1", AdviceKind.PITCH, another, OFFLINE)
        with pytest.raises(NotFound):
            records.advice.add_part("?", AdviceKind.PITCH, another, OFFLINE)
    with advised.read() as records:
        found = records.advice.get("a1").suggestion
        assert (found.pitch, found.origins[AdviceKind.PITCH], found.track) == (another, OFFLINE, SUGGESTION.track)
        assert records.advice.count_parts("a1", AdviceKind.PITCH) == 2
        assert records.advice.stamps() == {PROVENANCE.prompt, OFFLINE.prompt}


def test_the_track_an_author_named_first_is_kept(advised: Database) -> None:
    with advised.write() as records:
        assert records.advice.own_track("p") is None
        records.advice.put_own_track("p", "internal_process", KIM.id, NINE)
    with advised.read() as records:
        assert (records.advice.own_track("p"), records.advice.all_own_tracks()) == (
            "internal_process",
            {"p": "internal_process"},
        )
