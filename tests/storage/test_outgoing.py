"""The ledger keeps what went for advice and what went for vectors apart."""

from __future__ import annotations

from assistant.domain.outgoing import EMBEDDING, Errand, Outgoing, Returned, Use
from assistant.storage.database import Database
from tests.storage.samples import NINE, after


def _sent(number: int, prompt: str, proposal: str = "p") -> Outgoing:
    return Outgoing(f"o{number}", Errand("", proposal, "kim"), "http://10.0.0.1", "m", prompt, "글", after(number))


def test_vectors_come_newest_first_by_the_page_and_advice_without_them(database: Database) -> None:
    with database.write() as records:
        for number in range(5):
            records.outgoing.add(_sent(number, EMBEDDING))
        records.outgoing.add(_sent(5, "track@v1#x"))
        records.outgoing.add(_sent(6, EMBEDDING, "another"))
    with database.read() as records:
        first, count = records.outgoing.embedded_of("p", offset=0, limit=2)
        last, _ = records.outgoing.embedded_of("p", offset=4, limit=2)
        assert [entry.sent.id for entry in (*first, *last)] == ["o4", "o3", "o0"]
        assert count == 5
        assert [entry.sent.id for entry in records.outgoing.of_proposal("p")] == ["o5"]


def test_tokens_of_vectors_are_counted_apart_from_those_of_advice(database: Database) -> None:
    with database.write() as records:
        for number, prompt in enumerate((EMBEDDING, EMBEDDING, "track@v1#x")):
            records.outgoing.add(_sent(number, prompt))
        assert records.outgoing.under_way(NINE) == (1, 1)
        for number in range(3):
            records.outgoing.answer(f"o{number}", Returned("200", "m", "", 10**number), 5 * (number == 2))
        assert records.outgoing.embedded(NINE) == Use(2, 11, 0, 0, 1)
        assert records.outgoing.use(NINE) == Use(1, 100, 0, 5, 1)
