"""Printed cards: four to a page, nothing fetched, nobody's text as markup."""

from __future__ import annotations

import re

import segno

from assistant.documents.code_cards import CodeCard, cards_page, qr_svg


def card(number: int, name: str = "") -> CodeCard:
    return CodeCard(f"A{number}", "직원 평가단", name, "7KQ2M9XR", f"https://vote.example/{number}", "vote.example")


def test_nine_cards_take_three_pages() -> None:
    page = cards_page("아이디어톤", "0" * 64, [card(number) for number in range(9)]).decode()
    sizes = [section.count("<article>") for section in re.findall(r"<section>.*?</section>", page, re.DOTALL)]
    assert sizes == [4, 4, 1]
    assert page.count("7KQ2 M9XR") == 9


def test_a_name_made_of_markup_stays_a_name() -> None:
    page = cards_page('<b>"대회"</b>', "0" * 64, [card(1, "<script>alert(1)</script>")]).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;" in page


def test_a_card_page_fetches_nothing() -> None:
    page = cards_page("아이디어톤", "0" * 64, [card(1)]).decode()
    assert not re.search(r"""(src|href)\s*=|url\(|@import""", page)
    assert "default-src 'none'" in page


def test_the_drawn_code_is_the_one_segno_makes() -> None:
    drawn = qr_svg("https://vote.example/1", title="투표")
    side = segno.make("https://vote.example/1", error="m", micro=False).symbol_size(border=2)[0]
    assert f'viewBox="0 0 {side} {side}"' in drawn
    assert "<title>투표</title>" in drawn
    assert "vote.example" not in drawn
