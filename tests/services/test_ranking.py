"""Ranking and comparing files on the bundled model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.domain.similarity import Kind
from assistant.errors import NotFound
from assistant.index.e5 import load
from assistant.index.profile import load_profile
from assistant.services.ranking import CachedEmbedder, Ranking, entry_of

ROWS = [
    {
        "id": "p1",
        "title": "따릉이 대여소 늘리기",
        "body": "우리 동네에 따릉이 대여소가 없습니다. 공원 앞에 설치해 주세요.",
    },
    {
        "id": "p2",
        "title": "공공자전거 거치대 추가",
        "body": "공원 입구에 따릉이 세울 곳을 만들어 주세요. 동네에 하나도 없습니다.",
    },
    {
        "id": "p3",
        "title": "은행 열매 냄새",
        "problem": "가을마다 냄새가 심합니다.",
        "idea": "그물망으로 거둡시다.",
        "votes": 3,
    },
    {"id": "p4", "title": "따릉이대여소늘리기", "body": "우리동네에따릉이대여소가없습니다공원앞에설치해주세요"},
    {"id": "p5", "title": "", "body": None},
    {"id": "p6", "title": "<b>😀</b>", "body": "\u0000\ud800 <br>"},
]


class Cache:
    """Vectors by fingerprint; counts what had to be embedded."""

    def __init__(self) -> None:
        self.encoder, self.embedded = load("int8"), 0
        self._held: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Mapping[str, str]) -> Mapping[str, NDArray[np.float32]]:
        missing = [key for key in texts if key not in self._held]
        self.embedded += len(missing)
        if missing:
            self._held.update(zip(missing, self.encoder.embed([texts[key] for key in missing]), strict=True))
        return self._held


@pytest.fixture(scope="module")
def cache() -> Cache:
    return Cache()


def _ranking(cache: Cache, rows: list[dict[str, object]] | None = None) -> Ranking:
    embedder = CachedEmbedder(cache.encoder.model_id, cache.encoder.dimension, cache)
    return Ranking([entry_of(row) for row in rows or ROWS], embedder, load_profile(embedder.model_id))


def test_every_query_gets_an_answer_in_order_without_itself(cache: Cache) -> None:
    answers = list(_ranking(cache).rank([entry_of(row) for row in ROWS], top=3))
    assert [answer.id for answer in answers] == [row["id"] for row in ROWS]
    for answer in answers:
        assert len(answer.neighbours) == 3
        assert answer.id not in {neighbour.id for neighbour in answer.neighbours}
        numbers = [neighbour.similarity for neighbour in answer.neighbours]
        assert numbers == sorted(numbers, reverse=True)
        assert all(0.0 <= number <= 1.0 for number in numbers)


def test_the_copy_comes_first_and_the_retold_one_second(cache: Cache) -> None:
    (first,) = _ranking(cache).rank([entry_of(ROWS[0])], top=2)
    assert [neighbour.id for neighbour in first.neighbours] == ["p4", "p2"]
    assert first.neighbours[0].kind is Kind.EXACT
    assert first.neighbours[1].kind in (Kind.RELATED, Kind.NEAR_DUPLICATE)


def test_a_pair_has_the_same_number_as_in_the_list_and_verbatim_evidence(cache: Cache) -> None:
    ranking = _ranking(cache)
    (ranked,) = ranking.rank([entry_of(ROWS[0])], top=5)
    (pair,) = ranking.compare([("p1", "p2")])
    listed = next(neighbour for neighbour in ranked.neighbours if neighbour.id == "p2")
    assert pair.similarity == pytest.approx(listed.similarity, abs=1e-5)
    assert pair.evidence
    for shown in pair.evidence:
        assert shown.a in f"{ROWS[0]['title']}\n{ROWS[0]['body']}"
        assert shown.b in f"{ROWS[1]['title']}\n{ROWS[1]['body']}"


def test_unlike_and_blank_pairs_have_no_evidence(cache: Cache) -> None:
    answers = list(_ranking(cache).compare([("p1", "p3"), ("p1", "p5"), ("p5", "p6")]))
    assert [(answer.kind, answer.evidence) for answer in answers] == [(Kind.NONE, ())] * 3


def test_a_second_run_embeds_nothing(cache: Cache) -> None:
    pairs = [("p1", "p2"), ("p3", "p4")]
    list(_ranking(cache).compare(pairs))
    embedded = cache.embedded
    again = _ranking(cache)
    list(again.compare(pairs))
    list(again.rank([entry_of(row) for row in ROWS], top=2))
    assert cache.embedded == embedded


def test_an_unknown_id_in_a_pair_is_refused(cache: Cache) -> None:
    with pytest.raises(NotFound):
        list(_ranking(cache).compare([("p1", "gone")]))


def test_other_fields_and_wrong_types_are_ignored() -> None:
    entry = entry_of({"id": 7, "title": "제목", "body": 3, "idea": "내용", "votes": 9})
    assert (entry.id, entry.content.title, entry.content.body, entry.content.idea) == ("7", "제목", "", "내용")
