"""What changed between two versions, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.proposal import Content
from assistant.ui.parts.changes import compare

TEXTS = st.text(alphabet="가나 다\n라", max_size=30)


def test_only_changed_fields_are_named() -> None:
    old, new = Content(title="같은 제목", idea="처음 생각"), Content(title="같은 제목", idea="나중 생각")
    changed = compare(old, new, ("title", "idea"))
    assert [change.name for change in changed] == ["idea"]
    assert changed[0].pieces == (("gone", "처음"), ("come", "나중"), ("same", " 생각"))


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    for change in compare(Content(idea=old), Content(idea=new), ("idea",)):
        assert "".join(text for kind, text in change.pieces if kind != "come") == old
        assert "".join(text for kind, text in change.pieces if kind != "gone") == new
