"""Evidence: sentences a person can check."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.domain.proposal import Content
from assistant.index.evidence import REMEMBERED, Evidence, closest, cut
from tests.index.conftest import Room
from tests.index.test_finder import BIKES, OTHERS, RETOLD


class Counting:
    """The bundled model, counting what it is asked for."""

    def __init__(self, room: Room) -> None:
        self.model_id, self.dimension, self.asked = room.encoder.model_id, room.encoder.dimension, 0
        self.calls = 0
        self._encoder = room.encoder

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += len(texts)
        self.calls += 1
        return self._encoder.embed(texts)


def test_sentences_stand_verbatim_in_both_texts_and_the_strongest_comes_first(room: Room) -> None:
    found = room.finder.evidence(BIKES, RETOLD, most=3)
    assert found
    assert all(pair.a in BIKES.prose() and pair.b in RETOLD.prose() for pair in found)
    assert [pair.similarity for pair in found] == sorted((pair.similarity for pair in found), reverse=True)
    assert found[0].similarity <= 1.0


def test_no_sentence_is_shown_twice(room: Room) -> None:
    found = room.finder.evidence(BIKES, RETOLD, most=10)
    assert len({pair.a for pair in found}) == len(found) == len({pair.b for pair in found})


def test_texts_with_nothing_in_common_have_no_evidence(room: Room) -> None:
    assert room.finder.evidence(BIKES, OTHERS["trees"]) == []


def test_raw_spelling_is_kept_however_odd(room: Room) -> None:
    raw = "<p>출근 시간에는 대여소가 가득 차서 자전거를 반납하지 못합니다.</p>\n<br>미리 알려 주세요 &amp; 부탁합니다."
    nfd = unicodedata.normalize("NFD", "아침마다 대여소가 꽉 차서 자전거를 반납할 수 없습니다.")
    a, b = Content(title="대여소", body=raw), Content(title="자전거", body=nfd)
    found = room.finder.evidence(a, b)
    assert found
    assert all(pair.a in raw and pair.b in nfd and "<" not in pair.a for pair in found)


def test_a_blank_text_has_no_evidence(room: Room) -> None:
    assert room.finder.evidence(BIKES, Content()) == []


def test_a_sentence_is_embedded_once(room: Room) -> None:
    counting = Counting(room)
    evidence = Evidence(counting, room.profile)
    evidence.pairs(BIKES, RETOLD, most=3)
    asked = counting.asked
    assert asked == len(cut(BIKES)) + len(cut(RETOLD))
    evidence.pairs(RETOLD, BIKES, most=3)
    assert counting.asked == asked
    assert asked < REMEMBERED


def test_of_a_long_text_the_sentences_that_share_letters_are_read(room: Room) -> None:
    noise = [f"{n}번째 회의에서 다른 안건을 길게 다루었습니다." for n in range(30)]
    match = "아침마다 대여소가 꽉 차서 자전거를 반납할 수 없습니다."
    long = Content(title="회의록", body="\n".join([*noise[:25], match, *noise[25:]]))
    short = Content(title="회의록", body="아침마다 대여소가 꽉 찹니다.")
    few, whole = closest(BIKES, [long, short], 200)
    assert whole == cut(short)
    assert match in few
    assert few == [sentence for sentence in cut(long) if sentence in few]
    room_left = 200 - sum(map(len, whole))
    assert room_left - max(map(len, noise)) < sum(map(len, few)) <= room_left  # what the short text left was used
    assert [len(each) for each in closest(BIKES, [long, long], 1)] == [1, 1]
    counting = Counting(room)
    found = Evidence(counting, room.profile).pairs_of_each(BIKES, [long], most=1, characters=200)[0]
    assert counting.asked < len(cut(BIKES)) + len(cut(long)) / 2
    assert [pair.b for pair in found] == [match]


def test_each_of_several_texts_gets_the_evidence_it_gets_alone(room: Room) -> None:
    counting = Counting(room)
    others = [RETOLD, Content(), OTHERS["trees"], BIKES]
    together = Evidence(counting, room.profile).pairs_of_each(BIKES, others, most=3)
    alone = Evidence(room.encoder, room.profile)
    assert together == [alone.pairs(BIKES, other, most=3) for other in others]
    assert counting.calls == 1
    assert Evidence(counting, room.profile).pairs_of_each(Content(), others, most=3) == [[], [], [], []]
