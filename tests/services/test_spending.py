"""What leaves is written down before it goes, counted to the token, and stopped at the organiser's limit."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.config import load_settings
from assistant.domain.advice import AdviceKind, AdvisorKind, Rung, Verdict
from assistant.domain.outgoing import Errand, Limits, Outgoing, Returned, Use
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content
from assistant.errors import AdvisorFailed, ConfigurationError, NotAllowed, NotFound, Refused
from assistant.services.spending import Keeping
from assistant.wiring import Application, build, now
from tests.conftest import KIM, LEE, PARK, PAST
from tests.llm import chat_server as chat
from tests.llm.chat_server import ChatServer
from tests.llm.samples import COLLECTING

YOON = Person("yoon", "윤운영", "조직문화과", frozenset({Role.ORGANISER}))


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat.serving() as running:
        yield running


@pytest.fixture
def connected(server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_MODEL", "wanted")
    built = build(load_settings())
    with built.database.write() as records:
        for person in (KIM, LEE, PARK, YOON):
            records.people.put(person)
        records.archive.put_many(PAST)
    yield built
    built.close()


def test_every_request_stands_in_the_ledger_and_its_tokens_are_the_servers(
    connected: Application, server: ChatServer
) -> None:
    connected.spending.set_limits(YOON, Limits(won_input=300, won_output=1_200))
    draft = connected.drafting.start(KIM, COLLECTING.changed(effect=COLLECTING.effect + " 문의는 02-123-4567로 한다."))
    server.script = [chat.status(500, retry_after_ms="10"), chat.answers(json.dumps({**chat.TRACK, "confidence": 140}))]
    advice = connected.advising.ask(KIM, draft.id)
    entries = connected.spending.what_left(KIM, draft.id)
    assert len(entries) >= 4
    assert sorted(e.sent.body for e in entries) == sorted(server.raw)
    assert {(e.sent.errand.advice_id, e.sent.errand.person_id) for e in entries} == {(advice.id, KIM.id)}
    answered = [entry for entry in entries if entry.returned and entry.returned.status == "200"]
    assert next(entry.returned.status for entry in entries if entry.returned) == "500"
    use = connected.spending.today(YOON)
    assert (use.input_tokens, use.output_tokens) == (100 * len(answered), 20 * len(answered))
    origins = advice.suggestion.origins.values()
    assert (sum(o.input_tokens for o in origins), sum(o.output_tokens for o in origins)) == (
        use.input_tokens,
        use.output_tokens,
    )
    assert use.cost_micro == use.input_tokens * 300 + use.output_tokens * 1_200
    assert "02-123-4567" not in "".join(entry.sent.body for entry in entries)


def _sent(application: Application, number: int, body: str = "{}") -> Outgoing:
    return Outgoing(f"out-{number}", Errand(), "http://127.0.0.1/v1", "m", "p@v1", body, application.advising.now())


def test_what_is_under_way_counts_at_its_most_until_its_answer_is_there(connected: Application) -> None:
    """Three requests at once can cost 4,000 tokens each and their letters; the fourth has to wait for an answer."""
    connected.spending.set_limits(YOON, Limits(most_tokens=12_000))
    keeping = Keeping(connected.database, connected.advising.now)
    for number in range(3):
        keeping.send(_sent(connected, number))
    with pytest.raises(AdvisorFailed, match="limit"):
        keeping.send(_sent(connected, 3))
    keeping.receive("out-0", Returned("200", "m", "", 10, 5))
    keeping.send(_sent(connected, 4))


def test_a_request_that_never_was_answered_does_not_count_for_ever(connected: Application) -> None:
    connected.spending.set_limits(YOON, Limits(most_tokens=4_001))
    keeping = Keeping(connected.database, connected.advising.now)
    keeping.send(_sent(connected, 0))
    with pytest.raises(AdvisorFailed):
        keeping.send(_sent(connected, 1))
    Keeping(connected.database, lambda: connected.advising.now() + timedelta(minutes=2)).send(_sent(connected, 2))


def test_the_limit_stops_the_next_request_and_the_built_in_advisor_answers(
    connected: Application, server: ChatServer
) -> None:
    connected.spending.set_limits(YOON, Limits(most_tokens=120))
    draft = connected.drafting.start(KIM, COLLECTING)
    advice = connected.advising.ask(KIM, draft.id)
    assert len(server.requests) == 1
    origins = advice.suggestion.origins
    assert origins[AdviceKind.TRACK].rung is Rung.MODEL
    assert (origins[AdviceKind.PITCH].kind, origins[AdviceKind.PITCH].fell_back_because) == (
        AdvisorKind.OFFLINE,
        "over_budget",
    )
    assert advice.suggestion.pitch.pitch


def test_the_same_text_costs_nothing_the_second_time(connected: Application, server: ChatServer) -> None:
    draft = connected.drafting.start(KIM, COLLECTING)
    first, asked = connected.advising.ask(KIM, draft.id), len(server.requests)
    again = connected.advising.ask(KIM, draft.id)
    kept = [kind for kind, origin in first.suggestion.origins.items() if origin.rung is Rung.MODEL]
    assert {again.suggestion.origins[kind].rung for kind in kept} == {Rung.KEPT}
    assert [again.suggestion.value(kind) for kind in kept] == [first.suggestion.value(kind) for kind in kept]
    assert len(server.requests) == asked


def test_a_colleague_sees_nothing_of_what_left(connected: Application) -> None:
    draft = connected.drafting.start(KIM, COLLECTING)
    connected.advising.ask(KIM, draft.id)
    with pytest.raises(NotFound):
        connected.spending.what_left(LEE, draft.id)


def test_only_organisers_see_and_set_limits(connected: Application) -> None:
    for person in (KIM, PARK):
        with pytest.raises(NotAllowed):
            connected.spending.set_limits(person, Limits())
        with pytest.raises(NotAllowed):
            connected.spending.today(person)
    with pytest.raises(Refused):
        connected.spending.set_limits(YOON, Limits(most_won=-1))
    connected.spending.set_limits(YOON, Limits(most_won=5_000, most_tokens=10, won_input=1, won_output=2))
    assert connected.spending.limits(YOON) == Limits(5_000, 10, 1, 2)


def test_limits_nobody_can_read_allow_nothing(connected: Application) -> None:
    with connected.database.write() as records:
        records.facts.put("advice_limits", '{"most_won": "a lot"}')
    assert connected.spending.limits(YOON).is_reached(0, 0)


def test_a_won_limit_is_exact() -> None:
    limits = Limits(most_won=1, won_input=1, won_output=1)
    assert not limits.is_reached(999_999, 999_999)
    assert limits.is_reached(999_999, limits.cost_micro(500_000, 500_000))


def test_an_answer_is_written_once(connected: Application) -> None:
    sent = Outgoing("o1", Errand(), "http://x", "m", "p@v1#x", "{}", now())
    with connected.database.write() as records:
        records.outgoing.add(sent)
        records.outgoing.answer("o1", Returned("200", "m", "답", 7, 3), 5)
        records.outgoing.answer("o1", Returned("500"), 0)
        assert records.outgoing.use(sent.sent_at) == Use(1, 7, 3, 5, 0)


def test_where_nothing_may_leave_no_model_is_built(
    server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_MODEL", "wanted")
    monkeypatch.setenv("ADVICE_ENDPOINTS", "off")
    built = build(load_settings(), own_index=False)
    assert built.advising.configured is None
    built.close()
    monkeypatch.setenv("ADVICE_ENDPOINTS", "everywhere")
    with pytest.raises(ConfigurationError, match="ADVICE_ENDPOINTS"):
        load_settings()


def test_calling_off_leaves_the_draft_and_stores_no_advice(connected: Application, server: ChatServer) -> None:
    from assistant.llm.loop import Stop

    draft = connected.drafting.start(KIM, COLLECTING)
    stop = Stop()
    stop.call()
    with pytest.raises(AdvisorFailed) as caught:
        connected.advising.ask(KIM, draft.id, stop=stop)
    assert caught.value.reason == "cancelled"
    assert connected.advising.latest(KIM, draft.id) is None
    assert connected.drafting.open(KIM, draft.id) == draft


def test_a_blank_or_commanding_draft_gets_an_honest_answer(connected: Application, server: ChatServer) -> None:
    blank = connected.drafting.start(KIM, Content())
    assert connected.advising.ask(KIM, blank.id).suggestion.pitch.pitch == ""
    assert server.requests == []


def test_a_replay_gives_the_stored_answer_and_asks_nobody(
    connected: Application, server: ChatServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.spending.set_limits(YOON, Limits(won_input=300, won_output=1_200))
    draft = connected.drafting.start(KIM, COLLECTING)
    advice = connected.advising.ask(KIM, draft.id)
    connected.advising.decide(KIM, advice.id, AdviceKind.PITCH, Verdict.DISMISSED, "", draft.version)
    asked = len(server.requests)
    server.script = [chat.answers("다른 답")] * 9
    monkeypatch.setattr(sys, "argv", ["assistant", "replay", advice.id])
    with pytest.raises(SystemExit) as left:
        main()
    told = json.loads(capsys.readouterr().out)
    assert (left.value.code, len(server.requests), told["advice"]) == (0, asked, advice.id)
    pitch = next(part for part in told["parts"] if part["kind"] == "pitch")
    assert pitch["value"]["sentences"][0]["text"] == advice.suggestion.pitch.sentences[0].text
    assert pitch["origin"]["prompt"] == advice.suggestion.origins[AdviceKind.PITCH].prompt
    assert json.loads(pitch["requests"][0]["answer"]) == chat.PITCH
    assert (pitch["requests"][0]["cost_micro_won"], pitch["decisions"][0]["by"]) == (54_000, "kim")
    monkeypatch.setattr(sys, "argv", ["assistant", "replay", "nobody-knows"])
    with pytest.raises(SystemExit) as refused:
        main()
    assert refused.value.code == 2
