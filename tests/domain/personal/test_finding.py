"""Personal data is found with its particle attached, and what only looks like it is left alone."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.config import PROJECT
from assistant.domain.personal import STOPPING, Kind, Seal, find, names
from evals.personal_strings import strings

DATA = PROJECT / "evals" / "data"
CLEAN = [json.loads(line)["text"] for line in (DATA / "clean.jsonl").read_text("utf-8").splitlines()]
ROWS = [json.loads(line) for line in (DATA / "personal.jsonl").read_text("utf-8").splitlines()]
LEAST_CAUGHT = 0.99

WRITTEN_OTHERWISE = {
    Kind.RESIDENT: ("８００１０１－１２３４５６７을", "900101 1234567을", "9001011******로", "90\u200b0101-1234567은"),
    Kind.CARD: ("카드 3782 822463 10005를", "비씨카드 9490123412341234로"),
    Kind.ACCOUNT: ("계좌: 우리 1002 123 456789에", "110123456789(신한은행)로", "우체국 012345-02-123456으로"),
    Kind.PASSPORT: ("여권번호: PM1234567이",),
    Kind.LICENCE: ("면허증 번호는 110123456701이며", "13 12 123456 70을"),
    Kind.EMAIL: ("hong골뱅이naver.com으로", "hong [at] naver.com에", "홍길동@korea.kr로", "hong@서울.한국으로"),
    Kind.PHONE: (
        "공일공 일이삼사 오육칠팔",
        "0 1 0 1 2 3 4 5 6 7 8로",
        "02)123-4567로",
        "1588-1234로",
        "+82)10-1234-5678",
    ),
    Kind.VEHICLE: ("서울 12 가 3456을", "임대 차량 54호 8245은"),
    Kind.ADDRESS: (
        "경기 고양시 일산동구 중앙로 1275번길 38-10",
        "세종특별자치시 도움6로 11의",
        "은평구 봉천동 산 56-1에",
    ),
    Kind.IP: ("10.0.0.1:8080으로", "fe80::1ff:fe23:4567:890a에서"),
}


def test_of_the_corpus_nearly_all_is_caught_whole_and_named_rightly() -> None:
    assert len(ROWS) >= 300
    missed = []
    for row in ROWS:
        sealed = Seal().sealed(row["text"])
        if row["secret"] in sealed or f"[{Kind[row['kind']].value}-1]" not in sealed:
            missed.append(row["text"])
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(ROWS), missed


def test_strings_drawn_anew_are_caught_as_well() -> None:
    rows = strings(1_100, seed=20261123)
    missed = [row["text"] for row in rows if row["secret"] in Seal().sealed(row["text"])]
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(rows), missed


def test_clean_proposals_raise_no_alarm() -> None:
    assert len(CLEAN) >= 100
    assert [(text, find(text)) for text in CLEAN if find(text)] == []


@pytest.mark.parametrize("kind", WRITTEN_OTHERWISE)
def test_other_ways_of_writing_it_are_known(kind: Kind) -> None:
    for text in WRITTEN_OTHERWISE[kind]:
        assert [one.kind for one in find(text)] == [kind], text


def test_decomposed_letters_hide_nothing() -> None:
    text = unicodedata.normalize("NFD", "강남구 테헤란로 152에 사는 12가3456의 주인")
    assert [one.kind for one in find(text)] == [Kind.ADDRESS, Kind.VEHICLE]


def test_names_are_pointed_out_and_not_masked() -> None:
    text = "김민수 주무관이 담당자 박영희에게 물었고, 담당 팀장이 답했습니다."
    assert names(text) == ["김민수", "박영희"]
    assert Seal().sealed(text) == text


def test_a_number_has_one_placeholder_in_every_text_and_comes_back() -> None:
    seal = Seal()
    first = seal.sealed("010-1234-5678로, 또는 010-1234-5678과 02-123-4567로")
    assert first == "[전화-1]로, 또는 [전화-1]과 [전화-2]로"
    assert seal.sealed("(010-1234-5678)") == "([전화-1])"
    assert seal.restored("[전화-2]나 [전화-9]") == "02-123-4567나 [전화-9]"


def test_a_placeholder_the_writer_typed_is_not_given_a_secret() -> None:
    seal = Seal()
    sealed = seal.sealed("[전화-1]은 제가 적은 말이고 010-1234-5678은 번호입니다.")
    assert sealed.startswith("[전화-1]은 제가")
    assert seal.restored(sealed).count("010-1234-5678") == 1


def test_some_kinds_stop_a_text_from_leaving() -> None:
    for row in ROWS:
        seal = Seal()
        seal.sealed(row["text"])
        if seal.found.keys() == {Kind[row["kind"]]}:
            assert bool(seal.stops) is (Kind[row["kind"]] in STOPPING)


@given(st.text(alphabet="0123456789-.@가동로호 서울시a()[]전화번", max_size=80))
def test_what_was_sealed_holds_nothing_more_to_find(text: str) -> None:
    assert find(Seal().sealed(text)) == []
