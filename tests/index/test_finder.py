"""Finding and comparing on the bundled model: hard cases, each with the figure it reaches."""

from __future__ import annotations

import random

import numpy as np
import pytest

from assistant.domain.proposal import Content
from assistant.domain.similarity import Kind
from assistant.index.corpus import Corpus
from tests.index.conftest import Room

BIKES = Content(
    title="공공자전거 반납이 어려운 대여소를 미리 알려 주기",
    problem="출근 시간에는 지하철역 앞 대여소가 가득 차서 자전거를 반납하지 못하고 다른 곳을 찾아 헤맵니다.",
    idea="대여소마다 빈 자리가 언제 찰지 지난 기록으로 예측하여, 빌릴 때 앱에서 반납하기 좋은 대여소를 알려 줍니다.",
    effect="이용자가 헤매는 시간이 줄고 자전거를 옮기는 트럭도 덜 다닙니다.",
)
RETOLD = Content(
    title="따릉이 세울 자리가 없는 문제 풀기",
    problem="아침마다 역 근처 거치대에 빈칸이 없어 타고 온 자전거를 세우지 못합니다.",
    idea="과거 이용 자료로 거치대가 꽉 찰 때를 내다보고, 출발할 때 휴대전화로 빈 거치대를 추천합니다.",
    effect="시민이 자리를 찾아다니지 않아도 되고 재배치 비용이 줄어듭니다.",
)
OTHERS = {
    "trees": Content(
        title="가로수 은행 열매 그물망", body="가을마다 냄새가 심하니 열매가 떨어지기 전에 그물망으로 거둡시다."
    ),
    "lunch": Content(
        title="구내식당 잔반 줄이기", body="메뉴별 남는 음식을 예측하여 조리량을 알맞게 정하자는 제안입니다."
    ),
    "forms": Content(
        title="민원 서식 간소화", body="여러 장의 신청서를 한 장으로 합쳐 민원인이 같은 내용을 두 번 쓰지 않게 합시다."
    ),
    "roads": Content(title="도로 파임 사진 신고", body="시내버스 앞 카메라로 도로 파임을 찾아 보수반에 알립니다."),
    "calls": Content(title="어르신 안부 전화", body="인공지능이 홀로 사는 어르신께 전화를 걸어 안부를 확인합니다."),
}
FORM = "\n".join(
    (
        "본 제안은 시민의 편의를 높이고 행정의 효율을 꾀하기 위하여 작성하였습니다.",
        "관련 부서는 아래 사항을 면밀히 검토하여 시책에 반영하여 주시기 바랍니다.",
        "작성 요령: 현황과 문제점, 개선방안, 기대효과를 구체적으로 적어 주십시오.",
        "제출된 제안은 반환하지 않으며 심사 결과는 개별 통지합니다.",
    )
)


def _words(content: Content) -> str:
    return "\n".join((content.problem, content.idea, content.effect))


def _shuffled(content: Content) -> Content:
    words = _words(content).split()
    random.Random(1).shuffle(words)
    return Content(title=content.title, body=" ".join(words))


COPIES = {
    "words shuffled": _shuffled(BIKES),
    "sentences reordered": Content(title=BIKES.title, body="\n".join((BIKES.effect, BIKES.idea, BIKES.problem))),
    "padded with a page of template": Content(title=BIKES.title, body="\n".join((FORM, _words(BIKES), FORM))),
    "headings translated": Content(
        title=BIKES.title,
        body=f"Problem: {BIKES.problem}\nSolution: {BIKES.idea}\nBenefit: {BIKES.effect}",
    ),
    "another title": BIKES.changed(title="자전거 이용 개선에 관한 건의"),
}


@pytest.fixture(scope="module")
def corpus(room: Room) -> Corpus:
    return room.corpus({"bikes": BIKES, **OTHERS})


@pytest.mark.parametrize("how", COPIES)
def test_a_disguised_copy_is_found_first_and_called_the_same(room: Room, corpus: Corpus, how: str) -> None:
    copy = COPIES[how]
    first = room.finder.find(corpus, copy, room.vectors([copy])[0], limit=1)[0]
    assert first.id == "bikes"
    assert first.kind in (Kind.NEAR_DUPLICATE, Kind.EXACT)
    assert first.similarity >= 0.8


def test_a_copy_without_any_blank_is_exactly_the_same(room: Room, corpus: Corpus) -> None:
    glued = Content(title=BIKES.title.replace(" ", ""), body=_words(BIKES).replace(" ", "").replace("\n", ""))
    first = room.finder.find(corpus, glued, room.vectors([glued])[0], limit=1)[0]
    assert (first.id, first.similarity, first.kind) == ("bikes", 1.0, Kind.EXACT)


def test_the_same_idea_in_other_words_comes_first_and_is_at_least_related(room: Room, corpus: Corpus) -> None:
    near = room.finder.find(corpus, RETOLD, room.vectors([RETOLD])[0], limit=6)
    assert near[0].id == "bikes"
    assert near[0].kind in (Kind.RELATED, Kind.NEAR_DUPLICATE)
    assert near[0].similarity > 4 * near[1].similarity


OPPOSITES = (
    ("버스전용차로를 설치하자", "출근길이 빨라지도록 중앙로에 버스전용차로를 설치합시다.", "설치", "철거"),
    ("공원 음주를 허용해 주세요", "한강공원에서 음주를 허용하는 규정을 만들어 주세요.", "허용", "금지"),
    ("임산부 배려석 유지", "지하철 임산부 배려석을 지금처럼 유지해 주십시오.", "유지", "폐지"),
)


@pytest.mark.parametrize(("title", "body", "word", "opposite"), OPPOSITES)
def test_opposite_demands_in_the_same_words_are_not_called_the_same(
    room: Room, corpus: Corpus, title: str, body: str, word: str, opposite: str
) -> None:
    a = Content(title=title, body=body)
    b = Content(title=title.replace(word, opposite), body=body.replace(word, opposite))
    found = room.finder.compare(corpus, a, b)
    agreeing = room.finder.compare(corpus, a, a.changed(body=body + " 부탁드립니다."))
    assert found.kind is not Kind.NEAR_DUPLICATE
    assert found.similarity < 0.75 * agreeing.similarity


def test_one_form_with_two_ideas_is_not_called_the_same(room: Room, corpus: Corpus) -> None:
    ideas = (
        ("공원 화장실 개방", "공원 화장실을 밤에도 열자"),
        ("민원 서식 간소화", "민원 서식을 한 장으로 줄이자"),
        ("도로 파임 신고", "도로 파임을 사진으로 신고받자"),
        ("직원 식당 예약", "구내식당을 예약제로 하자"),
    )
    filled = [Content(title=title, body=f"{FORM}\n개선방안: {idea}\n{FORM}") for title, idea in ideas]
    kinds = {room.finder.compare(corpus, a, b).kind for a in filled for b in filled if a is not b}
    assert kinds <= {Kind.NONE, Kind.RELATED}


def test_one_title_over_two_ideas_is_not_called_the_same(room: Room, corpus: Corpus) -> None:
    title = "마을 공동체 활성화 방안"
    a = Content(title=title, body="경로당 옥상에 텃밭을 꾸며 어르신과 아이들이 함께 채소를 기르게 합시다.")
    b = Content(title=title, body="주민센터 회의실을 밤에 열어 동아리가 악기를 연습하도록 예약을 받읍시다.")
    assert room.finder.compare(corpus, a, b).kind in (Kind.NONE, Kind.RELATED)


def test_short_bodies_that_say_nothing_do_not_make_two_titles_exact(room: Room, corpus: Corpus) -> None:
    a, b = (Content(title=title, body="첨부파일 참조") for title in ("공원 의자 교체", "청년 창업 상담"))
    assert room.finder.compare(corpus, a, b).kind is not Kind.EXACT


def test_one_filled_in_form_under_two_titles_is_not_exact(room: Room, corpus: Corpus) -> None:
    a, b = (Content(title=title, body=FORM) for title in ("공원 의자 교체", "청년 창업 상담"))
    assert room.finder.compare(corpus, a, b).kind is not Kind.EXACT


def test_two_blank_texts_are_not_the_same(room: Room, corpus: Corpus) -> None:
    assert room.finder.compare(corpus, Content(), Content(body=" \n")).kind is Kind.NONE


def test_similarity_never_rises_down_the_list_and_agrees_with_the_pair_alone(room: Room, corpus: Corpus) -> None:
    vector = room.vectors([RETOLD])[0]
    near = room.finder.find(corpus, RETOLD, vector, limit=10)
    numbers = [neighbour.similarity for neighbour in near]
    assert numbers == sorted(numbers, reverse=True)
    assert {neighbour.id for neighbour in near} == set(corpus.position)
    for neighbour in near:
        entry = corpus.entries[corpus.position[neighbour.id]]
        alone = room.finder.compare(corpus, RETOLD, entry.content, vector)
        assert alone.similarity == pytest.approx(neighbour.similarity, abs=1e-4)
        assert alone.kind is neighbour.kind


def test_an_excluded_entry_is_never_in_the_list(room: Room, corpus: Corpus) -> None:
    vector = room.vectors([BIKES])[0]
    assert room.finder.find(corpus, BIKES, vector, limit=1)[0].id == "bikes"
    assert "bikes" not in {n.id for n in room.finder.find(corpus, BIKES, vector, limit=10, exclude={"bikes"})}


def test_words_propose_what_the_vector_index_did_not(room: Room, corpus: Corpus) -> None:
    copy = COPIES["another title"].changed(effect="")
    near = room.finder.find(corpus, copy, room.vectors([copy])[0], limit=3, candidates=["trees", "gone"])
    assert near[0].id == "bikes"


def test_without_any_vector_the_letters_still_find_it(room: Room) -> None:
    contents = {"bikes": BIKES, **OTHERS}
    bare = Corpus.build(
        room.corpus(contents).entries, np.zeros((len(contents), room.encoder.dimension), np.float32), room.profile
    )
    assert room.finder.find(bare, COPIES["words shuffled"], None, limit=1)[0].id == "bikes"


def test_an_empty_corpus_has_no_neighbours(room: Room) -> None:
    assert room.finder.find(room.corpus({}), BIKES, room.vectors([BIKES])[0], limit=5) == []


@pytest.mark.parametrize("text", ["", "<p>&nbsp;</p>", "😀" * 50, "\u202e가나다\x00라", "다" * 20_000, "ᄀ" * 500])
def test_odd_texts_get_an_answer(room: Room, corpus: Corpus, text: str) -> None:
    odd = Content(title=text[:200], body=text)
    near = room.finder.find(corpus, odd, room.vectors([odd])[0], limit=3)
    assert len(near) == 3
    assert all(0.0 <= neighbour.similarity <= 1.0 for neighbour in near)
