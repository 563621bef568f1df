"""Twenty-one documents in the form offices use: every word, every row and every footnote arrives, none of it twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from assistant.documents.reading.asking import Limits, read_document
from assistant.domain.passages import Passage, compose
from tests.documents.reading.papers import FIELDS, PAPERS, as_docx, as_html, as_hwpx, rows, words

PATIENT = Limits(wall_s=60, cpu_s=20)
OFFICE: dict[str, Callable[..., bytes]] = {"hwpx": as_hwpx, "docx": as_docx}


@pytest.fixture(scope="module")
def printer(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def found_in(passages: tuple[Passage, ...]) -> str:
    return "\n".join(each.whole() for each in passages)


def words_of(text: str) -> Counter[str]:
    """The words without the marks that lead from a text to its footnote."""
    return Counter(re.findall(r"\w+", re.sub(r"\[주\d+\]", " ", text)))


def check(case: str, passages: tuple[Passage, ...]) -> None:
    said = found_in(passages)
    assert words_of(said) == words(PAPERS[case])
    lines = said.split("\n")
    lost = [row for row in rows(PAPERS[case]) if not _holds(lines, row)]
    assert lost == []
    texts = compose(passages)
    assert {name: part for name, part in FIELDS[case].items() if part not in texts.get(name, "")} == {}


def _holds(lines: list[str], row: list[str]) -> bool:
    """Whether the cells stand in one line, or label and text of a form stand below each other."""
    cells = [" ".join(cell.split()) for cell in row]
    whole = "\n".join(" ".join(line.split()) for line in lines)
    if any(" | ".join(cells) in line for line in whole.split("\n")):
        return True
    return all(f"{label}\n{text}" in whole for label, text in zip(cells[-2::-2], cells[::-2], strict=False))


@pytest.mark.parametrize("form", OFFICE)
@pytest.mark.parametrize("case", PAPERS)
def test_an_office_document_arrives_whole(case: str, form: str) -> None:
    read = read_document(f"제안서.{form}", OFFICE[form](PAPERS[case]), PATIENT)
    assert read.kind == form
    check(case, read.passages)


@pytest.mark.browser
@pytest.mark.parametrize("case", PAPERS)
def test_a_printed_pdf_arrives_whole(case: str, printer: Page) -> None:
    printer.set_content(as_html(PAPERS[case]))
    content = printer.pdf(format="A4", margin={"top": "20mm", "bottom": "20mm", "left": "20mm", "right": "20mm"})
    check(case, read_document("제안서.pdf", content, PATIENT).passages)


@pytest.mark.parametrize("form", OFFICE)
def test_footnotes_stand_behind_their_paragraph(form: str) -> None:
    passages = read_document(f"a.{form}", OFFICE[form](PAPERS["footnotes"]), PATIENT).passages
    idea = next(each.text for each in passages if each.field == "idea")
    assert "글로 옮깁니다.[주2]\n[주2] 말소리는 남기지 않습니다.\n2) 열두 나라" in idea


def test_the_documents_are_at_least_twenty() -> None:
    assert len(PAPERS) * (len(OFFICE) + 1) >= 20
