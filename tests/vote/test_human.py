"""Nothing of the count leaves an open poll, and nothing a machine made is on a ballot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain import voter
from assistant.storage.database import Database
from tests.evening import DESK, HOST, Evening, evening
from tests.vote.conftest import phones_of

RANDOM = re.compile(r"[0-9a-f]{32,64}|[A-Za-z0-9_-]{24}|[0-9A-Z]{5}-[0-9A-Z]{5}")


@pytest.fixture
def two_halls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Evening, Evening]]:
    """The same people vote in the same order, the opposite scores."""
    monkeypatch.setattr(voter, "COST", {"n": 2, "r": 1, "p": 1})
    halls = []
    for name, score in (("one", 0), ("other", 100)):
        database = Database(f"sqlite:///{tmp_path}/{name}.sqlite")
        database.migrate()
        hall = evening(database)
        hall.open_all()
        for seat in ("E1", "S1", "S2"):
            hall.cast(hall.enter(seat), {f"F{n}": abs(score - n) for n in range(1, 11)})
        halls.append(hall)
    yield halls[0], halls[1]
    for hall in halls:
        hall.database.close()


def _seen(hall: Evening) -> dict[str, object]:
    """Everything anybody can be shown while the poll is open, without what is random."""
    services, poll = hall.services, hall.poll_id
    one = phones_of(hall)()
    pages = {"door": one.get()[0].text}
    one.enter(poll, "S3", hall.card("S3").code)
    pages |= {path: one.get(path)[0].text for path in ("/vote", "/vote/read/1", "/vote/receipt?code=x")}
    pages["now"] = one.get(f"/vote/now/{poll}")[0].text
    with hall.database.read() as records:
        journal = [(each.act, sorted(each.facts)) for each in records.journal.of(poll)]
    status = [(e.seat, e.panel, e.has_code, e.has_entered, e.mark) for e in services.polling.hall(DESK, poll)]
    return {
        **{name: RANDOM.sub("…", text) for name, text in pages.items()},
        "turnout": services.polling.turnout(poll),
        "open turnout": services.polling.open_turnout(poll),
        "hall": status,
        "sheets": services.transcribing.sheets(DESK, poll),
        "requests": services.rolling.asked(HOST, poll),
        "journal": journal,
    }


def test_what_is_seen_while_open_is_the_same_whatever_was_cast(two_halls: tuple[Evening, Evening]) -> None:
    one, other = (_seen(hall) for hall in two_halls)
    assert one == other
    assert one["turnout"] == one["open turnout"]


def test_the_seen_tells_who_has_voted(two_halls: tuple[Evening, Evening]) -> None:
    """So that the test above does not compare nothing with nothing."""
    before = _seen(two_halls[0])
    two_halls[0].cast(two_halls[0].enter("S4"), {"F1": 5})
    assert _seen(two_halls[0])["turnout"] != before["turnout"]


def test_a_ballot_shows_the_package_and_a_voters_own_papers_only(two_halls: tuple[Evening, Evening]) -> None:
    """Every word that is not fixed in the program stands in the sealed package; advice and scores have no way in."""
    import assistant.vote.pages as pages_module

    source = Path(pages_module.__file__).parent
    text = "\n".join(path.read_text("utf-8") for path in sorted(source.glob("*.py")))
    for word in ("advice", "neighbour", "similar", "cluster", "suggest", "verdict", "embedding", "confidence"):
        assert not re.search(rf"\b\w*{word}\w*\b", text, re.IGNORECASE), word
