from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from assistant.domain.archive import ArchiveItem, Outcome
from assistant.domain.proposal import Content
from assistant.errors import NotFound
from assistant.storage.database import Database

from .samples import CARE

MAP = ArchiveItem(
    "a", Content(title="서울 AI 뉴스맵", body="지역 소식을 지도에 모은다."), Outcome.ADOPTED, 2024, "홍보과"
)
LIGHT = ArchiveItem(
    "b", Content(title="LED 100% 교체", idea="가로등을 바꾼다."), Outcome.NOT_ADOPTED, 2022, "도로과", "예산"
)
CARE_ITEM = ArchiveItem("c", CARE, Outcome.RUNNING, None, "복지정책과", "", True)
CARD = ArchiveItem("d", Content(title="주차_공간 안내"), Outcome.ADOPTED, 2024)
ITEMS = [MAP, LIGHT, CARE_ITEM, CARD]


@pytest.fixture
def filled(database: Database) -> Database:
    with database.write() as records:
        records.archive.put_many(ITEMS)
    return database


def found(database: Database, words: str = "", outcome: Outcome | None = None, year: int | None = None) -> list[str]:
    with database.read() as records:
        items, total = records.archive.page(outcome=outcome, year=year, words=words, offset=0, limit=99)
    assert total == len(items)
    return [item.id for item in items]


def test_items_come_back_as_put(filled: Database) -> None:
    with filled.read() as records:
        assert records.archive.all() == ITEMS
        assert records.archive.count() == 4
        assert records.archive.get("c") == CARE_ITEM
        assert records.archive.get_many(["d", "?", "a", "d"]) == {"a": MAP, "d": CARD}
        assert records.archive.entries() == [(item.id, item.content.hash()) for item in ITEMS]
        assert records.archive.years() == [2024, 2022]


def test_an_unknown_item_is_not_found(filled: Database) -> None:
    with filled.read() as records, pytest.raises(NotFound):
        records.archive.get("?")


def test_putting_replaces_by_id_and_the_last_of_equal_ids_stands(filled: Database) -> None:
    newer = replace(LIGHT, outcome=Outcome.RUNNING)
    with filled.write() as records:
        records.archive.put_many([replace(LIGHT, year=1999), newer])
    with filled.read() as records:
        assert records.archive.all() == [MAP, newer, CARE_ITEM, CARD]


def test_putting_what_is_there_already_changes_nothing(filled: Database) -> None:
    with filled.write() as records:
        before = records.outbox.last()
        records.archive.put_many([*ITEMS, replace(MAP, content=MAP.content.changed(title="서울 AI\x00 뉴스맵\ud800"))])
        assert records.outbox.last() == before
        records.archive.put_many([])
        assert records.outbox.last() == before


def test_a_page_shows_the_latest_year_first_and_tells_how_many_there_are(filled: Database) -> None:
    assert found(filled) == ["a", "d", "b", "c"]
    with filled.read() as records:
        assert records.archive.page(outcome=None, year=None, offset=1, limit=2) == ([CARD, LIGHT], 4)
        assert records.archive.page(outcome=None, year=None, offset=9, limit=2) == ([], 4)


def test_a_page_is_narrowed_by_outcome_year_and_words_together(filled: Database) -> None:
    assert found(filled, outcome=Outcome.ADOPTED) == ["a", "d"]
    assert found(filled, year=2022) == ["b"]
    assert found(filled, "지도", Outcome.ADOPTED, 2024) == ["a"]
    assert found(filled, "지도", Outcome.RUNNING) == []


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("ai", ["a", "c"]),
        ("뉴스 맵", ["a"]),
        ("뉴스맵서울", []),
        ("맵 서울", ["a"]),
        ("서울ai뉴스맵", ["a"]),
        (unicodedata.normalize("NFD", "안부"), ["c"]),
        ("홍보과", ["a"]),
        ("제목", []),
        ("교체가로등을", []),
        ("100%", ["b"]),
        ("%", ["b"]),
        ("_", ["d"]),
        ("\\", []),
        ("\x00지도\ud800", ["a"]),
        ("' OR 1=1 --", []),
        (" \u3000", ["a", "d", "b", "c"]),
    ],
)
def test_every_word_has_to_occur_however_it_is_written(filled: Database, words: str, ids: list[str]) -> None:
    assert found(filled, words) == ids


def test_ids_sort_by_code_point_whatever_the_server_thinks(database: Database) -> None:
    ids = ["가", "b", "A", "_", "a", "B", "10", "9", "é"]
    with database.write() as records:
        records.archive.put_many([ArchiveItem(item_id, CARE) for item_id in ids])
    with database.read() as records:
        assert [item.id for item in records.archive.all()] == sorted(ids)


def test_ten_thousand_items_go_in_by_one_call(database: Database) -> None:
    items = [ArchiveItem(f"{n:05}", Content(title=f"제안 {n}"), year=2010 + n % 10) for n in range(10_000)]
    with database.write() as records:
        records.archive.put_many(items)
    with database.read() as records:
        assert records.archive.all() == items
        assert len(records.outbox.pending(20_000)) == 10_000
        assert records.archive.get_many([item.id for item in items]) == {item.id: item for item in items}
