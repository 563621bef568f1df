"""A writer brings her document, looks it through, adds a picture and takes the proposal along."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from assistant.documents.reading.worker import answer
from tests.documents.reading.makers import cell, docx_parts, hp, hwpx, note, p, packed, table
from tests.journeys.conftest import Server
from tests.journeys.steps import box, enter, stored

pytestmark = pytest.mark.browser

TITLE = "골목길 얼음 미리 알기"
PAPER = hwpx(
    hp("제안서")
    + hp(table([cell("제 안 명"), cell(TITLE)], [cell("성 명"), cell("윤새내기")]))
    + hp("□ 현황 및 문제점")
    + hp("○ 골목길이 얼어 넘어지는 분이 많습니다.", note("2025년 겨울 기준"))
    + hp(table([cell("동"), cell("사고")], [cell("가람동"), cell("41건")]))
    + hp("□ 개선방안")
    + hp("○ 온도와 경사로 얼 곳을 미리 알립니다.")
    + hp("□ 준비물")
    + hp("온도계 열두 개")
    + hp("□ 기대효과")
    + hp("○ 사고가 줄어듭니다.")
)


def bring(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    )


def test_a_document_becomes_a_draft_and_the_draft_a_document(page: Page, server: Server) -> None:
    enter(page, server.url)
    page.goto(f"{server.url}/take_in")
    before = len(stored(server.data_dir))

    bring(page, "제안서.docx", packed(docx_parts(p("글")) | {"word/vbaProject.bin": b"x"}))
    expect(page.get_by_text("매크로가 들어 있는 파일입니다.").first).to_be_visible()
    page.reload()

    bring(page, "제안서.hwpx", PAPER)
    expect(page.get_by_text("골목길이 얼어 넘어지는 분이 많습니다.").first).to_be_visible()
    expect(page.get_by_text("가람동 | 41건").first).to_be_visible()
    assert len(stored(server.data_dir)) == before  # looked at, not stored

    page.get_by_role("button", name="초안으로 가져오기").click()
    expect(box(page, "제목")).to_have_value(TITLE)
    expect(box(page, "현황 및 문제점")).to_have_value(re.compile("많습니다.\\[주1\\]\n\\[주1\\] 2025년 겨울 기준\n"))
    expect(box(page, "기대효과")).to_have_value(re.compile("사고가 줄어듭니다."))

    page.get_by_text(re.compile("문서에서 남은 글")).click()
    expect(page.get_by_text("윤새내기", exact=True).first).to_be_visible()  # kept, in no field

    page.get_by_text("파일이나 영상 첨부하기").click()
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(picture, "PNG")
    page.locator("input[type=file]").last.set_input_files(
        files=[{"name": "골목 사진.png", "mimeType": "image/png", "buffer": picture.getvalue()}]
    )
    expect(page.get_by_text("골목 사진.png", exact=True).first).to_be_visible()
    expect(page.get_by_text("첨부 1개").first).to_be_visible()
    expect(page.get_by_role("button", name="빼기").first).to_be_visible()  # the section stays open

    with page.expect_download() as handed_out:
        page.get_by_role("button", name="HWPX로 내려받기").click()
    content = handed_out.value.path().read_bytes()
    again = {each["field"]: each["text"] for each in answer("read", "a.hwpx", content)["passages"] if each["field"]}
    assert again["title"] == TITLE
    assert again["problem"] == stored(server.data_dir)[0]["problem"]
