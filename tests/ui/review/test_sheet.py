"""The form for scores is there while scores are taken; before and after, the page says why it is not."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from assistant.domain.blind import Shown
from assistant.domain.person import Person, Role
from assistant.domain.review import Phase
from assistant.services.reviewing import Sheet
from assistant.ui.review import sheet as page_part
from assistant.wiring import Application

HAN = Person("han", "한심사", "조직문화과", frozenset({Role.REVIEWER}))


def _page(opened: object) -> None:
    from assistant.services.reviewing import Sheet
    from assistant.ui.review.sheet import scoring

    assert isinstance(opened, Sheet)
    scoring(opened)


@pytest.mark.parametrize(
    ("phase", "buttons", "said"),
    [
        (
            Phase.PREPARING,
            ["이해충돌 신고"],
            ["심사를 아직 시작하지 않았습니다. 운영자가 시작하면 여기에서 점수를 매깁니다."],
        ),
        (Phase.BLIND, ["저장하고 다음", "기권", "이해충돌 신고"], []),
        (Phase.OPEN, ["저장하고 다음", "기권", "이해충돌 신고"], []),
        (Phase.CLOSED, ["이해충돌 신고"], ["심사를 마감하여 점수를 더는 바꿀 수 없습니다."]),
    ],
)
def test_scores_are_asked_for_only_while_they_are_taken(
    application: Application, monkeypatch: pytest.MonkeyPatch, phase: Phase, buttons: list[str], said: list[str]
) -> None:
    monkeypatch.setattr(page_part, "application", lambda: application)
    monkeypatch.setattr(page_part, "me", lambda: HAN)
    shown = Shown("P1", "2026-0001", None, "", "제목", "문제", "방안", "효과", "", "", "", "", is_blind=phase.is_blind)
    opened = Sheet(shown, phase, None, True, None, None, "", None, ())
    page = AppTest.from_function(_page, args=(opened,)).run(timeout=30)
    assert not page.exception
    assert [each.label for each in page.button] == buttons
    assert [each.value for each in page.info] == said
