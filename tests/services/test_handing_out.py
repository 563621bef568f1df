"""A proposal leaves as DOCX and HWPX and comes back with the same fields; reviewers' files name nobody while blind."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.reading import docx as docx_reading
from assistant.documents.reading import hwpx as hwpx_reading
from assistant.documents.reading.packed import open_package
from assistant.documents.writing.docx import docx_bytes
from assistant.documents.writing.hwpx import hwpx_bytes
from assistant.documents.writing.sheet import GENERATED, FormSheet, rows_of
from assistant.domain.advice import Advice, AdviceDecision, AdviceKind, Provenance, Rung, Suggestion, Verdict
from assistant.domain.headings import heading_of
from assistant.domain.passages import compose, cut
from assistant.domain.proposal import Content
from assistant.domain.review import Phase
from assistant.errors import NotFound, ReviewRefused
from assistant.services.handing_out import FORMS, HandingOut
from tests.review import HAN, KIM, LEE, OH, SEOUL, Desk, desk_over

READERS = {"docx": docx_reading.read_docx, "hwpx": hwpx_reading.read_hwpx}
HARD = Content(
    title="“AI” <b>안부</b> & 전화 | 표",
    problem="1. 현황\n  ○ 들여 쓴 줄\n\n기대효과: 이 줄은 제목이 아닙니다.\n□ 개선방안\n구분 | 2024 | 2025\n\t탭",
    idea="[기대효과]\n현황 및 문제점\n가나다 😀 \u200b끝",
    effect="=1+1\n+2\n@a\n- 줄",
    tools="사진 분류 모델",
    needs="현장 사진",
    department="디지털정책과",
    video="https://video.example.kr/a",
    pitch="두 문장입니다. 한 번 더 말합니다.",
)
NAMES = ("title", "problem", "idea", "effect", "tools", "needs", "department", "video", "pitch")


def read_again(content: bytes, form: str) -> dict[str, str]:
    return compose(cut(READERS[form](open_package(content))))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path) as desk:
        yield desk


@pytest.fixture
def handing_out(desk: Desk) -> HandingOut:
    return HandingOut(desk.database, desk.criteria, {"citizen_service": "대시민 서비스 개선"}, SEOUL, desk.now)


def hand_in(desk: Desk, content: Content = HARD) -> None:
    texts = {name: getattr(content, name) for name in NAMES}
    desk.hand_in("one", KIM, co=(LEE,), **texts)


@pytest.mark.parametrize("form", FORMS)
def test_what_leaves_comes_back_the_same(desk: Desk, handing_out: HandingOut, form: str) -> None:
    hand_in(desk)
    found = read_again(handing_out.mine(KIM, "one", form), form)
    assert {name: found.get(name) for name in NAMES} == {name: getattr(HARD, name) for name in NAMES}


LINES = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=80)
    .map(lambda text: text.strip("\n").rstrip())
    .filter(lambda text: heading_of(text) is None)
)
"""Whoever writes nothing but a heading's name ("기대효과") into a field gets a heading back."""


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, deadline=None)
@given(problem=LINES, idea=LINES, effect=LINES)
def test_any_text_comes_back_the_same(form: str, problem: str, idea: str, effect: str) -> None:
    texts = {"problem": problem, "idea": idea, "effect": effect}
    content = FORMS[form](FormSheet("제목", (("부서", "총무과"),), rows_of(texts.items())))
    found = read_again(content, form)
    writable = {name: re.sub("[\ufffe\uffff]", "", text).rstrip() for name, text in texts.items() if text.strip()}
    assert {name: found.get(name, "") for name in writable} == writable


def test_word_files_open_in_another_library(desk: Desk, handing_out: HandingOut) -> None:
    hand_in(desk)
    opened = docx.Document(io.BytesIO(handing_out.mine(KIM, "one", "docx")))
    head, body = opened.tables
    assert [cell.text for cell in head.rows[0].cells][:2] == ["제안명", HARD.title]
    assert body.cell(1, 0).text == "개선방안"
    assert body.cell(1, 1).text == HARD.idea.replace("\r", "")


def test_hangul_files_have_every_part_they_name(desk: Desk, handing_out: HandingOut) -> None:
    hand_in(desk)
    content = handing_out.mine(KIM, "one", "hwpx")
    assert content[30:57] == b"mimetypeapplication/hwp+zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, part in parts.items():
        if not name.endswith((".txt", "mimetype")):
            ElementTree.fromstring(part)
    listed = re.findall(r'href="([^"]+)"', parts["Contents/content.hpf"])
    listed += re.findall(r'full-path="([^"]+)"', parts["META-INF/container.xml"])
    listed += re.findall(r'(?:about|resource)="(Contents/[^"]+)"', parts["META-INF/container.rdf"])
    assert set(listed) <= set(parts)
    section, header = parts["Contents/section0.xml"], parts["Contents/header.xml"]
    for kind, reference in (("charPr", "charPrIDRef"), ("paraPr", "paraPrIDRef"), ("borderFill", "borderFillIDRef")):
        defined = set(re.findall(rf'<hh:{kind} id="(\d+)"', header))
        assert set(re.findall(rf'{reference}="(\d+)"', section)) <= defined
        assert f'itemCnt="{len(defined)}"' in header
    rows = re.findall(r'<hp:tbl [^>]*rowCnt="(\d+)"', section)
    assert sum(map(int, rows)) == section.count("<hp:tr>")


def test_hangul_files_say_all_that_hangul_itself_says(desk: Desk, handing_out: HandingOut) -> None:
    """What other readers missed in a file that they read: names the suite asks for, the kind of a tab."""
    hand_in(desk)
    names = {"ha", "hp", "hp10", "hs", "hc", "hh", "hhs", "hm"}
    names |= {"hpf", "dc", "opf", "ooxmlchart", "hwpunitchar", "epub", "config"}
    with zipfile.ZipFile(io.BytesIO(handing_out.mine(KIM, "one", "hwpx"))) as archive:
        for part in ("Contents/header.xml", "Contents/section0.xml", "Contents/content.hpf"):
            content = archive.read(part)
            assert content.startswith(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>')
            seen = ElementTree.iterparse(io.BytesIO(content), ["start", "start-ns"])
            declared = dict(value for what, value in itertools.takewhile(lambda each: each[0] == "start-ns", seen))
            assert set(declared) == names, part
        section = ElementTree.fromstring(archive.read("Contents/section0.xml"))
    (tab,) = section.iter("{http://www.hancom.co.kr/hwpml/2011/paragraph}tab")
    assert set(tab.attrib) == {"width", "leader", "type"}


@pytest.mark.parametrize("form", FORMS)
def test_a_reviewers_file_names_nobody_while_blind(desk: Desk, handing_out: HandingOut, form: str) -> None:
    hand_in(desk, HARD.changed(problem="디지털정책과 김제안이 보았습니다."))
    desk.hand_in("two", LEE)
    desk.begin()
    content = handing_out.of_review(HAN, "one", form)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = "".join(archive.read(name).decode() for name in archive.namelist())
    for secret in (KIM.name, LEE.name, KIM.department, LEE.department, "video.example.kr"):
        assert secret not in whole
    assert "이름을 가린 심사용 사본" in whole
    desk.convening.go_on(OH, Phase.OPEN)
    with zipfile.ZipFile(io.BytesIO(handing_out.of_review(HAN, "one", form))) as archive:
        assert KIM.name in "".join(archive.read(name).decode() for name in archive.namelist())


def test_files_are_made_for_those_who_may_see_the_proposal(desk: Desk, handing_out: HandingOut) -> None:
    hand_in(desk)
    desk.hand_in("two", LEE)
    desk.begin()
    with pytest.raises(NotFound):
        handing_out.mine(HAN, "one", "docx")
    with pytest.raises(ReviewRefused):
        handing_out.of_review(type(KIM)("p-x", "남심사", "총무과", HAN.roles), "one", "docx")
    assert "export" not in desk.acts("one")
    handing_out.mine(LEE, "one", "docx")  # she wrote it too
    assert desk.acts("one").count("export") == 1


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_text_a_model_wrote_is_labelled_until_it_is_changed(
    desk: Desk, handing_out: HandingOut, is_kept: bool
) -> None:
    hand_in(desk)
    with desk.database.write() as records:
        origin = Provenance(Rung.MODEL, "some-model", "pitch@v1#abc", "f" * 64, 1.0)
        suggestion = Suggestion.of({}, dict.fromkeys(AdviceKind, origin))
        records.advice.add(Advice("adv", "one", 1, suggestion, KIM.id, desk.at))
        text = HARD.pitch if is_kept else "모델이 쓴 다른 글"
        records.advice.decide(AdviceDecision("adv", AdviceKind.PITCH, Verdict.ACCEPTED, text, KIM.id, desk.at))
    rows = docx.Document(io.BytesIO(handing_out.mine(KIM, "one", "docx"))).tables[1].rows
    assert (f"한줄 소개 ({GENERATED})" in [row.cells[0].text for row in rows]) == is_kept


def test_both_forms_are_the_same_bytes_for_the_same_proposal() -> None:
    sheet = FormSheet("제목", (("부서", "과"),), rows_of({"problem": "글"}.items()))
    assert docx_bytes(sheet) == docx_bytes(sheet)
    assert hwpx_bytes(sheet) == hwpx_bytes(sheet)
