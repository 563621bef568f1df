"""What goes to an embedding endpoint is written down before it goes, to the last character, and its author sees it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.config import load_settings
from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.cluster import Side, Text
from assistant.domain.outgoing import LedgerEntry, Limits
from assistant.domain.person import Person, Role
from assistant.domain.proposal import Content
from assistant.domain.text import fingerprint
from assistant.errors import EmbeddingFailed, NotFound
from assistant.index.embedder import AT_ONCE
from assistant.index.endpoint import EndpointEmbedder
from assistant.services.indexing import LONGEST_PAUSE_S, PAUSE_S, pause_after
from assistant.services.posting import Posting
from assistant.storage.database import Database
from assistant.wiring import Application, build, now
from tests.conftest import KIM, LEE, PARK, PAST
from tests.index.vector_server import VectorServer, alike, serving

YOON = Person("yoon", "윤운영", "조직문화과", frozenset({Role.ORGANISER}))
SECRET = "010-2345-6789"
LIKE = PAST[0].content
HERS = LIKE.changed(title="독거 어르신께 인공지능 전화", effect=f"{LIKE.effect} 문의는 {SECRET}으로 합니다.")
LEES = Content(title="가로수 낙엽 길 알림", problem="낙엽 길을 찾기 어렵습니다.", idea="지도로 낙엽 길을 알립니다.")


@pytest.fixture
def server() -> Iterator[VectorServer]:
    with serving() as running:
        running.answer = alike
        yield running


@pytest.fixture
def connected(server: VectorServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """Texts go to the server for their vectors; what building the application sent is forgotten."""
    for name in ("DATABASE_URL", "CHROMA_URL", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_EMBEDDER", "endpoint")
    monkeypatch.setenv("EMBEDDING_BASE_URL", server.url)
    monkeypatch.setenv("EMBEDDING_MODEL", "m")
    built = build(load_settings())
    with built.database.write() as records:
        for person in (KIM, LEE, PARK, YOON):
            records.people.put(person)
        records.archive.put_many(PAST)
    built.indexing.catch_up()
    server.raw.clear()
    server.asked.clear()
    yield built
    built.close()


def embedded(application: Application, person: Person, proposal_id: str) -> list[LedgerEntry]:
    entries, count = application.spending.what_was_embedded(person, proposal_id, limit=1_000)
    assert count == len(entries)
    return entries


def everything(application: Application) -> list[tuple[str, str]]:
    """(proposal, text) of all rows, oldest first."""
    with application.database.snapshot() as seen:
        rows = list(seen.rows("outgoing"))
    return [(row["proposal_id"], row["body"]) for row in rows]


def test_her_ledger_holds_the_very_bytes_that_went_for_her_draft(connected: Application, server: VectorServer) -> None:
    draft = connected.drafting.start(KIM, HERS)
    found = connected.drafting.find_similar(KIM, draft.content, exclude_id=draft.id)
    assert found.ideas[0].item.id == "A-CALL"
    entries = embedded(connected, KIM, draft.id)
    assert [entry.sent.body for entry in reversed(entries)] == server.raw
    assert {(e.sent.errand.person_id, e.sent.endpoint, e.sent.model) for e in entries} == {
        (KIM.id, f"{server.url}/embeddings", "m")
    }
    assert {entry.returned.status for entry in entries if entry.returned} == {"200"}
    sent = "".join(server.raw)
    assert "[전화-1]" in sent
    assert SECRET not in sent
    with pytest.raises(NotFound):
        embedded(connected, LEE, draft.id)


def test_nobody_searches_in_anothers_name(connected: Application, server: VectorServer) -> None:
    draft = connected.drafting.start(KIM, HERS)
    with pytest.raises(NotFound):
        connected.drafting.list_similar(LEE, LEES, exclude_id=draft.id)
    with pytest.raises(NotFound):
        connected.drafting.add_evidence(LEE, LEES, connected.drafting.list_similar(LEE, LEES), exclude_id=draft.id)
    assert embedded(connected, KIM, draft.id) == []


def test_advice_that_stands_on_vectors_is_in_the_ledger_under_its_number(
    connected: Application, server: VectorServer
) -> None:
    draft = connected.drafting.start(KIM, HERS)
    advice = connected.advising.ask(KIM, draft.id)
    entries = embedded(connected, KIM, draft.id)
    assert sorted(entry.sent.body for entry in entries) == sorted(server.raw)
    assert advice.id in {entry.sent.errand.advice_id for entry in entries}
    assert connected.spending.what_left(KIM, draft.id) == []


def test_a_text_goes_once_whether_the_index_or_the_search_asks_first(
    connected: Application, server: VectorServer
) -> None:
    one = connected.drafting.start(KIM, HERS)
    connected.drafting.list_similar(KIM, one.content, exclude_id=one.id)
    connected.indexing.catch_up()
    other = connected.drafting.start(LEE, LEES)
    connected.indexing.catch_up()
    connected.drafting.list_similar(LEE, other.content, exclude_id=other.id)
    assert [len(body["input"]) for body in server.asked] == [1, 1]
    assert [len(embedded(connected, *whose)) for whose in ((KIM, one.id), (LEE, other.id))] == [1, 1]
    assert connected.indexing.counts()["proposal"] == (2, 2)


def test_drafts_never_travel_with_other_peoples_texts(connected: Application, server: VectorServer) -> None:
    drafts = [connected.drafting.start(KIM, HERS), connected.drafting.start(LEE, LEES)]
    with connected.database.write() as records:
        records.archive.put_many([ArchiveItem("A-NEW", Content(title="새로 들어온 지난 제안"), Outcome.ADOPTED, 2026)])
    connected.indexing.catch_up()
    assert sorted(len(body["input"]) for body in server.asked) == [1, 1, 1]
    for person, draft in zip((KIM, LEE), drafts, strict=True):
        (entry,) = embedded(connected, person, draft.id)
        assert draft.content.title in entry.sent.body
        assert entry.sent.body in server.raw


def test_past_ideas_stand_in_the_ledger_by_hash_and_not_twice_in_the_database(
    connected: Application, server: VectorServer
) -> None:
    many = [
        ArchiveItem(
            f"B-{n:03}",
            Content(title=f"{n}번째 지난 제안", idea=f"연락은 {SECRET}번. " + "길 " * 200),
            Outcome.ADOPTED,
            2020,
        )
        for n in range(AT_ONCE + 1)
    ]
    with connected.database.write() as records:
        records.archive.put_many(many)
    before = len(everything(connected))
    connected.indexing.embed_pending()
    rows = everything(connected)[before:]
    assert [proposal for proposal, _ in rows] == ["", ""]
    told = [one for _, body in rows for one in json.loads(body)["input"]]
    sent = [text for body in server.asked for text in body["input"]]
    assert [one["sent"] for one in told] == [fingerprint(text) for text in sent]
    assert {one["archived"] for one in told} == {item.content.hash() for item in many}
    assert {one["placeholders"] for one in told} == {1}
    assert sum(len(body) for _, body in rows) < sum(map(len, server.raw)) / 2


def test_an_endpoint_that_stays_away_is_asked_ever_more_seldom_and_fills_no_ledger(
    connected: Application, server: VectorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, waits = threading.Semaphore(0), list[int]()

    def refuse(_texts: list[str]) -> tuple[int, bytes]:
        asked.release()
        return 400, b"{}"

    server.answer = refuse
    monkeypatch.setattr("assistant.services.indexing.pause_after", lambda failed: (waits.append(failed), 0.01)[1])
    connected.drafting.start(KIM, HERS)
    connected.indexing.start()
    for _ in range(6):  # each try asks twice: for the text, and whether it is the text
        assert asked.acquire(timeout=30)
    server.answer = alike
    for _ in range(3_000):
        if connected.indexing.counts()["proposal"] == (1, 1):
            break
        threading.Event().wait(0.01)
    connected.indexing.stop()
    assert waits[:3] == [1, 2, 3]
    assert waits[-1] == 0
    assert [pause_after(failed) for failed in (0, 1, 2, 50)] == [PAUSE_S, 2 * PAUSE_S, 4 * PAUSE_S, LONGEST_PAUSE_S]


def test_side_by_side_each_authors_ledger_has_her_own_sentences_only(
    connected: Application, server: VectorServer
) -> None:
    drafts = [connected.drafting.start(KIM, HERS), connected.drafting.start(LEE, LEES.changed(effect="길이 보입니다."))]
    with connected.database.write() as records:
        for number, draft in enumerate(drafts):
            records.proposals.submit(draft.id, f"2026-{number:04}", now())
    connected.comparing.compare(
        YOON, [*(Text(Side.PROPOSAL, draft.id) for draft in drafts), Text(Side.ARCHIVE, "A-TREE")]
    )
    for person, draft, others in ((KIM, drafts[0], "낙엽"), (LEE, drafts[1], "독거")):
        (entry,) = embedded(connected, person, draft.id)
        assert draft.content.title in entry.sent.body
        assert others not in entry.sent.body
    assert len(server.asked) == 3


def test_what_a_reviewer_reads_beside_a_past_idea_is_in_its_authors_ledger(
    connected: Application, server: VectorServer
) -> None:
    draft = connected.drafting.start(KIM, HERS)
    with connected.database.write() as records:
        records.proposals.submit(draft.id, "2026-0001", now())
    assert connected.annotating.matching(YOON, draft.id, "A-CALL")
    (entry,) = embedded(connected, KIM, draft.id)
    assert [entry.sent.body] == server.raw


def test_words_somebody_looks_for_are_in_the_ledger_under_her_name(
    connected: Application, server: VectorServer
) -> None:
    connected.searching.search(KIM, "어르신 안부 전화")
    with connected.database.snapshot() as seen:
        last = list(seen.rows("outgoing"))[-1]
    assert (last["person_id"], last["proposal_id"], last["body"]) == (KIM.id, "", server.raw[-1])


def test_tokens_are_the_servers_and_are_under_no_limit_of_the_advice(
    connected: Application, server: VectorServer
) -> None:
    connected.spending.set_limits(YOON, Limits(most_tokens=1, won_input=9))
    before = connected.spending.embedded_today(YOON)
    draft = connected.drafting.start(KIM, HERS)
    connected.drafting.find_similar(KIM, draft.content, exclude_id=draft.id)
    found = connected.spending.embedded_today(YOON)
    letters = sum(len(text) for body in server.asked for text in body["input"])
    assert (found.input_tokens - before.input_tokens, found.requests - before.requests) == (letters, len(server.asked))
    assert (found.cost_micro, found.proposals) == (0, 1)
    assert connected.spending.today(YOON).requests == 0
    with connected.database.read() as records:
        assert records.outgoing.under_way(now() - timedelta(days=1)) == (0, 0)


def test_where_the_ledger_cannot_be_written_nothing_is_sent_and_the_draft_is_safe(
    connected: Application, server: VectorServer
) -> None:
    draft = connected.drafting.start(KIM, HERS)
    impatient = Database(connected.settings.database, patience_s=0.05)
    embedder = EndpointEmbedder(server.url, "m", "", Posting(impatient, now))
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with connected.database.write():
            held.set()
            done.wait(30)

    with ExitStack() as stack:
        writer = threading.Thread(target=hold)
        writer.start()
        stack.callback(writer.join)
        stack.callback(done.set)
        assert held.wait(30)
        with pytest.raises(EmbeddingFailed, match="ledger"):
            embedder.embed(["글"])
    impatient.close()
    assert server.asked == []
    assert connected.drafting.open(KIM, draft.id) == draft


def test_what_was_sent_goes_with_the_draft_when_the_draft_is_erased(connected: Application) -> None:
    draft = connected.drafting.start(KIM, HERS)
    connected.drafting.list_similar(KIM, draft.content, exclude_id=draft.id)
    with connected.database.write() as records:
        records.proposals.trash(draft.id, now() - timedelta(days=31))
    connected.keeping.retaining.carry_out()
    assert draft.id not in {proposal for proposal, _ in everything(connected)}


def refusing(texts: list[str]) -> tuple[int, dict[str, object] | bytes]:
    """Falls over one word, and over whatever comes with it."""
    return (400, {"error": {"message": "no"}}) if any("독버섯" in text for text in texts) else alike(texts)


def put(application: Application, *titles: str) -> None:
    items = [ArchiveItem(f"A-{n}", Content(title=title), Outcome.ADOPTED, 2026) for n, title in enumerate(titles)]
    with application.database.write() as records:
        records.archive.put_many(items)


def test_a_text_the_endpoint_refuses_holds_up_no_other_and_is_found_by_its_words(
    connected: Application, server: VectorServer
) -> None:
    server.answer = refusing
    put(connected, "산길 독버섯 사진 판별", "민원 접수 문장 다듬기", "공원 나무 병충해 사진 판별")
    connected.indexing.catch_up()
    assert connected.indexing.is_idle()
    assert connected.indexing.counts()["archive"] == (len(PAST) + 2, len(PAST) + 3)
    connected.finding.refresh()
    found = connected.finding.search("산길 버섯 사진 판별")
    assert found.unindexed == 1
    assert "A-0" in [idea.item.id for idea in found.ideas]
    server.asked.clear()
    connected.indexing.rebuild()
    assert server.asked == []


def test_an_endpoint_that_refuses_everything_is_at_fault_and_no_text_is_given_up(
    connected: Application, server: VectorServer
) -> None:
    server.answer = lambda _: (400, {"error": {"message": "unknown model"}})
    put(connected, "산길 버섯 사진 판별", "민원 접수 문장 다듬기")
    with pytest.raises(EmbeddingFailed):
        connected.indexing.catch_up()
    assert not connected.indexing.is_idle()
    server.answer = alike
    connected.indexing.catch_up()
    assert connected.indexing.counts()["archive"] == (len(PAST) + 2, len(PAST) + 2)


def test_a_past_idea_whose_new_text_is_refused_is_no_longer_found_by_its_old_one(
    connected: Application, server: VectorServer
) -> None:
    put(connected, "산길 버섯 사진 판별")
    connected.indexing.catch_up()
    server.answer = refusing
    put(connected, "산길 독버섯 사진 판별")
    connected.indexing.catch_up()
    assert connected.indexing.counts()["archive"] == (len(PAST), len(PAST) + 1)
