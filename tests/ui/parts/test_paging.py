"""Long lists: no item is lost or shown twice, another question begins anew, the place survives a shorter list."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from assistant.ui.parts.paging import page_of, turn

    count, asked = st.session_state.get("count", 45), st.session_state.get("asked-now", "")
    st.text(",".join(map(str, page_of("list", list(range(count)), asked=asked, size=20))))
    turn("list", count, size=20)


def _shown(page: AppTest) -> list[int]:
    said = page.text[0].value
    return [int(number) for number in said.split(",")] if said else []


def test_every_item_is_on_exactly_one_page() -> None:
    page = AppTest.from_function(_page).run()
    found = _shown(page)
    assert page.button(key="before-list").disabled
    for _ in range(2):
        found += _shown(page.button(key="after-list").click().run())
    assert found == list(range(45))
    assert page.button(key="after-list").disabled


def test_another_question_begins_at_its_first_page() -> None:
    page = AppTest.from_function(_page).run().button(key="after-list").click().run()
    page.session_state["asked-now"] = "other"
    assert _shown(page.run())[0] == 0


def test_a_list_that_became_shorter_shows_its_last_page_and_a_short_one_no_buttons() -> None:
    page = AppTest.from_function(_page).run().button(key="after-list").click().run()
    page = page.button(key="after-list").click().run()
    page.session_state["count"] = 25
    assert _shown(page.run()) == [20, 21, 22, 23, 24]
    page.session_state["count"] = 5
    assert _shown(page.run()) == [0, 1, 2, 3, 4]
    assert len(page.button) == 0
